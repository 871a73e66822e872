"""Who did what, for whom, in which request; and nobody can change it."""

from uuid import uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from core import audit, context
from core.audit import AuditEntry


def record(session, at) -> AuditEntry:
    entry = audit.record(
        session,
        action="order.void",
        object_type="order",
        object_id=uuid4(),
        after={"status": "voided"},
        reason="The class was cancelled.",
        at=at,
    )
    session.flush()
    return entry


def test_an_entry_says_who_acted_for_whom_and_in_which_request(session, at):
    with context.acting_as(
        "client:platform-1", on_behalf_of="account:9", request_id="req-12345678"
    ):
        entry = record(session, at)

    assert (entry.actor, entry.on_behalf_of) == ("client:platform-1", "account:9")
    assert entry.request_id == "req-12345678"
    assert entry.recorded_at == at
    assert context.current().actor == "system"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entries SET actor = 'nobody'",
        "DELETE FROM audit_entries",
        "TRUNCATE audit_entries",
    ],
)
def test_the_database_refuses_to_change_an_entry(session, at, statement):
    """PD-08: append-only."""
    entry = record(session, at)

    with pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
        session.execute(text(statement))

    session.expire_all()
    assert session.scalars(select(AuditEntry)).one().actor == entry.actor
