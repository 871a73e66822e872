"""Many requests at once, with committed rows (requirements OA-03, OA-14)."""

from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from core.unit_of_work import unit_of_work
from partners.oauth import Grant, Token
from partners.oauth.models import AuthorizationCode
from partners.oauth.services.withdraw_consent import withdraw_consent
from tests.partners.oauth.flow import (
    Pkce,
    Platform,
    exchange,
    get_code,
    hidden_fields,
    make_platform,
    question,
    refresh,
    sign_in,
    tokens_for,
    userinfo,
)
from tests.partners.oauth.racing import WORKERS, at_once
from tests.soak import sized

pytestmark = pytest.mark.race

ROUNDS = sized(12, 200)


@pytest.fixture
def platform(committed) -> Platform:
    with unit_of_work("test") as session:
        return make_platform(session)


@pytest.fixture
def browser(app: Flask, platform):
    browser = app.test_client()
    with unit_of_work("test") as session:
        sign_in(browser, session)
    return browser


def live_tokens() -> int:
    with unit_of_work("test") as session:
        counted = select(func.count()).select_from(Token)
        return session.scalar(counted.where(Token.revoked_at.is_(None))) or 0


def test_a_code_works_once_however_many_ask(app, browser, platform):
    """OA-03: one success a round, the rest invalid_grant, no 5xx; and because a code
    that is used twice has leaked, its tokens are dead (OA-04)."""
    outcomes: Counter[tuple[int, str | None]] = Counter()
    for _ in range(ROUNDS):
        pkce = Pkce()
        code = get_code(browser, platform, pkce)

        answers = at_once(
            lambda _, code=code, pkce=pkce: exchange(
                app.test_client(), platform, code, pkce.verifier
            )
        )

        outcomes.update((one.status_code, one.json.get("error")) for one in answers)

    assert outcomes == {(200, None): ROUNDS, (400, "invalid_grant"): ROUNDS * 9}
    assert live_tokens() == 0


def test_a_refresh_token_works_once_however_many_ask(app, browser, platform):
    """OA-14: one success a round, and then the family is dead."""
    outcomes: Counter[tuple[int, str | None]] = Counter()
    for _ in range(ROUNDS):
        granted = tokens_for(browser, platform)

        answers = at_once(
            lambda _, granted=granted: refresh(
                app.test_client(), platform, granted["refresh_token"]
            )
        )

        outcomes.update((one.status_code, one.json.get("error")) for one in answers)

    assert outcomes == {(200, None): ROUNDS, (400, "invalid_grant"): ROUNDS * 9}
    assert live_tokens() == 0


def test_a_stolen_refresh_token_cannot_outrun_the_revocation(app, browser, platform):
    """OA-14: while the thief replays the first token, the owner refreshes the second;
    whichever comes first, no token of the family is alive afterwards."""
    for _ in range(ROUNDS):
        first = tokens_for(browser, platform)
        second = refresh(browser, platform, first["refresh_token"]).json
        pair = [first["refresh_token"], second["refresh_token"]]

        at_once(
            lambda number, pair=pair: refresh(
                app.test_client(), platform, pair[number % 2]
            )
        )

        assert live_tokens() == 0


def test_unlinking_wins_over_a_refresh_under_way(app, browser, platform):
    """OA-18: whatever a refresh gave at that moment is dead, and nothing fails."""
    for _ in range(ROUNDS):
        granted = tokens_for(browser, platform)
        with unit_of_work("test") as session:
            grant = session.scalars(
                select(Grant).where(Grant.revoked_at.is_(None))
            ).one()

        def act(number: int, granted=granted, grant=grant) -> Any:
            if number:
                return refresh(app.test_client(), platform, granted["refresh_token"])
            with unit_of_work("test") as session:
                withdraw_consent(
                    session,
                    grant_id=grant.id,
                    account_id=grant.account_id,
                    at=datetime.now(UTC),
                )
            return None

        answers = [one for one in at_once(act) if one is not None]

        assert {one.status_code for one in answers} <= {200, 400}
        for one in answers:
            if one.status_code == 200:
                fresh = one.json["access_token"]
                assert userinfo(app.test_client(), fresh).status_code == 401


def test_consenting_in_two_windows_makes_one_link(app, browser, platform):
    asked = question(platform, Pkce())
    page = browser.get("/oauth/authorize", query_string=asked)
    hidden = hidden_fields(page)
    token, shown = hidden["csrf_token"], hidden["shown"]
    cookies = {name: browser.get_cookie(name).value for name in ("person", "session")}

    def allow(_: int) -> Any:
        window = app.test_client()
        for name, value in cookies.items():
            window.set_cookie(name, value)
        form = {**asked, "csrf_token": token, "shown": shown, "decision": "allow"}
        return window.post("/oauth/authorize", data=form)

    answers = at_once(allow)

    assert {one.status_code for one in answers} == {303}
    assert all("code=" in one.location for one in answers)
    with unit_of_work("test") as session:
        assert session.scalar(select(func.count()).select_from(Grant)) == 1
        counted = select(func.count()).select_from(AuthorizationCode)
        assert session.scalar(counted) == WORKERS
