"""OA-24: who guesses passwords or client secrets is soon not listened to."""

import base64
from datetime import UTC, datetime
from statistics import median
from time import perf_counter

import pytest
from sqlalchemy import func, select

from core.events.models import StoredEvent
from partners.accounts.passwords import hash_password
from partners.accounts.services.sessions import start_session
from partners.denials import SecurityAlert
from partners.limits.rules import CLIENT_FROM_ADDRESS, SIGN_IN_BY_ADDRESS
from tests.factories import make_account
from tests.factories.partners import PASSWORD
from tests.partners.oauth.flow import hidden_fields, make_platform
from tests.soak import sized

EMAIL = "wati@example.org"
TRIES = sized(300, 1_000)


@pytest.fixture
def wati(session):
    return make_account(session, email=EMAIL, password_hash=hash_password(PASSWORD))


def guess(browser, email, password="not the password", address="198.51.100.7"):
    form = browser.get("/sign-in")
    return browser.post(
        "/sign-in",
        data={
            "email": email,
            "password": password,
            "csrf_token": hidden_fields(form)["csrf_token"],
        },
        environ_overrides={"REMOTE_ADDR": address},
    )


def test_oa_24_of_many_guesses_nearly_all_are_not_looked_at(client, session, wati):
    answers = [guess(client, EMAIL).status_code for _ in range(TRIES)]

    assert set(answers) == {403, 429}
    assert answers.count(429) >= 0.95 * TRIES


def test_oa_24_who_is_signed_in_stays_so(app, client, session, wati):
    hers = app.test_client()
    at = datetime.now(UTC)
    hers.set_cookie("person", start_session(session, account_id=wati.id, at=at))
    session.flush()

    for _ in range(40):
        guess(client, EMAIL)

    assert hers.get("/links").status_code == 200


def test_oa_24_other_peoples_passwords_are_tried_from_one_address_not_for_long(
    client, session
):
    """Credential stuffing: each e-mail once, so that no account's limit is reached."""
    number = SIGN_IN_BY_ADDRESS.allowed
    answers = [guess(client, f"person{n}@example.org") for n in range(number + 5)]

    statuses = [answer.status_code for answer in answers]
    assert statuses == [403] * number + [429] * 5
    assert answers[-1].headers["Retry-After"] == "900"
    alert = session.scalars(select(SecurityAlert)).one()
    assert (alert.rule, alert.network) == ("sign_in_by_address", "198.51.100.0/24")
    assert alert.acknowledged_at is None
    told = select(StoredEvent).where(StoredEvent.topic == "security.alert_raised")
    assert session.scalars(told).one().object_id == alert.id


def test_oa_24_another_address_is_not_concerned(client, session, wati):
    for n in range(SIGN_IN_BY_ADDRESS.allowed):
        guess(client, f"person{n}@example.org")

    assert guess(client, EMAIL, PASSWORD).status_code == 429
    assert guess(client, EMAIL, PASSWORD, address="198.51.100.8").status_code == 303


def test_oa_24_words_and_time_do_not_tell_whether_there_is_an_account(
    client, session, wati
):
    """Measured in turns, so that what else the machine does falls on both."""
    known, unknown = [], []
    for number in range(9):
        for email, times in ((EMAIL, known), (f"nobody{number}@example.org", unknown)):
            started = perf_counter()
            answer = guess(client, email)
            times.append(perf_counter() - started)
            assert answer.status_code == 403
    texts = {
        guess(client, email, address="198.51.100.9").text.replace(email, "")
        for email in ("other@example.org", "another@example.org")
    }

    assert abs(median(known) - median(unknown)) < max(0.02, 0.5 * median(known))
    assert len({_without_token(text) for text in texts}) == 1


def _without_token(text: str) -> str:
    token = hidden_fields(type("Page", (), {"text": text}))["csrf_token"]
    return text.replace(token, "")


def ask_for_token(client, client_id, secret, address="198.51.100.7"):
    pair = base64.b64encode(f"{client_id}:{secret}".encode()).decode()
    return client.post(
        "/oauth/token",
        data={"grant_type": "client_credentials"},
        headers={"Authorization": f"Basic {pair}"},
        environ_overrides={"REMOTE_ADDR": address},
    )


def test_oa_24_client_secrets_are_not_guessed_for_long(client, session):
    platform = make_platform(session)
    client_id, allowed = platform.client.client_id, CLIENT_FROM_ADDRESS.allowed

    answers = [ask_for_token(client, client_id, "guess") for _ in range(allowed + 3)]

    statuses = [answer.status_code for answer in answers]
    assert statuses == [401] * allowed + [429] * 3
    assert answers[-1].json["error"] == "temporarily_unavailable"
    assert answers[-1].headers["Retry-After"] == "600"


def test_oa_24_a_stranger_cannot_lock_a_client_out(client, session):
    platform = make_platform(session)
    client_id = platform.client.client_id
    for _ in range(CLIENT_FROM_ADDRESS.allowed + 1):
        ask_for_token(client, client_id, "guess")

    own = ask_for_token(client, client_id, platform.secret, address="203.0.113.50")

    assert own.status_code == 200


def test_a_client_that_succeeds_is_never_counted(client, session):
    platform = make_platform(session)
    for _ in range(CLIENT_FROM_ADDRESS.allowed + 5):
        answer = ask_for_token(client, platform.client.client_id, platform.secret)
        assert answer.status_code == 200
    assert session.scalar(select(func.count()).select_from(SecurityAlert)) == 0
