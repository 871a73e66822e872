"""Counting wrong codes, so that nobody can guess for long."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from partners.factors.errors import CodesTriedTooOften
from partners.factors.models import FailedProof
from partners.factors.rules import FAILURES_ALLOWED, FAILURES_KEPT


def refuse_guessing(session: Session, account_id: UUID, *, at: datetime) -> None:
    """Raise CodesTriedTooOften when this account saw too many wrong tries lately.

    Passkeys cannot be guessed and are not asked about here, so that whoever types wrong
    codes on purpose does not lock the person herself out.
    """
    for limit, window in FAILURES_ALLOWED:
        failures = session.scalar(
            select(func.count())
            .select_from(FailedProof)
            .where(
                FailedProof.account_id == account_id,
                FailedProof.failed_at > at - window,
            )
        )
        if (failures or 0) >= limit:
            minutes = int(window.total_seconds() // 60)
            raise CodesTriedTooOften(limit=limit, minutes=minutes)


def record_failure(session: Session, account_id: UUID, *, at: datetime) -> None:
    """Count a wrong try; in a unit of work of its own, as the try is rolled back."""
    session.add(FailedProof(account_id=account_id, failed_at=at))


def forget_failures(session: Session, *, at: datetime) -> None:
    """Delete what is too old to count. Idempotent."""
    session.execute(
        delete(FailedProof).where(FailedProof.failed_at <= at - FAILURES_KEPT)
    )
