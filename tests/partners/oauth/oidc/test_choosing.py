"""Which account is meant, and in which language: choices and hints."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from partners.accounts.services.register import register_account
from partners.oauth import Grant
from partners.oauth.token_keys import TokenKey
from tests.factories.partners import EARLY
from tests.partners.oauth.flow import answer, make_platform
from tests.partners.oauth.oidc.browsing import (
    PASSWORD,
    allow,
    ask,
    asked_of,
    enter,
    link,
    links_of,
    redirect_to,
)
from tests.partners.oauth.oidc.relying import ISSUER, sign_in_at


def test_oa_21_she_chooses_between_accounts(client, session, platform, ani):
    link(client, platform)

    page = ask(client, asked_of(platform, prompt="select_account"))
    stay, change = [one for one in links_of(page) if "progress" in one]

    assert page.status_code == 200
    assert "Ani" in page.text
    assert "a••••••••••@example.org" in page.text
    assert "ani.lestari" not in page.text
    assert answer(client.get(stay))["code"]
    assert change.startswith("/sign-in?")


def test_oa_21_another_account_can_be_chosen(client, session, platform, ani):
    register_account(
        session,
        email="budi@example.org",
        full_name="Budi",
        password=PASSWORD,
        at=EARLY,
    )
    link(client, platform)
    page = ask(client, asked_of(platform, prompt="select_account"))
    change = [one for one in links_of(page) if one.startswith("/sign-in?")][-1]

    back = enter(client, redirect_to(change), email="budi@example.org")
    consent = client.get(back.location)

    assert consent.status_code == 200
    assert answer(allow(client, consent))["code"]
    assert len(session.scalars(select(Grant)).all()) == 2


def hint_of(client, platform, **changes):
    return sign_in_at(client, platform, **changes)["id_token"]


def test_oa_21_a_hint_of_the_right_person_goes_through(client, session, platform, ani):
    link(client, platform)
    hint = hint_of(client, platform)

    back = answer(ask(client, asked_of(platform, prompt="none", id_token_hint=hint)))

    assert back["code"]


def test_oa_21_a_hint_of_somebody_else_needs_her(client, session, platform, ani):
    register_account(
        session, email="budi@example.org", full_name="Budi", password=PASSWORD, at=EARLY
    )
    link(client, platform)
    hint = hint_of(client, platform)
    client.delete_cookie("person")
    asked = asked_of(platform, id_token_hint=hint)
    as_budi = enter(client, ask(client, asked), email="budi@example.org")

    wrong = answer(client.get(as_budi.location))
    silent = answer(ask(client, asked | {"prompt": "none"}))
    again = ask(client, asked | {"state": "new"})
    right = enter(client, again)

    assert wrong["error"] == silent["error"] == "login_required"
    assert answer(client.get(right.location))["code"]


def test_a_hint_may_be_old(client, session, platform, ani):
    """Expired, and of a key that no longer signs."""
    link(client, platform)
    hint = hint_of(client, platform)
    session.execute(
        update(TokenKey)
        .where(TokenKey.state == "active")
        .values(
            state="retired",
            private_sealed=None,
            ended_at=datetime.now(UTC) - timedelta(days=300),
        )
    )

    back = answer(ask(client, asked_of(platform, prompt="none", id_token_hint=hint)))

    assert back["code"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda hint: "x",
        lambda hint: hint[:-4] + "AAAA",
        lambda hint: ".".join(hint.split(".")[:2]) + ".",
        lambda hint: "eyJhbGciOiJub25lIn0." + hint.split(".")[1] + ".",
        lambda hint: hint + "x" * 2000,
        lambda hint: "\0",
        lambda hint: "é.ü.ß",
    ],
)
def test_a_hint_that_is_not_of_ours_is_refused(client, session, platform, ani, spoil):
    link(client, platform)
    hint = spoil(hint_of(client, platform))

    back = answer(ask(client, asked_of(platform, id_token_hint=hint)))

    assert (back["error"], back["iss"]) == ("invalid_request", ISSUER)


def test_a_hint_of_another_client_is_refused(client, session, platform, ani):
    other = make_platform(session)
    link(client, platform)
    hint = hint_of(client, other)

    back = answer(ask(client, asked_of(platform, id_token_hint=hint)))

    assert back["error"] == "invalid_request"


def test_a_login_hint_is_filled_in(client, platform):
    page = ask(client, asked_of(platform, login_hint="ani@example.org"))

    assert 'value="ani@example.org"' in client.get(page.location).text


@pytest.mark.parametrize("hint", ["a\0b", "x" * 300, '"><script>alert(1)</script>'])
def test_a_strange_login_hint_does_no_harm(client, platform, hint):
    page = client.get(ask(client, asked_of(platform, login_hint=hint)).location)

    assert page.status_code == 200
    assert "<script>alert" not in page.text


@pytest.mark.parametrize(
    ("wished", "spoken"),
    [
        ("id", "id"),
        ("en", "en"),
        ("fr en-GB id", "en"),
        ("ID-id", "id"),
        ("fr de", "en"),
        ("x" * 5000, "en"),
    ],
)
def test_ui_locales_choose_the_language_of_the_pages(client, platform, wished, spoken):
    page = ask(client, asked_of(platform, ui_locales=wished[:900]))
    sign_in = client.get(page.location, headers={"Accept-Language": "en"})

    assert f'<html lang="{spoken}">' in sign_in.text


def test_her_own_choice_of_language_counts_more(client, platform):
    with client.session_transaction() as browser:
        browser["locale"] = "id"

    page = ask(client, asked_of(platform, ui_locales="en"))

    assert '<html lang="id">' in client.get(page.location).text
