"""Signing in and out in a browser (requirements OA-24, SC-11)."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from core.privacy import vault_of
from core.unit_of_work import unit_of_work
from partners.accounts import BrowserSession
from partners.accounts.models import SignInFailure
from partners.accounts.passwords import hash_password
from tests.factories import make_account

EMAIL = "ani.lestari@example.org"
PASSWORD = "kuda hijau berlari pagi"


@pytest.fixture
def account(session):
    return make_account(session, email=EMAIL, password_hash=hash_password(PASSWORD))


def csrf_token(page: Any) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    assert found is not None
    return found.group(1)


def sign_in(client, **changes: str):
    form = {"email": EMAIL, "password": PASSWORD, "next": "/links"} | changes
    token = csrf_token(client.get("/sign-in"))
    return client.post("/sign-in", data={"csrf_token": token, **form})


def visits(session) -> int:
    return session.scalar(select(func.count()).select_from(BrowserSession)) or 0


def test_a_person_signs_in_and_goes_on(client, session, account):
    response = sign_in(client)

    assert response.status_code == 303
    assert response.location == "/links"
    cookie = next(c for c in response.headers.getlist("Set-Cookie") if "person=" in c)
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert visits(session) == 1


def test_the_secret_of_a_session_is_not_in_the_database(client, session, account):
    """OA-19 holds for browsers too."""
    sign_in(client)

    secret = client.get_cookie("person").value
    stored = session.scalars(select(BrowserSession.secret_hash)).one()
    assert secret.encode() not in stored
    assert len(stored) == 32


@pytest.mark.parametrize(
    "changes", [{"password": "kuda hijau berlari siang"}, {"email": "who@example.org"}]
)
def test_unknown_and_wrong_are_answered_alike(client, session, account, changes):
    right_page = sign_in(client, **changes)

    assert right_page.status_code == 403
    assert "Surel atau kata sandi tidak tepat" in right_page.text
    assert client.get_cookie("person") is None
    assert visits(session) == 0


def test_a_disabled_account_cannot_sign_in(client, session, at):
    make_account(
        session,
        email=EMAIL,
        password_hash=hash_password(PASSWORD),
        disabled_at=at,
    )

    assert sign_in(client).status_code == 403
    assert visits(session) == 0


@pytest.mark.parametrize("email", [EMAIL, "who@example.org", "nonsense\0"])
def test_ten_failures_are_enough(client, session, account, email):
    """OA-24: known, unknown and impossible e-mails are slowed down alike."""
    index = vault_of(session).index(
        email.encode("ascii", "backslashreplace").decode(), field="email"
    )
    for _ in range(10):
        with unit_of_work("test") as database:
            database.add(SignInFailure(email_index=index, failed_at=datetime.now(UTC)))

    response = sign_in(client, email=email)

    assert response.status_code == 429
    assert response.headers["Retry-After"] == "900"
    assert visits(session) == 0


def test_a_failure_is_counted_although_the_sign_in_is_rolled_back(
    client, session, account
):
    sign_in(client, password="not the password at all")

    assert session.scalar(select(func.count()).select_from(SignInFailure)) == 1


def test_success_forgets_the_failures(client, session, account):
    sign_in(client, password="not the password at all")

    sign_in(client)

    assert session.scalar(select(func.count()).select_from(SignInFailure)) == 0


def test_a_session_planted_before_is_not_the_one_after(client, session, account):
    """Session fixation: signing in never adopts what the browser brought."""
    client.set_cookie("person", "planted")

    sign_in(client)

    assert client.get_cookie("person").value != "planted"


def test_signing_out_ends_the_session_itself(client, session, account):
    sign_in(client)
    kept = client.get_cookie("person").value
    token = csrf_token(client.get("/sign-in"))

    client.post("/sign-out", data={"csrf_token": token})

    client.set_cookie("person", kept)
    assert client.get("/links").location.startswith("/sign-in?next=")


def test_a_form_from_elsewhere_is_refused(client, session, account):
    response = client.post("/sign-in", data={"email": EMAIL, "password": PASSWORD})

    assert response.status_code == 400
    assert "text/html" in response.content_type
    assert visits(session) == 0


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "",
    ],
)
def test_signing_in_leads_nowhere_else(client, account, address):
    assert sign_in(client, next=address).location == "/me"


def test_pages_speak_the_language_that_was_chosen(client):
    token = csrf_token(client.get("/sign-in"))
    client.post("/language", data={"csrf_token": token, "locale": "en", "next": "/x"})

    page = client.get("/sign-in")

    assert '<html lang="en">' in page.text
    assert "Password" in page.text


def test_pages_speak_indonesian_first(client):
    page = client.get("/sign-in")

    assert '<html lang="id">' in page.text
    assert "Kata sandi" in page.text


def test_pages_have_a_strict_policy_and_a_skip_link(client):
    page = client.get("/sign-in")

    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe-inline" not in policy
    assert 'class="skip-link"' in page.text
    assert " style=" not in page.text
    assert "onclick" not in page.text


def test_static_files_are_shipped(client):
    with client.get("/static/pico.min.css") as response:
        assert response.status_code == 200
    assert client.get("/static/%2e%2e/frame.py").status_code == 404
