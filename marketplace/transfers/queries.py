"""Reads of transfers: what a learner chooses between, and how far everybody is."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, func, select
from sqlalchemy.orm import Session, aliased

from catalog.courses.models import Course, Offering, Schedule
from marketplace.orders.models import Order
from marketplace.orders.queries import IS_ON_SALE
from marketplace.transfers.asking.queries import OwnRequest, requests_of
from marketplace.transfers.errors import TransferNotFound
from marketplace.transfers.models import Cause, Replacement, Transfer, TransferState
from marketplace.transfers.rulebook import rulebook
from partners.organisations.models import Kind, Organisation
from partners.standing.queries import sells
from vouchers.learning.models import Attendance
from vouchers.vouchers.models import Voucher

SHOWN = 20
# Classes that were called off are looked at for so long.
LOOKED_BACK = timedelta(days=90)
CLASSES = 50


@dataclass(frozen=True)
class ClassShown:
    """A class in words: what a learner compares. `price` is whole rupiah."""

    course_id: UUID
    course_title: str
    mode: str
    provider: str
    platform: str
    schedule_id: UUID
    starts_at: datetime
    ends_at: datetime
    place: str | None
    price: int


@dataclass(frozen=True)
class Choice:
    """A class that she can change to; `available` and `seats_left` as things stand now.
    A seat is nobody's before it is taken."""

    id: UUID
    rank: int
    likeness: str
    distance: int
    shown: ClassShown
    closes_at: datetime
    available: bool
    seats_left: int


@dataclass(frozen=True)
class OwnTransfer:
    """A transfer of hers: the class that she has, and what she can choose, what is to
    be had first. Whoever is far along gives up her steps with another class, and asks
    for her balance."""

    transfer: Transfer
    had: ClassShown
    choices: Sequence[Choice]
    confirmed_steps: int
    is_far_along: bool
    can_choose: bool
    can_take_back: bool
    can_ask: bool
    requests: Sequence[OwnRequest]
    order: Order | None

    @property
    def some_left(self) -> bool:
        """Whether something of what she is offered is to be had now."""
        return any(each.available for each in self.choices)

    @property
    def chosen(self) -> Choice | None:
        """The class that she changed to."""
        chosen = self.order.schedule_id if self.order else None
        return next(
            (each for each in self.choices if each.shown.schedule_id == chosen), None
        )

    @property
    def new_voucher_id(self) -> UUID | None:
        """The voucher of the class that she chose."""
        return self.order.voucher_id if self.order else None


def own_transfers(
    session: Session, participant_id: UUID, *, at: datetime
) -> list[OwnTransfer]:
    """Hers, the latest first, at most twenty; a fixed number of statements."""
    query = _had().where(Transfer.participant_id == participant_id)
    rows = session.execute(query.order_by(Transfer.id.desc()).limit(SHOWN)).all()
    return _with_choices(session, rows, at=at)


def own_transfer(
    session: Session, transfer_id: UUID, *, participant_id: UUID, at: datetime
) -> OwnTransfer:
    """One of hers; raises TransferNotFound, also for another's."""
    rows = session.execute(
        _had().where(
            Transfer.id == transfer_id, Transfer.participant_id == participant_id
        )
    ).all()
    if not rows:
        raise TransferNotFound
    [found] = _with_choices(session, rows, at=at)
    return found


def _had() -> Any:
    institution, platform = _sides()
    confirmed = (
        select(func.count())
        .where(Attendance.voucher_id == Transfer.voucher_id)
        .scalar_subquery()
    )
    return (
        select(
            Transfer,
            Order,
            confirmed,
            *_class(institution, platform),
            Voucher.face_value,
        )
        .join(Voucher, Voucher.id == Transfer.voucher_id)
        .join(Course, Course.id == Transfer.course_id)
        .join(Schedule, Schedule.id == Transfer.schedule_id)
        .join(institution, institution.id == Transfer.organisation_id)
        .join(platform, platform.id == Transfer.platform_id)
        .outerjoin(Order, Order.id == Transfer.order_id)
    )


def _sides() -> tuple[type[Organisation], type[Organisation]]:
    """Made anew for each statement: threads cannot share an alias of a class."""
    return (
        aliased(Organisation, name="institution"),
        aliased(Organisation, name="platform"),
    )


def _class(
    institution: type[Organisation], platform: type[Organisation]
) -> tuple[Any, ...]:
    """What a ClassShown takes, but for the price."""
    return (
        Course.id,
        Course.title,
        Course.mode,
        institution.name,
        platform.name,
        Schedule.id,
        Schedule.starts_at,
        Schedule.ends_at,
        Schedule.place,
    )


def _with_choices(
    session: Session, rows: Sequence[Row[*tuple[Any, ...]]], *, at: datetime
) -> list[OwnTransfer]:
    ids = [row[0].id for row in rows]
    choices, requests = _choices(session, ids, at=at), requests_of(session, ids, at=at)
    return [
        _own(
            *row,
            choices=choices.get(row[0].id, []),
            requests=requests.get(row[0].id, []),
            at=at,
        )
        for row in rows
    ]


def _own(
    transfer: Transfer,
    order: Order | None,
    confirmed: int,
    *had: Any,
    choices: list[Choice],
    requests: list[OwnRequest],
    at: datetime,
) -> OwnTransfer:
    is_open = transfer.state == TransferState.OPEN
    rules = rulebook()
    is_far_along = rules.is_far_along(
        transfer.cause, confirmed=confirmed, required=transfer.required_steps
    )
    in_time = transfer.answer_by is None or at < transfer.answer_by
    may_ask = len(requests) < rules.refund_requests and all(
        each.answer is not None for each in requests
    )
    return OwnTransfer(
        transfer=transfer,
        had=ClassShown(*had),
        choices=choices,
        confirmed_steps=confirmed,
        is_far_along=is_far_along,
        can_choose=is_open and in_time and bool(choices),
        can_take_back=is_open and not is_far_along,
        can_ask=is_open and is_far_along and may_ask,
        requests=requests,
        order=order,
    )


def _choices(
    session: Session, ids: Sequence[UUID], *, at: datetime
) -> dict[UUID, list[Choice]]:
    institution, platform = _sides()
    available = _available(institution, platform, at=at).label("available")
    seats_left = func.greatest(Schedule.capacity - Schedule.seats_taken, 0)
    rows = session.execute(
        _offered(
            institution,
            platform,
            Replacement,
            available,
            seats_left,
            *_class(institution, platform),
        )
        .where(Replacement.transfer_id.in_(ids))
        .order_by(Replacement.transfer_id, available.desc(), Replacement.rank)
    )
    found: dict[UUID, list[Choice]] = {}
    for each, is_available, left, *shown in rows:
        choice = Choice(
            id=each.id,
            rank=each.rank,
            likeness=each.likeness,
            distance=each.distance,
            shown=ClassShown(*[*shown, each.price]),
            closes_at=each.closes_at,
            available=bool(is_available),
            seats_left=left,
        )
        found.setdefault(each.transfer_id, []).append(choice)
    return found


def something_left(session: Session, transfer_id: UUID, *, at: datetime) -> bool:
    """Whether something that a transfer offers is to be had now."""
    institution, platform = _sides()
    found = session.scalar(
        _offered(institution, platform, Replacement.id)
        .where(
            Replacement.transfer_id == transfer_id,
            _available(institution, platform, at=at),
        )
        .limit(1)
    )
    return found is not None


def _offered(
    institution: type[Organisation], platform: type[Organisation], *columns: Any
) -> Select[*tuple[Any, ...]]:
    return (
        select(*columns)
        .select_from(Replacement)
        .join(Schedule, Schedule.id == Replacement.schedule_id)
        .join(Course, Course.id == Schedule.course_id)
        .join(Offering, Offering.id == Replacement.offering_id)
        .join(institution, institution.id == Replacement.provider_id)
        .join(platform, platform.id == Replacement.platform_id)
    )


def _available(
    institution: type[Organisation], platform: type[Organisation], *, at: datetime
) -> ColumnElement[bool]:
    """On sale as it was shown to her, with a seat."""
    return and_(
        IS_ON_SALE,
        Offering.price == Replacement.price,
        Schedule.terms_version == Replacement.terms_version,
        Schedule.seats_taken < Schedule.capacity,
        Schedule.enrolment_closes_at > at,
        Schedule.starts_at > at,
        sells(institution, kind=Kind.TRAINING_INSTITUTION, course_id=Course.id),
        sells(platform, kind=Kind.DIGITAL_PLATFORM),
    )


@dataclass(frozen=True)
class Progress:
    """How far the learners of an interruption are: `told` in all, of whom `offered`
    another class; then each is one of the others."""

    told: int = 0
    offered: int = 0
    moved: int = 0
    refunded: int = 0
    withdrawn: int = 0
    waiting: int = 0


def _counts() -> list[Any]:
    def of(state: TransferState) -> Any:
        return func.count().filter(Transfer.state == state)

    return [
        func.count().label("told"),
        func.count().filter(Transfer.replacements > 0).label("offered"),
        of(TransferState.MOVED).label("moved"),
        of(TransferState.REFUNDED).label("refunded"),
        of(TransferState.WITHDRAWN).label("withdrawn"),
        of(TransferState.OPEN).label("waiting"),
    ]


def progress_of_sanction(session: Session, sanction_id: UUID) -> Progress:
    """How far those are whom a sanction interrupted."""
    row = session.execute(
        select(*_counts()).where(Transfer.sanction_id == sanction_id)
    ).one()
    return Progress(**row._mapping)


@dataclass(frozen=True)
class CalledOffClass:
    """A class that was called off, and how far its holders are."""

    schedule_id: UUID
    schedule: str
    course_title: str
    provider: str
    starts_at: datetime
    cancelled_at: datetime
    progress: Progress


def called_off_classes(session: Session, *, at: datetime) -> list[CalledOffClass]:
    """The classes whose holders were listed in the last 90 days, the latest fifty."""
    counted = (
        select(Transfer.schedule_id, *_counts())
        .where(
            Transfer.cause == Cause.CALLED_OFF, Transfer.listed_at > at - LOOKED_BACK
        )
        .group_by(Transfer.schedule_id)
        .subquery("counted")
    )
    rows = session.execute(
        select(
            Schedule.id,
            Schedule.code,
            Course.title,
            Organisation.name,
            Schedule.starts_at,
            Schedule.cancelled_at,
            *(each for each in counted.c if each.name != "schedule_id"),
        )
        .join(counted, counted.c.schedule_id == Schedule.id)
        .join(Course, Course.id == Schedule.course_id)
        .join(Organisation, Organisation.id == Course.provider_id)
        .order_by(Schedule.cancelled_at.desc(), Schedule.id)
        .limit(CLASSES)
    )
    about = len(fields(CalledOffClass)) - 1
    return [
        CalledOffClass(*[*row[:about], Progress(*row[about:])])
        for row in map(list, rows)
    ]
