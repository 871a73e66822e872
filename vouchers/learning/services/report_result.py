"""Reporting a result."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.audit import record
from vouchers.learning.errors import PostTestNotAttended
from vouchers.learning.models import POST_TEST, AssessmentKind, AssessmentResult
from vouchers.learning.queries import confirmed_sequences
from vouchers.vouchers.services.find import find_voucher


def report_result(
    session: Session,
    *,
    voucher_id: UUID,
    provider_id: UUID,
    kind: AssessmentKind,
    number: int,
    score: int,
    at: datetime,
) -> AssessmentResult:
    """Write down a score of 0 to 100 that the institution gave.

    A repetition for the same kind and number is the next revision, and counts. Raises
    VoucherNotFound, VoucherNotRedeemed, VoucherAlreadyCompleted, VoucherWasVoided,
    VoucherHasExpired, or PostTestNotAttended while sequence 999 is not confirmed.
    """
    voucher = find_voucher(
        session, voucher_id=voucher_id, provider_id=provider_id, lock=True
    )
    voucher.require_redeemed(at=at)
    if kind == AssessmentKind.POST_TEST and POST_TEST not in confirmed_sequences(
        session, voucher.id
    ):
        raise PostTestNotAttended
    last = session.scalar(
        select(func.max(AssessmentResult.revision)).where(
            AssessmentResult.voucher_id == voucher.id,
            AssessmentResult.kind == kind,
            AssessmentResult.number == number,
        )
    )
    result = AssessmentResult(
        voucher_id=voucher.id,
        kind=kind,
        number=number,
        revision=(last or 0) + 1,
        score=score,
        reported_at=at,
    )
    session.add(result)
    session.flush()
    record(
        session,
        action="result.reported",
        object_type="voucher",
        object_id=voucher.id,
        at=at,
        after={"kind": kind, "number": number, "revision": result.revision},
    )
    return result
