"""A platform's server names its account of her with the request itself (RFC 9126)."""

import pytest
from sqlalchemy import select

from partners.links import AccountLink, LinkChange
from partners.oauth import Grant
from partners.receipts import ConsentReceipt
from tests.partners.oauth.flow import (
    Pkce,
    Platform,
    answer,
    exchange,
    hidden_fields,
    make_platform,
    question,
    sign_in,
)
from tests.partners.oauth.pushed.pushing import push, reference


@pytest.fixture
def platform(session) -> Platform:
    return make_platform(session, scopes=["profile:read", "orders:write"])


def english(client):
    with client.session_transaction() as browser:
        browser["locale"] = "en"


def page_for(client, platform, account="user-1", **changes):
    english(client)
    asked = reference(client, platform, partner_account=account, **changes)
    return asked, client.get("/oauth/authorize", query_string=asked)


def decide(client, asked, page, decision="allow"):
    hidden = hidden_fields(page)
    form = {
        **asked,
        "csrf_token": hidden["csrf_token"],
        "shown": hidden.get("shown", ""),
        "decision": decision,
    }
    return client.post("/oauth/authorize", data=form)


def link(client, platform, account="user-1", **changes) -> str:
    """She allows it; the code."""
    asked, page = page_for(client, platform, account, **changes)
    return answer(decide(client, asked, page))["code"]


def links(session) -> list[bool]:
    rows = session.scalars(select(AccountLink).order_by(AccountLink.id)).all()
    return [row.names_an_account for row in rows]


def test_she_reads_which_account_is_linked_and_links_it(client, session, platform):
    sign_in(client, session)
    pkce = Pkce()
    asked, page = page_for(client, platform, "ani-belajar", pkce=pkce)

    code = answer(decide(client, asked, page))["code"]

    assert "ani-belajar" in page.text
    assert "If that is not your own account" in page.text
    assert exchange(client, platform, code, pkce.verifier).status_code == 200
    assert links(session) == [True]
    kinds = session.scalars(select(LinkChange.kind).order_by(LinkChange.id)).all()
    assert kinds == ["account_named", "linked"]


def test_what_the_platform_calls_her_is_in_no_receipt(client, session, platform):
    sign_in(client, session)
    link(client, platform, "ani@mail.example")

    receipt = session.scalars(select(ConsentReceipt)).one()
    assert "ani@mail.example" not in str(vars(receipt))


def test_a_second_participant_sees_a_conflict_and_links_nothing(
    client, session, platform
):
    sign_in(client, session)
    link(client, platform)
    second = sign_in(client, session)

    asked, page = page_for(client, platform)

    assert page.status_code == 409
    assert "already" in page.text or "another participant" in page.text
    assert "Nothing was linked or changed" in page.text
    assert 'value="allow"' not in page.text
    back = answer(decide(client, asked, page, "deny"))
    assert back["error"] == "access_denied"
    assert links(session) == [True]
    assert session.scalar(select(Grant).where(Grant.account_id == second.id)) is None


def test_a_conflict_cannot_be_forced(client, session, platform):
    """The button is not there, and pressing it all the same links nothing."""
    sign_in(client, session)
    link(client, platform)
    sign_in(client, session)
    asked, page = page_for(client, platform)
    fresh, allowed = page_for(client, platform, "user-9")
    shown = hidden_fields(allowed)["shown"]
    hidden = hidden_fields(page)

    response = client.post(
        "/oauth/authorize",
        data={
            **asked,
            "csrf_token": hidden["csrf_token"],
            "shown": shown,
            "decision": "allow",
        },
    )

    assert response.status_code == 303
    assert response.location.startswith("/oauth/authorize?")
    assert client.get(response.location).status_code == 409
    assert links(session) == [True]
    assert fresh["request_uri"] != asked["request_uri"]


def test_a_second_account_for_her_is_a_conflict(client, session, platform):
    sign_in(client, session)
    link(client, platform)

    _, page = page_for(client, platform, "user-2")

    assert page.status_code == 409
    assert "different account" in page.text
    assert links(session) == [True]


def test_the_same_account_again_is_not_asked(client, session, platform):
    sign_in(client, session)
    link(client, platform)

    asked = reference(client, platform, partner_account="user-1")
    response = client.get("/oauth/authorize", query_string=asked)

    assert "code" in answer(response)


def test_an_account_that_is_new_to_her_link_is_asked(client, session, platform):
    """A standing consent does not let an account be bound behind her back."""
    sign_in(client, session)
    pkce = Pkce()
    plain = reference(client, platform, pkce=pkce)
    page = client.get("/oauth/authorize", query_string=plain)
    decide(client, plain, page)

    _, asked_again = page_for(client, platform)

    assert asked_again.status_code == 200
    assert links(session) == [False]


@pytest.mark.parametrize("account", ["", "x" * 201, "a\nb", "\x7f"])
def test_an_unusable_account_is_refused_when_it_is_pushed(
    client, session, platform, account
):
    response = push(client, platform, partner_account=account)

    assert (response.status_code, response.json["error"]) == (400, "invalid_request")


def test_a_browser_cannot_name_an_account(client, session, platform):
    """In an address the person could change it, and claim another's account."""
    sign_in(client, session)

    back = answer(
        client.get(
            "/oauth/authorize",
            query_string=question(platform, Pkce(), partner_account="user-1"),
        )
    )

    assert back["error"] == "invalid_request"


def test_a_program_without_a_secret_cannot_name_an_account(client, session):
    response = push(client, make_platform(session, "none"), partner_account="user-1")

    assert (response.status_code, response.json["error"]) == (400, "invalid_request")
