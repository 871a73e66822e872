"""Counting wrong codes, so that nobody can guess for long."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from partners.accounts.models import Account
from partners.accounts.services.tell import tell
from partners.factors.errors import CodesTriedTooOften
from partners.factors.letters import GUESSED_AT
from partners.factors.models import FailedProof
from partners.factors.rules import FAILURES_ALLOWED, FAILURES_KEPT


def refuse_guessing(session: Session, account_id: UUID, *, at: datetime) -> None:
    """Raise CodesTriedTooOften when this account saw too many wrong tries lately.

    Passkeys cannot be guessed and are not asked about here, so that whoever types wrong
    codes on purpose does not lock the person herself out.
    """
    for limit, window in FAILURES_ALLOWED:
        if _failures(session, account_id, since=at - window) >= limit:
            minutes = int(window.total_seconds() // 60)
            raise CodesTriedTooOften(limit=limit, minutes=minutes)


def record_failure(session: Session, account_id: UUID, *, at: datetime) -> None:
    """Count a wrong try; in a unit of work of its own, as the try is rolled back.

    The owner is told when the first limit is reached: whoever types codes knows the
    password (ASVS 6.3.5).
    """
    session.add(FailedProof(account_id=account_id, failed_at=at))
    session.flush()
    limit, window = FAILURES_ALLOWED[0]
    if _failures(session, account_id, since=at - window) == limit:
        account = session.get_one(Account, account_id)
        tell(session, account, GUESSED_AT, at=at, times=limit)


def forget_failures(session: Session, *, at: datetime) -> None:
    """Delete what is too old to count. Idempotent."""
    session.execute(
        delete(FailedProof).where(FailedProof.failed_at <= at - FAILURES_KEPT)
    )


def _failures(session: Session, account_id: UUID, *, since: datetime) -> int:
    query = (
        select(func.count())
        .select_from(FailedProof)
        .where(FailedProof.account_id == account_id, FailedProof.failed_at > since)
    )
    return session.scalar(query) or 0
