"""Closing from the command line, when the pages cannot be reached."""

import pytest
from sqlalchemy import select

from core.audit.models import AuditEntry
from partners.organisations import Kind
from partners.staff import Role
from partners.switches import Closure
from tests.factories import (
    make_account,
    make_closure,
    make_organisation,
    make_scheme,
    make_seat,
)

EMAIL = "ratna@example.org"


@pytest.fixture
def operator(session):
    return make_organisation(session, Kind.OPERATOR)


@pytest.fixture
def ratna(session, operator):
    account = make_account(session, email=EMAIL)
    make_seat(session, operator, Role.TREASURY, account_id=account.id)
    return account


@pytest.fixture
def run(app, session):
    def run(*arguments: str):
        return app.test_cli_runner().invoke(args=["switches", *arguments])

    return run


def close(run, switch: str, *more: str, by: str = EMAIL):
    reasons = ("--reason-en", "Being checked.", "--reason-id", "Diperiksa.")
    return run("close", switch, *reasons, "--by", by, *more)


def test_it_is_closed_in_the_name_of_whoever_decided(session, run, ratna):
    assert close(run, "payouts").exit_code == 0

    closure = session.scalars(select(Closure)).one()
    assert (closure.switch, closure.closed_by) == ("payouts", ratna.id)
    entry = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "switch.closed")
    ).one()
    assert entry.actor == "command:switches.close"
    assert "payouts, since" in run("list").output


def test_one_scheme_alone(session, run, ratna):
    make_scheme(session, code="normal")

    assert close(run, "programme", "--scheme", "unknown").exit_code == 1
    assert close(run, "programme", "--scheme", "normal").exit_code == 0

    assert session.scalars(select(Closure.scheme_code)).all() == ["normal"]
    assert "programme of normal" in run("list").output


def test_nobody_else_s_name_is_taken(session, run, operator, ratna):
    support = make_account(session, email="budi@example.org")
    make_seat(session, operator, Role.SUPPORT, account_id=support.id)
    make_account(session, email="sari@example.org")

    for email in ("budi@example.org", "sari@example.org", "nobody@example.org", "x"):
        assert close(run, "payouts", by=email).exit_code == 1

    assert session.scalars(select(Closure)).all() == []
    assert run("list").output == "Nothing is closed.\n"


def test_what_is_closed_is_not_closed_again(session, run, ratna):
    make_closure(session, "payouts")

    refused = close(run, "payouts")

    assert refused.exit_code == 1
    assert "This is closed already." in refused.output
