"""Confirming a step: the participant's half."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.courses import Schedule
from core.audit import record
from core.events import publish
from partners.oauth.details.services.use import use_authorization
from partners.oauth.details.types import VERIFICATION
from vouchers.learning.errors import (
    AlreadyConfirmed,
    VerificationNotFound,
    VerificationOver,
)
from vouchers.learning.events import AttendanceConfirmed
from vouchers.learning.models import Attendance, Verification
from vouchers.learning.queries import confirmed_sequences
from vouchers.learning.rules import FIRST, check_step
from vouchers.learning.secrets import state_hash
from vouchers.vouchers import Voucher
from vouchers.vouchers.events import VoucherRedeemed


def confirm_verification(
    session: Session,
    *,
    state: str,
    participant_id: UUID,
    at: datetime,
    single_token_id: UUID | None = None,
) -> Verification:
    """Confirm a step by the voucher's holder, who is signed in; sequence 1 redeems.

    Each step is confirmed once, however many verifications were started for it (VC-01):
    confirmations of one voucher take turns at its row, and the second finds the step
    done. Raises VerificationNotFound (unknown, or another person's voucher),
    AlreadyConfirmed, VerificationOver and all that `check_step` raises; with a token
    that is good for one step (`single_token_id`) also NotAsAuthorized,
    AuthorizationUsed or AuthorizationWithdrawn.
    """
    verification, voucher = _lock(session, state=state, participant_id=participant_id)
    if single_token_id is not None:
        use_authorization(
            session,
            token_id=single_token_id,
            asked={
                "type": VERIFICATION,
                "verification_id": str(verification.id),
                "sequence": verification.sequence,
            },
            at=at,
        )
    if verification.confirmed_at is not None:
        raise AlreadyConfirmed(sequence=verification.sequence)
    if at >= verification.expires_at:
        raise VerificationOver(expires_at=verification.expires_at.isoformat())
    check_step(
        voucher,
        session.get_one(Schedule, voucher.schedule_id),
        sequence=verification.sequence,
        confirmed=confirmed_sequences(session, voucher.id),
        at=at,
    )
    _attend(session, verification, voucher, at=at)
    if verification.sequence == FIRST:
        _redeem(session, voucher, at=at)
    return verification


def _lock(
    session: Session, *, state: str, participant_id: UUID
) -> tuple[Verification, Voucher]:
    """The verification and its voucher, which stays locked until the end."""
    row = session.execute(
        select(Verification, Voucher)
        .join(Voucher, Voucher.id == Verification.voucher_id)
        .where(
            Verification.state_hash == state_hash(state),
            Voucher.participant_id == participant_id,
        )
        .with_for_update()
        # What this session read before the lock may be old by now.
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise VerificationNotFound
    return row[0], row[1]


def _attend(
    session: Session, verification: Verification, voucher: Voucher, *, at: datetime
) -> None:
    verification.confirmed_at = at
    session.add(
        Attendance(
            voucher_id=voucher.id,
            sequence=verification.sequence,
            verification_id=verification.id,
            confirmed_at=at,
        )
    )
    session.flush()
    record(
        session,
        action="attendance.confirmed",
        object_type="voucher",
        object_id=voucher.id,
        at=at,
        after={
            "verification_id": str(verification.id),
            "sequence": verification.sequence,
        },
    )
    publish(
        session,
        AttendanceConfirmed(
            occurred_at=at,
            audience=(voucher.provider_id, voucher.platform_id),
            voucher_id=voucher.id,
            verification_id=verification.id,
            sequence=verification.sequence,
        ),
    )


def _redeem(session: Session, voucher: Voucher, *, at: datetime) -> None:
    before = voucher.status
    voucher.redeem(at=at)
    record(
        session,
        action="voucher.redeemed",
        object_type="voucher",
        object_id=voucher.id,
        at=at,
        before={"status": before},
        after={"status": voucher.status},
    )
    publish(
        session,
        VoucherRedeemed(
            occurred_at=at,
            audience=(voucher.provider_id, voucher.platform_id),
            voucher_id=voucher.id,
        ),
    )
