"""Attacks by way of a person's browser: forged forms, frames, planted sessions."""

import re

import pytest

from partners.accounts.passwords import hash_password
from partners.accounts.web import PageBlueprint
from tests.attacks.attacking import changed, picture
from tests.factories import make_account
from tests.factories.partners import PASSWORD
from tests.partners.oauth.flow import Pkce, hidden_fields, question

SOME_ID = "01900000-0000-7000-8000-000000000001"
EMAIL = "sari@example.org"


def page_routes(app, method):
    """Every address of a page for people, walked from the URL map."""
    for rule in app.url_map.iter_rules():
        blueprint = app.blueprints.get(rule.endpoint.partition(".")[0])
        if isinstance(blueprint, PageBlueprint) and method in (rule.methods or ()):
            address = re.sub(r"<uuid:[^>]+>", SOME_ID, rule.rule)
            address = re.sub(r"<int:[^>]+>", "1", address)
            address = re.sub(r"<any\(['\"]?(\w+)[^>]+>", r"\1", address)
            yield re.sub(r"<[^>]+>", "x", address)


def test_no_form_of_ours_can_be_sent_from_elsewhere(app, world):
    """CSRF: her browser sends her cookie along, and no token of ours."""
    before = picture(world.session)
    addresses = sorted(set(page_routes(app, "POST")))
    assert "/oauth/authorize" in addresses

    for address in addresses:
        answer = world.browser.post(address, data={"decision": "allow"})

        assert answer.status_code == 400, address
    assert changed(before, picture(world.session)) == set()


def test_a_forged_consent_gives_no_code(world):
    asked = question(world.shop, Pkce()) | {"decision": "allow"}
    strangers = world.stranger.get("/oauth/authorize", query_string=asked)
    before = picture(world.session)

    answers = [
        world.browser.post("/oauth/authorize", data=asked),
        world.browser.post("/oauth/authorize", data=asked | {"csrf_token": "made up"}),
        # A token of the attacker's own form is bound to her session.
        world.browser.post(
            "/oauth/authorize",
            data=asked | {"csrf_token": hidden_fields(strangers)["csrf_token"]},
        ),
    ]

    assert [answer.status_code for answer in answers] == [400, 400, 400]
    assert changed(before, picture(world.session)) == set()


def test_no_page_can_be_put_into_a_frame(app, world):
    """Clickjacking: also of pages that refuse, which still have buttons."""
    for address in sorted(set(page_routes(app, "GET"))):
        answer = world.browser.get(address)

        policy = answer.headers.get("Content-Security-Policy", "")
        assert "frame-ancestors 'none'" in policy, address


@pytest.fixture
def sari(session):
    return make_account(session, email=EMAIL, password_hash=hash_password(PASSWORD))


@pytest.mark.usefixtures("sari")
def test_a_planted_session_is_not_the_one_she_signs_in_with(app):
    """Session fixation: the attacker knows the cookies that were there before."""
    browser, planted = app.test_client(), "planted-by-an-attacker"
    browser.set_cookie("person", planted)
    form = browser.get("/sign-in")
    attackers = browser.get_cookie("session").value

    answer = browser.post(
        "/sign-in",
        data={
            "email": EMAIL,
            "password": PASSWORD,
            "csrf_token": hidden_fields(form)["csrf_token"],
        },
    )

    assert answer.status_code == 303
    assert browser.get_cookie("person").value != planted
    thief = app.test_client()
    thief.set_cookie("person", planted)
    thief.set_cookie("session", attackers)
    assert thief.get("/links").status_code == 303
