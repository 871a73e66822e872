"""What people cannot do themselves, from the command line; each leaves its reason."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from core.audit.models import AuditEntry
from partners.accounts.services.sessions import find_visit, start_session
from partners.factors.queries import factors_of
from partners.factors.services.recovery_codes import make_recovery_codes
from tests.factories import kinds_of_letters, make_account, make_authenticator

EMAIL = "ratna@example.org"


@pytest.fixture
def account(session):
    return make_account(session, email=EMAIL)


@pytest.fixture
def run(app, session):
    def run(command: str, email: str = EMAIL):
        arguments = ["accounts", command, email, "--reason", "Ticket 4711"]
        return app.test_cli_runner().invoke(args=arguments)

    return run


@pytest.fixture
def secret(session, account) -> str:
    made = start_session(session, account_id=account.id, at=datetime.now(UTC))
    session.flush()
    return made


def is_signed_in(session, secret: str) -> bool:
    session.expire_all()
    return find_visit(session, secret=secret, at=datetime.now(UTC)) is not None


def reasons(session) -> list[tuple[str, str | None]]:
    query = select(AuditEntry.action, AuditEntry.reason)
    return [tuple(row) for row in session.execute(query.order_by(AuditEntry.id))]


def test_an_account_is_disabled_and_enabled(session, account, run, secret):
    assert run("disable").exit_code == 0
    assert not is_signed_in(session, secret)
    assert account.disabled_at is not None
    assert run("disable").exit_code == 0

    assert run("enable").exit_code == 0

    session.refresh(account)
    assert account.disabled_at is None
    # What was ended stays ended.
    assert not is_signed_in(session, secret)
    assert reasons(session) == [
        ("account.disabled", "Ticket 4711"),
        ("account.enabled", "Ticket 4711"),
    ]


def test_all_browsers_are_signed_out(session, run, secret):
    done = run("sign-out")

    assert "1 browsers" in done.output
    assert not is_signed_in(session, secret)
    assert reasons(session) == [("account.signed_out_everywhere", "Ticket 4711")]


def test_who_has_lost_every_factor_begins_again(session, account, run, secret):
    make_authenticator(session, account)
    make_recovery_codes(session, account_id=account.id, at=datetime.now(UTC))

    assert run("reset-factors").exit_code == 0

    session.refresh(account)
    assert account.protected_at is None
    factors = factors_of(session, account.id)
    assert (factors.any, factors.codes_left) == (False, 0)
    assert not is_signed_in(session, secret)
    assert kinds_of_letters(session) == ["factors-reset"]
    assert reasons(session) == [("account.factors_reset", "Ticket 4711")]


@pytest.mark.parametrize("email", ["who@example.org", "nonsense"])
def test_nobody_s_account_is_told(session, account, run, email):
    refused = run("disable", email)

    assert refused.exit_code == 1
    assert "Traceback" not in refused.output
