"""The commands with which an operator rotates the keys of sealed data."""

import pytest

from core import unit_of_work
from core.privacy import Vault
from tests.core.privacy.keys import (
    BEFORE,
    INDEX,
    contents,
    fill,
    jobs_of,
    rotated_sessions,
    values_under,
)
from tests.factories import make_account


@pytest.fixture
def people(session, at):
    """Rows in every table with sealed columns, all under the old key."""
    session.info["vault"] = BEFORE
    fill(session, at)


def test_the_commands_tell_move_and_tell_again(app, session, people, monkeypatch):
    """PD-01: and nothing that they print is personal."""
    monkeypatch.setattr(unit_of_work, "_new_session", rotated_sessions(session))
    cli = app.test_cli_runner()
    values = values_under(session, "old")
    secret_texts = set(contents(session, BEFORE).values())

    before = cli.invoke(args=["privacy", "status"])
    moved = cli.invoke(args=["privacy", "reseal"])
    after = cli.invoke(args=["privacy", "status"])

    assert (before.exit_code, moved.exit_code, after.exit_code) == (0, 0, 0)
    assert "participants.nik_sealed  old  1\n" in before.output
    assert f"{values} values sealed anew under new, 0 left.\n" in moved.output
    assert "participants.nik_sealed  new (active)  1\n" in after.output
    assert "  old" not in after.output
    printed = before.output + moved.output + after.output
    assert not [value for value in secret_texts if len(value) > 3 and value in printed]


def test_the_commands_fail_while_a_value_is_under_an_unknown_key(
    app, session, monkeypatch
):
    session.info["vault"] = Vault({"lost": b"x" * 32}, INDEX)
    account = make_account(session)
    session.flush()
    monkeypatch.setattr(unit_of_work, "_new_session", rotated_sessions(session))
    cli = app.test_cli_runner()

    status = cli.invoke(args=["privacy", "status"])
    moved = cli.invoke(args=["privacy", "reseal"])

    assert (status.exit_code, moved.exit_code) == (1, 1)
    assert "accounts.email_sealed  lost (not configured)  1\n" in status.output
    assert "2 values are under a key that is not configured.\n" in status.output
    assert f"unreadable: accounts.email_sealed of {account.id}\n" in moved.output
    assert "0 values sealed anew under new, 2 left.\n" in moved.output
    assert values_under(session, "lost") == 2


def test_the_command_can_leave_the_work_to_the_workers(app, session, people):
    session.flush()

    cli = app.test_cli_runner()
    first = cli.invoke(args=["privacy", "reseal", "--background"])
    second = cli.invoke(args=["privacy", "reseal", "--background"])

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert len(jobs_of(session)) == 1
    assert values_under(session, "dev") == 0
