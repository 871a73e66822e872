"""What a session knows of how its person proved who she is (requirement OA-21)."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from partners.accounts import BrowserSession
from partners.accounts.devices import Device, describe_browser, describe_network
from partners.accounts.proof import MULTI_FACTOR, SINGLE_FACTOR, Method, Proof
from partners.accounts.services.sessions import start_session
from tests.factories import make_account

ANDROID = (
    "Mozilla/5.0 (Linux; Android 14; SM-A055F) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/141.0.0.0 Mobile Safari/537.36"
)


def proof(at: datetime, *methods: Method, second: datetime | None = None) -> Proof:
    return Proof(frozenset(methods), authenticated_at=at, second_factor_at=second)


def test_oa_21_a_password_alone_is_one_factor(at):
    shown = proof(at, Method.PASSWORD)

    assert (shown.acr, shown.amr) == (SINGLE_FACTOR, ["pwd"])


@pytest.mark.parametrize(
    ("methods", "amr"),
    [
        ([Method.PASSWORD, Method.CODE], ["mfa", "otp", "pwd"]),
        ([Method.DEVICE_KEY], ["hwk", "mfa"]),
        ([Method.PASSWORD, Method.RECOVERY_CODE], ["mfa", "otp", "pwd"]),
    ],
)
def test_oa_21_a_second_factor_is_told_by_registered_names(at, methods, amr):
    shown = proof(at, *methods, second=at)

    assert (shown.acr, shown.amr) == (MULTI_FACTOR, amr)


def test_a_second_factor_is_recent_up_to_the_limit(at):
    limit = timedelta(minutes=10)
    shown = proof(at, Method.PASSWORD, Method.CODE, second=at)

    assert shown.showed_second_factor_within(limit, at=at + limit)
    late = at + limit + timedelta(seconds=1)
    assert not shown.showed_second_factor_within(limit, at=late)
    assert not proof(at, Method.PASSWORD).showed_second_factor_within(limit, at=at)


@pytest.mark.parametrize(
    ("methods", "second"), [([Method.PASSWORD], False), ([Method.SYNCED_KEY], True)]
)
def test_a_session_begins_with_what_was_shown(session, at, methods, second):
    device = Device(browser="Chrome, Android", network="203.0.113.0/24", mark="secret")

    start_session(
        session,
        account_id=make_account(session).id,
        at=at,
        methods=methods,
        device=device,
    )

    stored = session.scalars(select(BrowserSession)).one()
    assert stored.proof == proof(at, *methods, second=at if second else None)
    assert (stored.browser, stored.network) == ("Chrome, Android", "203.0.113.0/24")
    assert b"secret" not in stored.device_hash


def test_a_session_of_before_was_begun_by_its_password(session, at):
    """The columns are new: rows that the older code wrote have none of it."""
    account = make_account(session)
    session.add(
        BrowserSession(
            account_id=account.id,
            secret_hash=b"old",
            created_at=at,
            last_seen_at=at,
            expires_at=at,
        )
    )
    session.flush()

    stored = session.scalars(select(BrowserSession)).one()
    session.refresh(stored)
    assert stored.proof == proof(at, Method.PASSWORD)


@pytest.mark.parametrize(
    ("user_agent", "said"),
    [
        (ANDROID, "Chrome, Android"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)"
            " AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1",
            "Safari, iPhone",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/141.0 Edg/141.0",
            "Edge, Windows",
        ),
        ("curl/8.5", None),
        ("", None),
    ],
)
def test_of_a_browser_two_words_are_kept(user_agent, said):
    assert describe_browser(user_agent) == said


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("no address", None),
        (None, None),
    ],
)
def test_pd_03_of_an_address_only_its_network_is_kept(address, kept):
    assert describe_network(address) == kept
