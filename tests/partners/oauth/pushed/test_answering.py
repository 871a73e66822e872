"""A person answers a pushed request, once (OA-10, RFC 9126).

A name in square brackets is that of the OpenID Foundation's test module which asks the
same, without its prefix `fapi2-security-profile-final-`.
"""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import func, select, update

from core.unit_of_work import unit_of_work
from partners.accounts.services.sessions import start_session
from partners.oauth import AuthorizationCode
from partners.oauth.pushed import PushedRequest
from partners.oauth.pushed.services.push import forget_pushed
from tests.partners.oauth.flow import (
    Pkce,
    answer,
    decide,
    exchange,
    hidden_fields,
    make_platform,
    question,
    sign_in,
)
from tests.partners.oauth.pushed.pushing import REQUEST_URI, push, reference
from tests.partners.oauth.racing import WORKERS, at_once
from tests.partners.oauth.signing import ISSUER
from tests.soak import sized

HOUR = timedelta(hours=1)


def codes(session) -> int:
    return session.scalar(select(func.count()).select_from(AuthorizationCode)) or 0


def age(session, by: timedelta) -> None:
    """Let that much time go by for all that was pushed."""
    session.execute(
        update(PushedRequest).values(expires_at=PushedRequest.expires_at - by)
    )


def is_gone(response) -> bool:
    """Whether the person is told that the request is over, and led nowhere."""
    return (
        response.status_code == 422
        and response.location is None
        and "text/html" in response.content_type
    )


def test_oa_10_a_person_answers_what_was_pushed(client, session):
    """[happy-flow]: the browser carries the reference and the client's id alone."""
    platform, pkce = make_platform(session, "private_key_jwt"), Pkce()
    sign_in(client, session)
    asked = reference(client, platform, pkce=pkce)

    page = client.get("/oauth/authorize", query_string=asked)
    back = answer(decide(client, asked))
    granted = exchange(client, platform, back["code"], pkce.verifier)

    fields = hidden_fields(page)
    assert {name: fields[name] for name in asked} == asked
    assert fields.keys().isdisjoint({"redirect_uri", "scope", "state"})
    assert (back["state"], back["iss"]) == ("xyz", ISSUER)
    assert granted.json["scope"] == "orders:write profile:read"


def test_oa_10_what_the_browser_says_beside_the_reference_counts_for_nothing(
    client, session
):
    platform, pkce = make_platform(session), Pkce()
    sign_in(client, session)
    asked = reference(client, platform, pkce=pkce, scope="profile:read", state="mine")
    forged = question(platform, Pkce(), scope="orders:write", state="theirs") | asked

    back = answer(decide(client, forged | {"redirect_uri": "https://evil.example/"}))
    granted = exchange(client, platform, back["code"], pkce.verifier)

    assert back["state"] == "mine"
    assert granted.json["scope"] == "profile:read"


def test_a_person_who_says_no_has_answered_too(client, session):
    """[user-rejects-authentication]"""
    platform = make_platform(session)
    sign_in(client, session)
    asked = reference(client, platform)

    back = answer(decide(client, asked, "deny"))

    assert (back["error"], back["iss"]) == ("access_denied", ISSUER)
    assert is_gone(client.get("/oauth/authorize", query_string=asked))


def test_oa_10_a_page_may_be_loaded_anew_until_it_is_answered(client, session):
    """[par-ensure-reused-request-uri-prior-to-auth-completion-succeeds]"""
    platform = make_platform(session)
    sign_in(client, session)
    asked = reference(client, platform)

    looks = [client.get("/oauth/authorize", query_string=asked) for _ in range(3)]

    assert [look.status_code for look in looks] == [200, 200, 200]
    assert "code" in answer(decide(client, asked))


def test_oa_10_an_answered_request_is_over(client, session):
    """[par-attempt-reuse-request_uri], also by the form that was open elsewhere."""
    platform = make_platform(session)
    sign_in(client, session)
    asked = reference(client, platform)
    page = client.get("/oauth/authorize", query_string=asked)
    form = asked | {"csrf_token": hidden_fields(page)["csrf_token"]}
    answer(decide(client, asked))

    again = client.get("/oauth/authorize", query_string=asked)
    elsewhere = client.post("/oauth/authorize", data=form | {"decision": "allow"})

    assert is_gone(again)
    assert is_gone(elsewhere)
    assert codes(session) == 1


def test_a_consent_that_stands_answers_it_too(client, session):
    platform = make_platform(session)
    sign_in(client, session)
    answer(decide(client, reference(client, platform)))
    asked = reference(client, platform)

    first = client.get("/oauth/authorize", query_string=asked)
    second = client.get("/oauth/authorize", query_string=asked)

    assert "code" in answer(first)
    assert is_gone(second)
    assert codes(session) == 2


def test_oa_10_after_ninety_seconds_it_is_too_old_to_open(client, session):
    """[par-attempt-to-use-expired-request_uri]"""
    platform = make_platform(session)
    sign_in(client, session)
    asked = reference(client, platform)

    age(session, timedelta(seconds=91))

    assert is_gone(client.get("/oauth/authorize", query_string=asked))


def test_a_person_may_take_her_time_once_it_is_open(client, session):
    """She has to sign in, or to register first: half an hour."""
    platform = make_platform(session)
    asked = reference(client, platform)
    away = client.get("/oauth/authorize", query_string=asked)
    sign_in(client, session)

    age(session, timedelta(minutes=29))

    path = parse_qs(urlsplit(away.location).query)["next"][0]
    assert urlsplit(away.location).path == "/sign-in"
    assert parse_qs(urlsplit(path).query) == {k: [v] for k, v in asked.items()}
    assert client.get(path).status_code == 200
    age(session, timedelta(minutes=2))
    assert is_gone(client.get(path))


def test_oa_10_a_request_belongs_to_its_client(client, session):
    """[par-attempt-to-use-request_uri-for-different-client]"""
    platform, other = make_platform(session), make_platform(session)
    sign_in(client, session)
    asked = reference(client, platform)

    for stranger in (other.client.client_id, "nobody", "a\0b", ""):
        thief = asked | {"client_id": stranger}
        assert is_gone(client.get("/oauth/authorize", query_string=thief))
    nameless = {"request_uri": asked["request_uri"]}
    assert is_gone(client.get("/oauth/authorize", query_string=nameless))
    assert client.get("/oauth/authorize", query_string=asked).status_code == 200


@pytest.mark.parametrize("key", ["", "x", "a\0b", "é", "x" * 3000])
def test_an_invented_reference_leads_nowhere(client, session, key):
    platform = make_platform(session)
    sign_in(client, session)
    asked = question(platform, Pkce(), request_uri=REQUEST_URI + key)

    assert is_gone(client.get("/oauth/authorize", query_string=asked))


@pytest.mark.parametrize("name", ["client_id", "request_uri"])
def test_a_reference_named_twice_leads_nowhere(client, session, name):
    platform = make_platform(session)
    sign_in(client, session)
    asked = reference(client, platform)

    twice = asked | {name: [asked[name], asked[name]]}

    assert is_gone(client.get("/oauth/authorize", query_string=twice))


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"request_uri": "https://platform.example/r"}, "request_uri_not_supported"),
        ({"request": "x.y.z"}, "request_not_supported"),
    ],
)
def test_requests_as_objects_are_refused_as_such(client, session, changes, error):
    platform = make_platform(session)
    sign_in(client, session)

    back = answer(
        client.get(
            "/oauth/authorize", query_string=question(platform, Pkce(), **changes)
        )
    )

    assert (back["error"], back["iss"]) == (error, ISSUER)


def test_oa_10_who_must_push_is_heard_in_no_other_way(client, session):
    """[ensure-unsigned-authorization-request-without-using-par-fails]"""
    platform = make_platform(session, requires_pushed_requests=True)
    sign_in(client, session)

    plain = answer(
        client.get("/oauth/authorize", query_string=question(platform, Pkce()))
    )
    pushed = answer(decide(client, reference(client, platform)))

    assert (plain["error"], plain["iss"]) == ("invalid_request", ISSUER)
    assert "RFC 9126" in plain["error_description"]
    assert "code" in pushed


@pytest.mark.parametrize("state", [None, "x" * 3000])
def test_a_state_may_be_missing_or_long(client, session, state):
    """[ensure-authorization-request-without-state-success] and [-with-long-state]"""
    platform = make_platform(session)
    sign_in(client, session)

    back = answer(decide(client, reference(client, platform, state=state)))

    assert back.get("state") == state
    assert "code" in back


def test_what_an_openid_request_wishes_may_be_pushed(client, session):
    """She has to sign in again, and comes back by the reference alone."""
    platform = make_platform(session, scopes=["openid", "profile:read"])
    account = sign_in(client, session)
    asked = reference(
        client, platform, scope="openid profile:read", prompt="login", nonce="n-1"
    )

    away = client.get("/oauth/authorize", query_string=asked)
    next_ = parse_qs(urlsplit(away.location).query)["next"][0]
    client.set_cookie("person", _new_session(session, account))
    page = client.get(next_)

    assert urlsplit(away.location).path == "/sign-in"
    carried = parse_qs(urlsplit(next_).query)
    assert {name: carried[name][0] for name in asked} == asked
    assert carried.keys().isdisjoint({"scope", "prompt", "nonce"})
    assert page.status_code == 200
    assert hidden_fields(page)["request_uri"] == asked["request_uri"]


def test_what_is_asked_once_is_checked_when_it_is_pushed(client, session):
    """RFC 9396 by RFC 9126: what is asked for is checked when it is pushed."""
    platform = make_platform(session)
    pushed = push(
        client, platform, scope=None, authorization_details='[{"type": "unknown"}]'
    )

    assert pushed.status_code == 400
    assert pushed.json["error"] == "invalid_authorization_details"


def _new_session(session, account) -> str:
    secret = start_session(session, account_id=account.id, at=datetime.now(UTC))
    session.flush()
    return secret


def test_what_is_over_is_forgotten(client, session):
    platform = make_platform(session)
    reference(client, platform)
    made_at = session.scalar(select(PushedRequest.created_at))

    assert forget_pushed(session, at=made_at + timedelta(seconds=89)) == 0
    assert forget_pushed(session, at=made_at + timedelta(seconds=91)) == 1


@pytest.mark.race
def test_oa_10_of_many_answers_at_once_one_counts(app, committed):
    """In windows of the same person, who has consented before."""
    with unit_of_work("test") as session:
        platform, browser = make_platform(session), app.test_client()
        sign_in(browser, session)
    answer(decide(browser, question(platform, Pkce())))
    cookie = browser.get_cookie("person").value

    def look(asked: dict[str, str]) -> int:
        window = app.test_client()
        window.set_cookie("person", cookie)
        return window.get("/oauth/authorize", query_string=asked).status_code

    rounds = sized(5, 100)
    for _ in range(rounds):
        asked = reference(browser, platform)
        statuses = sorted(at_once(lambda _, asked=asked: look(asked)))
        assert statuses == [303] + [422] * (WORKERS - 1)
    with unit_of_work("test") as session:
        assert codes(session) == 1 + rounds
