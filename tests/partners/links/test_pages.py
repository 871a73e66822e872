"""What she sees of her links, and what she can do (OA-22)."""

from sqlalchemy import select

from partners.links import AccountLink, LinkChange
from partners.oauth import Grant
from tests.partners.oauth.flow import (
    hidden_fields,
    make_platform,
    sign_in,
    tokens_for,
    userinfo,
)


def unlink(client, grant):
    form = {"csrf_token": hidden_fields(client.get("/links"))["csrf_token"]}
    return client.post(f"/links/{grant.id}/unlink", data=form)


def english(client):
    with client.session_transaction() as browser:
        browser["locale"] = "en"


def test_she_sees_which_platforms_she_could_link(client, session):
    linked = make_platform(session)
    other = make_platform(session)
    other.organisation.name = "Belajar Bersama"
    session.flush()
    sign_in(client, session)
    tokens_for(client, linked)
    english(client)

    page = client.get("/links").text

    _, could = page.split("Platforms that you can link")
    assert "Belajar Bersama" in could
    assert linked.organisation.name not in could


def test_the_history_says_what_happened_and_who_did_it(client, session):
    platform = make_platform(session)
    sign_in(client, session)
    tokens_for(client, platform, scope="profile:read")
    tokens_for(client, platform, scope="orders:write")
    unlink(client, session.scalars(select(Grant)).one())
    english(client)

    page = client.get("/links/history").text

    assert page.index("Unlinked") < page.index("Allowed more") < page.index("Linked<")
    assert "by you" in page
    assert "Buy courses for you" in page


def test_an_empty_history_says_so(client, session):
    sign_in(client, session)
    english(client)

    assert "never linked a platform" in client.get("/links/history").text


def test_one_program_of_two_can_be_unlinked(client, session):
    platform = make_platform(session)
    native = make_platform(session, "none", organisation=platform.organisation)
    sign_in(client, session)
    web = tokens_for(client, platform)["access_token"]
    app = tokens_for(client, native, scope="profile:read")["access_token"]
    grants = {grant.client_id: grant for grant in session.scalars(select(Grant)).all()}

    unlink(client, grants[native.client.id])

    assert userinfo(client, app).status_code == 401
    assert userinfo(client, web).status_code == 200
    assert session.scalar(select(AccountLink.ended_at)) is None
    unlink(client, grants[platform.client.id])
    session.expire_all()
    assert session.scalar(select(AccountLink.ended_by)) == "participant"
    kinds = session.scalars(select(LinkChange.kind).order_by(LinkChange.id)).all()
    assert kinds == ["linked", "linked", "program_unlinked", "unlinked"]


def test_asking_for_the_same_again_is_no_change(client, session):
    native = make_platform(session, "none")
    sign_in(client, session)
    for _ in range(2):
        tokens_for(client, native, scope="profile:read")

    assert session.scalars(select(LinkChange.kind)).all() == ["linked"]
