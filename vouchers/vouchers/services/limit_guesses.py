"""Keeping redeem codes from being guessed."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import AuditEntry, record
from core.logs import get_logger

log = get_logger(__name__)

# Requirement VC-05: 10 failures per actor in 10 minutes.
FAILURES = 10
PERIOD = timedelta(minutes=10)

GUESSED = "voucher.code_unknown"


def guesses_allowed_at(
    session: Session, *, client_id: str, at: datetime
) -> datetime | None:
    """When the client may try again after ten failures, or None while it may.

    Requests that run at the same instant do not see each other's failures, so a client
    gets at most as many tries more as it has requests under way.
    """
    failures = session.scalars(
        select(AuditEntry.recorded_at)
        .where(
            AuditEntry.object_type == "client",
            AuditEntry.object_id == client_id,
            AuditEntry.action == GUESSED,
            AuditEntry.recorded_at > at - PERIOD,
        )
        .order_by(AuditEntry.recorded_at.desc())
        .limit(FAILURES)
    ).all()
    return failures[-1] + PERIOD if len(failures) == FAILURES else None


def record_guess(session: Session, *, client_id: str, at: datetime) -> None:
    """Write down that the client sent a well-formed code that it has no voucher for.

    Called in a unit of work of its own, as the request itself is refused. The code is
    not kept. The log line is what an alert listens to.
    """
    record(session, action=GUESSED, object_type="client", object_id=client_id, at=at)
    log.warning("voucher.code_unknown", client_id=client_id)
