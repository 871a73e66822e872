"""What the signed-in person bought and learnt."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.reviews import Review
from marketplace.consequences.queries import Interruption, interruptions
from marketplace.transfers.rulebook import rulebook
from partners.organisations import Organisation
from vouchers.certificates import Certificate
from vouchers.learning.models import POST_TEST
from vouchers.vouchers import Voucher, VoucherStatus
from vouchers.vouchers.queries import HeldVoucher, held_by, with_details

RUNNING = (VoucherStatus.ISSUED, VoucherStatus.REDEEMED)


@dataclass(frozen=True)
class VoucherCard:
    """A voucher of hers with what it takes to finish, and whether it is reviewed."""

    held: HeldVoucher
    provider_name: str
    platform_name: str
    reviewed: bool
    interruption: Interruption | None = None

    @property
    def meetings(self) -> int:
        """How many meetings the pinned rule counts."""
        return int(self.held.voucher.rules["completion"]["sessions"])

    @property
    def meetings_confirmed(self) -> int:
        """How many of them she confirmed."""
        return len([step for step in self.held.confirmed if step != POST_TEST])

    @property
    def post_test_needed(self) -> bool:
        """Whether the pinned rule asks for a post-test."""
        return bool(self.held.voucher.rules["completion"]["post_test"])

    @property
    def post_test_confirmed(self) -> bool:
        """Whether she confirmed it; the result is the institution's to report."""
        return POST_TEST in self.held.confirmed

    @property
    def next_step(self) -> str:
        """What she does next, as a name in `wording.NEXT_STEPS`."""
        status = self.held.status
        if self.interruption is not None and status in RUNNING:
            return self._after(self.interruption)
        if status == VoucherStatus.ISSUED:
            return "redeem"
        if status == VoucherStatus.COMPLETED:
            return "nothing" if self.reviewed else "review"
        if status != VoucherStatus.REDEEMED:
            return "nothing"
        if self.meetings_confirmed < self.meetings:
            return "attend"
        if self.post_test_needed and not self.post_test_confirmed:
            return "post_test"
        return "wait"

    def _after(self, interruption: Interruption) -> str:
        if interruption.due_at is not None:
            return "asked"
        required = self.meetings + self.post_test_needed
        is_far_along = rulebook().is_far_along(
            interruption.cause, confirmed=len(self.held.confirmed), required=required
        )
        return "far_along" if is_far_along else "interrupted"


def vouchers_of(
    session: Session, account_id: UUID, *, at: datetime
) -> list[VoucherCard]:
    """Her vouchers, newest first, at most fifty; a fixed number of statements."""
    vouchers = session.scalars(
        held_by(account_id)
        .order_by(Voucher.issued_at.desc(), Voucher.id.desc())
        .limit(50)
    ).all()
    names = _names(session, vouchers)
    reviewed = set(
        session.scalars(
            select(Review.course_id).where(Review.participant_id == account_id)
        )
    )
    interrupted = interruptions(session, [voucher.id for voucher in vouchers])
    return [
        VoucherCard(
            held=held,
            provider_name=names[held.voucher.provider_id],
            platform_name=names[held.voucher.platform_id],
            reviewed=held.voucher.course_id in reviewed,
            interruption=interrupted.get(held.voucher.id),
        )
        for held in with_details(session, vouchers, at=at)
    ]


def certificates_of(session: Session, account_id: UUID) -> list[Certificate]:
    """Her certificates, newest first, at most a hundred."""
    query = (
        select(Certificate)
        .where(Certificate.participant_id == account_id)
        .order_by(Certificate.issued_at.desc())
        .limit(100)
    )
    return list(session.scalars(query))


def _names(session: Session, vouchers: Iterable[Voucher]) -> dict[UUID, str]:
    """The names of the institutions and platforms of the vouchers."""
    ids = {voucher.provider_id for voucher in vouchers}
    ids |= {voucher.platform_id for voucher in vouchers}
    query = select(Organisation).where(Organisation.id.in_(ids))
    return {each.id: each.name for each in session.scalars(query)}
