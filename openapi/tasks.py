"""Housekeeping of the HTTP contract."""

from core.clock import now
from core.jobs import periodic
from core.unit_of_work import unit_of_work
from openapi import idempotency


@periodic("idempotency.prune", "7 * * * *")
def prune_idempotency_records() -> None:
    """Forget the answers that are older than seven days (ID-06)."""
    with unit_of_work("idempotency.prune") as session:
        idempotency.prune(session, at=now())
