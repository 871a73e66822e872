"""Rotating the keys of sealed data: every value moves to the new key (PD-01)."""

import pytest
from sqlalchemy import LargeBinary, select, text, update

from core.database import Base
from core.privacy import Vault
from core.privacy.columns import sealed_tables
from core.privacy.services.reseal import Broken, first_place, reseal
from core.privacy.vault import Unreadable
from partners.accounts import Account
from tests.core.privacy.keys import (
    AFTER,
    BEFORE,
    INDEX,
    NEW,
    OLD,
    ROTATED,
    contents,
    fill,
    values_under,
)
from tests.factories import make_account


@pytest.fixture
def people(session, at):
    """Rows in every table with sealed columns, all under the old key."""
    session.info["vault"] = BEFORE
    fill(session, at)


def run_pass(session, *, limit=2):
    """One pass; what it sealed anew, and what did not open."""
    resealed, broken, place = 0, [], first_place()
    while place is not None:
        chunk = reseal(session, place, limit=limit)
        resealed, broken = resealed + chunk.resealed, broken + chunk.broken
        place = chunk.next
    return resealed, broken


def test_every_column_for_sealed_values_is_marked_with_its_field(app):
    """PD-01: a column that is not marked would lose its values with the old key."""
    named = {
        (table.name, column.name)
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, LargeBinary) and column.name.endswith("_sealed")
    }

    marked = {
        (name, c) for name, table in sealed_tables().items() for c in table.fields
    }

    assert marked == named
    assert len(marked) == 37


def test_no_sealed_value_stands_in_a_table_that_cannot_be_changed(session):
    append_only = session.scalars(
        text(
            "SELECT tgrelid::regclass::text FROM pg_trigger"
            " JOIN pg_proc ON pg_proc.oid = tgfoid WHERE proname = 'refuse_change'"
        )
    ).all()

    assert "postings" in append_only
    assert not set(append_only) & set(sealed_tables())


def test_after_a_pass_the_old_key_can_be_dropped(session, people):
    """PD-01."""
    before = contents(session, BEFORE)
    session.info["vault"] = ROTATED

    resealed, broken = run_pass(session)

    assert {column for _, column, _ in before} == {
        column for table in sealed_tables().values() for column in table.fields
    }
    assert (resealed, broken) == (len(before), [])
    assert contents(session, AFTER) == before
    assert values_under(session, "old") == 0


def test_values_stay_readable_half_way(session, people):
    before = contents(session, BEFORE)
    session.info["vault"] = ROTATED

    reseal(session, first_place(), limit=1)

    assert 0 < values_under(session, "new") < len(before)
    assert contents(session, ROTATED) == before
    with pytest.raises(Unreadable):
        contents(session, AFTER)


def test_a_second_pass_writes_nothing(session, people):
    session.info["vault"] = ROTATED
    run_pass(session)
    stored = session.execute(select(Account.email_sealed)).all()

    resealed, broken = run_pass(session)

    assert (resealed, broken) == (0, [])
    assert session.execute(select(Account.email_sealed)).all() == stored


def test_a_key_whose_name_begins_like_the_active_one_is_old(session):
    """2026-1 and 2026-11 are two keys."""
    session.info["vault"] = Vault({"2026-11": OLD}, INDEX)
    make_account(session)
    session.info["vault"] = Vault({"2026-1": NEW, "2026-11": OLD}, INDEX)

    resealed, _ = run_pass(session)

    assert resealed == 2
    assert values_under(session, "2026-1") == 2


def test_a_value_that_does_not_open_is_named_and_the_others_go_on(session):
    session.info["vault"] = BEFORE
    broken, good = make_account(session), make_account(session)
    stranger = Vault({"lost": b"x" * 32}, INDEX).seal("a", row=broken.id, field="email")
    session.execute(
        update(Account).where(Account.id == broken.id).values(email_sealed=stranger)
    )
    session.info["vault"] = ROTATED

    resealed, found = run_pass(session)

    assert found == [Broken("accounts", "email_sealed", broken.id)]
    assert resealed == 3
    stored = dict(session.execute(select(Account.id, Account.email_sealed)).all())
    assert stored[broken.id] == stranger
    assert AFTER.open(stored[good.id], row=good.id, field="email").startswith("ani.")
