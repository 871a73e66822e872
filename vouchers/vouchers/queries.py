"""What institutions and holders see of vouchers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from catalog.courses import Course, Schedule
from core.privacy import vault_of
from vouchers.learning.completion import Requirement, requirements
from vouchers.learning.models import Verification
from vouchers.learning.queries import (
    confirmed_by_voucher,
    confirmed_sequences,
    results_of,
    uses_by_voucher,
)
from vouchers.vouchers.errors import ClassNotFound
from vouchers.vouchers.models import Voucher
from vouchers.vouchers.rules import Window, group_code, redeem_window

Row = TypeVar("Row", Course, Schedule)


@dataclass(frozen=True)
class VoucherState:
    """A voucher as its institution sees it: nothing about the person."""

    voucher: Voucher
    status: str
    course: Course
    schedule: Schedule
    window: Window
    confirmed: Sequence[int]
    requirements: Sequence[Requirement]


@dataclass(frozen=True)
class HeldVoucher:
    """A voucher as its holder sees it, with the code and with every use of it."""

    voucher: Voucher
    status: str
    code: str
    course: Course
    schedule: Schedule
    window: Window
    confirmed: Sequence[int]
    uses: Sequence[Verification]


@dataclass(frozen=True)
class RosterLine:
    """A seat of a class."""

    voucher: Voucher
    status: str
    confirmed: Sequence[int]


def state_of(session: Session, voucher: Voucher, *, at: datetime) -> VoucherState:
    """How far a voucher has come, and what its completion still takes."""
    course = session.get_one(Course, voucher.course_id)
    schedule = session.get_one(Schedule, voucher.schedule_id)
    confirmed = confirmed_sequences(session, voucher.id)
    results = results_of(session, voucher.id)
    return VoucherState(
        voucher=voucher,
        status=voucher.status_at(at),
        course=course,
        schedule=schedule,
        window=window_of(voucher, schedule),
        confirmed=confirmed,
        requirements=requirements(voucher.rules, confirmed, results),
    )


def held_by(participant_id: UUID) -> Select[Voucher]:
    """The vouchers of one participant."""
    return select(Voucher).where(Voucher.participant_id == participant_id)


def with_details(
    session: Session, vouchers: Sequence[Voucher], *, at: datetime
) -> list[HeldVoucher]:
    """Vouchers as their holder sees them, in the given order; four queries in all."""
    ids = [voucher.id for voucher in vouchers]
    courses = _by_id(session, Course, {voucher.course_id for voucher in vouchers})
    schedules = _by_id(session, Schedule, {voucher.schedule_id for voucher in vouchers})
    confirmed = confirmed_by_voucher(session, ids)
    uses = uses_by_voucher(session, ids)
    return [
        HeldVoucher(
            voucher=voucher,
            status=voucher.status_at(at),
            code=redeem_code(session, voucher),
            course=courses[voucher.course_id],
            schedule=schedules[voucher.schedule_id],
            window=window_of(voucher, schedules[voucher.schedule_id]),
            confirmed=confirmed[voucher.id],
            uses=uses[voucher.id],
        )
        for voucher in vouchers
    ]


def seats_of_class(
    session: Session, *, schedule_id: UUID, provider_id: UUID
) -> Select[Voucher]:
    """The vouchers of one class of the institution; raises ClassNotFound."""
    is_own = session.scalar(
        select(Schedule.id)
        .join(Course, Course.id == Schedule.course_id)
        .where(Schedule.id == schedule_id, Course.provider_id == provider_id)
    )
    if is_own is None:
        raise ClassNotFound
    return select(Voucher).where(Voucher.schedule_id == schedule_id)


def as_roster(
    session: Session, vouchers: Sequence[Voucher], *, at: datetime
) -> list[RosterLine]:
    """Lines of a roster, in the given order."""
    confirmed = confirmed_by_voucher(session, [voucher.id for voucher in vouchers])
    return [
        RosterLine(voucher, voucher.status_at(at), confirmed[voucher.id])
        for voucher in vouchers
    ]


def redeem_code(session: Session, voucher: Voucher) -> str:
    """The redeem code in clear, in groups of four: for the holder's eyes only."""
    return group_code(
        vault_of(session).open(
            voucher.redeem_code_sealed, row=voucher.id, field="redeem_code"
        )
    )


def window_of(voucher: Voucher, schedule: Schedule) -> Window:
    """When the voucher can be redeemed."""
    return redeem_window(
        voucher.rules,
        issued_at=voucher.issued_at,
        expires_at=voucher.expires_at,
        starts_at=schedule.starts_at,
    )


def _by_id(session: Session, model: type[Row], ids: set[UUID]) -> dict[UUID, Row]:
    rows = session.scalars(select(model).where(model.id.in_(ids)))
    return {row.id: row for row in rows}
