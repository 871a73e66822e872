"""Reviewing a course that one finished."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.reviews import Review
from catalog.reviews.circumstances import Circumstances
from catalog.reviews.models import ShownAs
from catalog.reviews.services.give import give_review
from core.privacy import vault_of
from marketplace.orders.models import Order
from marketplace.participants.models import Participant
from marketplace.programme.models import Award
from marketplace.reviews.errors import CourseNotFinished
from partners.accounts import Account
from partners.conflicts.identity import Party, person_keys
from partners.conflicts.rulebook import rulebook
from partners.conflicts.services.record import KEY_FIELD
from partners.limits.rules import network_of
from vouchers.vouchers.models import Voucher, VoucherStatus


@dataclass(frozen=True)
class Opinion:
    """What somebody says about a course, and how she is named."""

    stars: int
    comment: str = ""
    shown_as: ShownAs = ShownAs.ANONYMOUS


def review_course(
    session: Session,
    *,
    participant_id: UUID,
    course_id: UUID,
    opinion: Opinion,
    address: str,
    at: datetime,
    zone: ZoneInfo,
) -> Review:
    """Give the participant's review of a course that she finished.

    Raises CourseNotFinished, without telling whether there is such a course, or
    ReviewTwice. The incentive is evaluated in the same transaction, whether the review
    is held or not: any review counts for it.
    """
    finished = session.scalar(
        select(Voucher)
        .where(
            Voucher.participant_id == participant_id,
            Voucher.course_id == course_id,
            Voucher.status == VoucherStatus.COMPLETED,
        )
        .order_by(Voucher.completed_at.desc())
        .limit(1)
    )
    if finished is None:
        raise CourseNotFinished
    return give_review(
        session,
        participant_id=participant_id,
        course_id=course_id,
        stars=opinion.stars,
        comment=opinion.comment,
        shown_as=opinion.shown_as,
        told=_circumstances(session, finished, address=address, at=at, zone=zone),
        at=at,
    )


def _circumstances(
    session: Session, voucher: Voucher, *, address: str, at: datetime, zone: ZoneInfo
) -> Circumstances:
    """How the review came, for the signals: hashes and codes, nothing of hers."""
    vault = vault_of(session)
    participant = session.get(Participant, voucher.participant_id)
    batch_id = session.scalar(
        select(Award.batch_id)
        .join(Order, Order.award_id == Award.id)
        .where(Order.voucher_id == voucher.id)
    )
    return Circumstances(
        completed_at=voucher.completed_at,
        platform_id=voucher.platform_id,
        batch_id=batch_id,
        district_code=participant.district_code if participant else None,
        network=vault.index(network_of(address), field="review_network"),
        person_keys=_person_keys(session, participant, at=at, zone=zone),
    )


def _person_keys(
    session: Session, participant: Participant | None, *, at: datetime, zone: ZoneInfo
) -> tuple[bytes, ...]:
    """By what the register of conflicts would know her; nobody gets to see it."""
    if participant is None:
        return ()
    vault = vault_of(session)
    account = session.get_one(Account, participant.id)
    party = Party(
        is_person=True,
        name=vault.open(account.full_name_sealed, row=account.id, field="full_name"),
        number=vault.open(participant.nik_sealed, row=participant.id, field="nik"),
        birth_date=participant.birth_date,
    )
    keys = person_keys(party, rulebook(), today=at.astimezone(zone).date())
    return tuple(vault.index(key, field=KEY_FIELD) for key in keys)
