"""Where people reach us over TLS, cookies are bound to our host (SC-11)."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from core.unit_of_work import unit_of_work
from marketplace.app import create_app
from partners.accounts.services.register import register_account
from tests.conftest import make_settings
from tests.factories.partners import EARLY
from tests.partners.accounts.test_sign_in_pages import EMAIL, PASSWORD, csrf_token

PUBLIC = "https://programme.example"


@pytest.fixture
def browser(make_database) -> Iterator[FlaskClient]:
    app = create_app(make_settings(make_database("tls"), PUBLIC_URL=PUBLIC))
    with unit_of_work("test") as session:
        register_account(
            session, email=EMAIL, full_name="Ani Lestari", password=PASSWORD, at=EARLY
        )
    yield app.test_client()
    app.extensions["platform"].engine.dispose()


def test_sc_11_all_cookies_are_secure_and_of_this_host_alone(browser):
    page = browser.get("/sign-in", base_url=PUBLIC)
    form = {"csrf_token": csrf_token(page), "email": EMAIL, "password": PASSWORD}

    response = browser.post("/sign-in", base_url=PUBLIC, data=form)

    assert response.status_code == 303
    cookies = page.headers.getlist("Set-Cookie") + response.headers.getlist(
        "Set-Cookie"
    )
    assert {cookie.partition("=")[0] for cookie in cookies} == {
        "__Host-session",
        "__Host-person",
        "__Host-device",
    }
    for cookie in cookies:
        parts = cookie.split("; ")[1:]
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(parts)
        assert not any(part.startswith("Domain") for part in parts)
    assert "max-age=31536000" in response.headers["Strict-Transport-Security"]
    assert browser.get("/links", base_url=PUBLIC).status_code == 200
