"""Completing a course."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from core.audit import record
from core.events import publish
from vouchers.certificates import Certificate
from vouchers.certificates.services.issue import issue_certificate
from vouchers.learning.completion import Requirement, unmet_requirements
from vouchers.learning.errors import CompletionNotEarned
from vouchers.learning.queries import confirmed_sequences, results_of
from vouchers.vouchers import Voucher
from vouchers.vouchers.events import VoucherCompleted
from vouchers.vouchers.services.find import find_voucher


def complete_voucher(
    session: Session, *, voucher_id: UUID, provider_id: UUID, at: datetime
) -> Certificate:
    """End the course with success and issue the certificate, in one transaction.

    The institution's word alone does not do it: the rule pinned to the voucher at
    purchase must be met. Raises VoucherNotFound, VoucherNotRedeemed,
    VoucherAlreadyCompleted, VoucherWasVoided, VoucherHasExpired or CompletionNotEarned,
    which names every requirement that is not met.
    """
    voucher = find_voucher(
        session, voucher_id=voucher_id, provider_id=provider_id, lock=True
    )
    voucher.require_redeemed(at=at)
    unmet = unmet_requirements(
        voucher.rules,
        confirmed_sequences(session, voucher.id),
        results_of(session, voucher.id),
    )
    if unmet:
        raise CompletionNotEarned(count=len(unmet), unmet=[_named(it) for it in unmet])
    _complete(session, voucher, at=at)
    return issue_certificate(session, voucher=voucher, at=at)


def _complete(session: Session, voucher: Voucher, *, at: datetime) -> None:
    before = voucher.status
    voucher.complete(at=at)
    session.flush()
    record(
        session,
        action="voucher.completed",
        object_type="voucher",
        object_id=voucher.id,
        at=at,
        before={"status": before},
        after={"status": voucher.status},
    )
    publish(
        session,
        VoucherCompleted(
            occurred_at=at,
            audience=(voucher.provider_id, voucher.platform_id),
            voucher_id=voucher.id,
        ),
    )


def _named(unmet: Requirement) -> dict[str, object]:
    """A requirement as a member of the problem document, in both languages."""
    return {
        "name": unmet.name,
        "words": {"en": unmet.words.en, "id": unmet.words.id},
        "needed": unmet.needed,
        "have": unmet.have,
    }
