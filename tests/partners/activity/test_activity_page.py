"""What was done with her account, and saying that it was not her."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from core.audit.models import AuditEntry
from core.events.models import StoredEvent
from core.ids import new_id
from partners.accounts.models import BrowserSession
from partners.accounts.services.sessions import start_session
from partners.activity import Dispute, Use
from partners.oauth import Grant, Token
from partners.oauth.services.store_token import store_token
from tests.partners.oauth.flow import (
    hidden_fields,
    make_platform,
    refresh,
    sign_in,
    tokens_for,
    userinfo,
)


@pytest.fixture
def platform(session):
    return make_platform(session)


def english(client):
    with client.session_transaction() as browser:
        browser["locale"] = "en"


def uses(session) -> list[str]:
    return list(session.scalars(select(Use.kind).order_by(Use.id)))


def not_me(client, use_id):
    token = hidden_fields(client.get("/activity"))["csrf_token"]
    return client.post(f"/activity/{use_id}/not-me", data={"csrf_token": token})


def newest(session):
    return session.scalars(select(Use).order_by(Use.id.desc()).limit(1)).one()


def test_a_new_link_is_shown_at_once_with_its_button(client, session, platform):
    sign_in(client, session)
    tokens_for(client, platform)
    english(client)

    page = client.get("/activity").text

    assert "You linked this platform" in page
    assert "Pintar Belajar" in page
    assert f'action="/activity/{newest(session).id}/not-me"' in page
    assert newest(session).acting_client == platform.client.client_id


def test_more_rights_are_shown_and_the_same_again_is_not(client, session, platform):
    sign_in(client, session)
    tokens_for(client, platform, scope="profile:read")
    tokens_for(client, platform, scope="balance:read")
    tokens_for(client, platform, scope="balance:read")

    assert uses(session) == ["linked", "widened"]


@pytest.mark.parametrize(("silence", "shown"), [(6, False), (7, True)])
def test_a_program_that_comes_back_after_a_week_is_shown(
    client, session, platform, silence, shown
):
    sign_in(client, session)
    granted = tokens_for(client, platform)
    session.execute(
        update(Token).values(issued_at=datetime.now(UTC) - timedelta(days=silence))
    )

    response = refresh(client, platform, granted["refresh_token"])

    assert response.status_code == 200
    assert uses(session) == ["linked"] + ["returned"] * shown


def test_a_program_that_keeps_its_refresh_token_is_not_back_each_time(
    client, session, platform, at
):
    """Bound refresh tokens do not rotate: the last token of the family counts."""
    sign_in(client, session)
    tokens_for(client, platform)
    first = session.scalars(select(Token)).one()
    grant = session.scalars(select(Grant)).one()
    first.issued_at = at - timedelta(days=20)

    for days in (10, 9, 3):
        store_token(
            session,
            client=platform.client,
            grant=grant,
            family_id=first.family_id,
            scopes=["profile:read"],
            access_token=f"access-{days}",
            refresh_token=None,
            refresh_expires_at=None,
            is_refresh=True,
            at=at - timedelta(days=days),
        )

    assert uses(session) == ["linked", "returned"]


def test_an_account_that_nobody_used_says_so(client, session):
    sign_in(client, session, locale="id")

    assert "Belum ada aktivitas" in client.get("/activity").text


def test_a_stranger_signs_in_first(client):
    response = client.get("/activity")

    assert response.status_code == 303
    assert response.location.startswith("/sign-in?next=")


def test_not_me_unlinks_ends_other_sessions_and_opens_a_case(client, session, platform):
    account = sign_in(client, session)
    granted = tokens_for(client, platform)
    start_session(session, account_id=account.id, at=datetime.now(UTC))
    session.flush()

    response = not_me(client, newest(session).id)

    dispute = session.scalars(select(Dispute)).one()
    assert response.status_code == 303
    assert response.location == f"/activity/disputes/{dispute.id}"
    assert dispute.state == "open"
    assert userinfo(client, granted["access_token"]).status_code == 401
    assert refresh(client, platform, granted["refresh_token"]).status_code == 400
    ended = session.scalars(
        select(BrowserSession.revoked_at).where(BrowserSession.account_id == account.id)
    ).all()
    assert sorted(each is None for each in ended) == [False, True]
    english(client)
    page = client.get(response.location)
    assert page.status_code == 200
    assert "not linked with your account any more" in page.text
    assert str(dispute.id) in page.text


def test_not_me_is_told_and_on_the_record(client, session, platform):
    sign_in(client, session)
    tokens_for(client, platform)

    not_me(client, newest(session).id)

    dispute = session.scalars(select(Dispute)).one()
    event = session.scalars(
        select(StoredEvent).where(StoredEvent.topic == "account.disputed")
    ).one()
    assert event.audience == [platform.organisation.id]
    assert event.data["kind"] == "linked"
    assert event.data["subject"] == session.scalar(select(Grant.subject))
    line = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "use.disputed")
    ).one()
    assert line.object_id == str(dispute.id)
    assert line.actor == f"account:{dispute.account_id}"


def test_not_me_again_is_the_same_case(client, session, platform):
    sign_in(client, session)
    tokens_for(client, platform)
    use = newest(session)
    first = not_me(client, use.id)
    tokens_for(client, platform)

    again = not_me(client, use.id)

    assert again.location == first.location
    assert len(session.scalars(select(Dispute)).all()) == 1
    live = select(Grant.id).where(Grant.revoked_at.is_(None))
    assert len(session.scalars(live).all()) == 1


def test_the_program_that_acted_is_unlinked_too(client, session, platform):
    """A step that an institution's class is about, confirmed by another's program."""
    account = sign_in(client, session)
    granted = tokens_for(client, platform)
    institution = make_platform(session).organisation
    use = Use(
        account_id=account.id,
        organisation_id=institution.id,
        acting_client=platform.client.client_id,
        kind="attendance",
        occurred_at=datetime.now(UTC),
    )
    session.add(use)
    session.flush()

    not_me(client, use.id)

    assert userinfo(client, granted["access_token"]).status_code == 401


def test_another_s_use_and_case_look_like_none(client, session, platform):
    """SC-02."""
    sign_in(client, session)
    granted = tokens_for(client, platform)
    use = newest(session)
    location = not_me(client, use.id).location
    tokens_for(client, platform)
    other = newest(session)
    sign_in(client, session)
    tokens_for(client, make_platform(session))

    answers = [not_me(client, one) for one in (other.id, new_id())]
    pages = [
        client.get(address) for address in (location, f"/activity/disputes/{new_id()}")
    ]

    assert {answer.status_code for answer in answers + pages} == {404}
    assert len(session.scalars(select(Dispute)).all()) == 1
    assert granted


def test_not_me_cannot_be_forged(client, session, platform):
    sign_in(client, session)
    tokens_for(client, platform)

    response = client.post(f"/activity/{newest(session).id}/not-me")

    assert response.status_code == 400
    assert session.scalars(select(Dispute)).all() == []


def test_the_page_is_paged(client, session, platform):
    account = sign_in(client, session)
    session.add_all(
        Use(
            account_id=account.id,
            organisation_id=platform.organisation.id,
            kind="returned",
            occurred_at=datetime.now(UTC),
        )
        for _ in range(21)
    )
    session.flush()

    first = client.get("/activity").text
    cursor = first.partition("/activity?cursor=")[2].partition('"')[0]
    second = client.get(f"/activity?cursor={cursor}").text

    assert (first.count("/not-me"), second.count("/not-me")) == (20, 1)
    assert client.get("/activity?cursor=nonsense").status_code == 422
