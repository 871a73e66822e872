"""Many at once, with committed rows: one account there is one participant here."""

from collections import Counter
from typing import Any

import pytest
from sqlalchemy import func, select

from core.unit_of_work import unit_of_work
from partners.links import AccountLink, LinkChange
from partners.oauth import Grant
from tests.factories import authorization, make_token
from tests.partners.oauth.flow import (
    Pkce,
    decide,
    hidden_fields,
    make_platform,
    question,
    sign_in,
    tokens_for,
)
from tests.partners.oauth.pushed.pushing import reference
from tests.partners.oauth.racing import WORKERS, at_once

pytestmark = pytest.mark.race

LINKS = "/v1/linked-accounts"


@pytest.fixture
def platform(committed):
    with unit_of_work("test") as session:
        return make_platform(session, scopes=["links:manage", "profile:read"])


@pytest.fixture
def own(platform) -> dict[str, str]:
    with unit_of_work("test") as session:
        bearer = make_token(session, platform.client, scopes=["links:manage"])
    return authorization(bearer)


def link_somebody(app, platform) -> str:
    browser = app.test_client()
    with unit_of_work("test") as session:
        account = sign_in(browser, session)
    tokens_for(browser, platform, scope="profile:read")
    with unit_of_work("test") as session:
        return session.scalars(
            select(Grant.subject).where(Grant.account_id == account.id)
        ).one()


def name(app, own, subject: str, account: str) -> Any:
    return app.test_client().put(
        f"{LINKS}/{subject}/partner-account",
        json={"partner_account": account},
        headers=own,
    )


def outcomes(answers) -> Counter[str]:
    return Counter(
        "200" if one.status_code == 200 else one.json["type"].rpartition("/")[2]
        for one in answers
    )


def test_one_account_claimed_for_many_participants_at_once_is_one_s(app, platform, own):
    subjects = [link_somebody(app, platform) for _ in range(WORKERS)]

    answers = at_once(lambda n: name(app, own, subjects[n], "user-1"))

    assert outcomes(answers) == {"200": 1, "partner-account-taken": WORKERS - 1}
    with unit_of_work("test") as session:
        named = select(func.count(AccountLink.partner_account_index))
        assert session.scalar(named) == 1


def test_one_account_linked_by_many_participants_at_once_is_one_s(app, platform):
    """Each was shown a page without a conflict; one wins, the others are told."""
    windows = []
    for _ in range(WORKERS):
        window = app.test_client()
        with unit_of_work("test") as session:
            sign_in(window, session)
        asked = reference(
            window, platform, scope="profile:read", partner_account="user-1"
        )
        page = window.get("/oauth/authorize", query_string=asked)
        assert page.status_code == 200
        form = {
            **asked,
            **{name: hidden_fields(page)[name] for name in ("csrf_token", "shown")},
            "decision": "allow",
        }
        windows.append((window, form))

    answers = at_once(
        lambda n: windows[n][0].post("/oauth/authorize", data=windows[n][1])
    )

    assert {one.status_code for one in answers} == {303}
    assert sum("code=" in one.location for one in answers) == 1
    with unit_of_work("test") as session:
        assert session.scalar(select(func.count()).select_from(AccountLink)) == 1
        assert session.scalar(select(func.count()).select_from(Grant)) == 1


def test_many_accounts_claimed_for_one_participant_at_once_are_one(app, platform, own):
    subject = link_somebody(app, platform)

    answers = at_once(lambda n: name(app, own, subject, f"user-{n}"))

    assert outcomes(answers) == {"200": 1, "linked-with-other-account": WORKERS - 1}


def test_unlinking_from_both_sides_at_once_ends_it_once(app, platform, own):
    subject = link_somebody(app, platform)

    answers = at_once(
        lambda _: app.test_client().delete(f"{LINKS}/{subject}", headers=own)
    )

    assert {one.status_code for one in answers} <= {204, 404}
    with unit_of_work("test") as session:
        ended = session.scalars(
            select(LinkChange.kind).where(LinkChange.kind == "unlinked")
        ).all()
        assert ended == ["unlinked"]


def test_linking_while_unlinking_leaves_a_whole_link_or_none(app, platform, own):
    """Whatever comes last counts: live grants and a live link go together."""
    browser = app.test_client()
    with unit_of_work("test") as session:
        account = sign_in(browser, session)
    tokens_for(browser, platform, scope="profile:read")
    cookies = {each: browser.get_cookie(each).value for each in ("person", "session")}
    with unit_of_work("test") as session:
        subject = session.scalars(select(Grant.subject)).one()

    def act(number: int) -> Any:
        if number % 2:
            return app.test_client().delete(f"{LINKS}/{subject}", headers=own)
        window = app.test_client()
        for each, value in cookies.items():
            window.set_cookie(each, value)
        asked = question(platform, Pkce(), scope="profile:read")
        return decide(window, asked)

    for _ in range(4):
        answers = at_once(act)

        assert {one.status_code for one in answers} <= {204, 303, 404}
        with unit_of_work("test") as session:
            live = [
                session.scalar(select(func.count()).where(*conditions))
                for conditions in (
                    (Grant.account_id == account.id, Grant.revoked_at.is_(None)),
                    (
                        AccountLink.account_id == account.id,
                        AccountLink.ended_at.is_(None),
                    ),
                )
            ]
        assert live in ([0, 0], [1, 1])
