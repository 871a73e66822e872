"""Reading one platform's feed."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from catalog.courses.models import Course, Offering, Schedule
from catalog.courses.queries import SEATS_LEFT
from catalog.feed.documents import in_the_set
from catalog.feed.errors import HoldNotFound, SequenceAhead, SnapshotNeeded
from catalog.feed.models import (
    CatalogChange,
    CatalogFeed,
    CatalogHold,
    CatalogReader,
    HeldRemoval,
)
from catalog.feed.rules import NOTHING
from partners.organisations import Organisation

PAGE = 1_000
# How often it is written down that a client read the same number again.
READ_AGAIN = timedelta(minutes=1)


@dataclass(frozen=True)
class Head:
    """A platform's set at one of its numbers. `changed_at` is None before the first."""

    sequence: int
    items: int
    checksum: str
    changed_at: datetime | None
    floor: int = 0


def head_of(session: Session, platform_id: UUID) -> Head:
    """The set as it is published now; a platform without one has the empty set."""
    feed = session.execute(
        select(
            CatalogFeed.sequence,
            CatalogFeed.items,
            CatalogFeed.checksum,
            CatalogFeed.changed_at,
            CatalogFeed.floor,
        ).where(CatalogFeed.platform_id == platform_id)
    ).one_or_none()
    if feed is None:
        return Head(0, 0, NOTHING.hex(), None)
    return Head(
        feed.sequence, feed.items, feed.checksum.hex(), feed.changed_at, feed.floor
    )


def state_at(session: Session, platform_id: UUID, at: int | None) -> Head:
    """The set at a number, or now; raises SequenceAhead or SnapshotNeeded."""
    head = head_of(session, platform_id)
    if at is None or at == head.sequence:
        return head
    check_number(head, at)
    if at == 0:
        return Head(0, 0, NOTHING.hex(), None)
    row = session.execute(
        select(
            CatalogChange.items, CatalogChange.checksum, CatalogChange.changed_at
        ).where(CatalogChange.platform_id == platform_id, CatalogChange.sequence == at)
    ).one_or_none()
    if row is None:
        raise SnapshotNeeded(floor=head.floor)
    return Head(at, row.items, row.checksum.hex(), row.changed_at, head.floor)


def check_number(head: Head, after: int) -> None:
    """Raise SequenceAhead for a number that is not there yet, and SnapshotNeeded for
    one after which changes were forgotten."""
    if after > head.sequence:
        raise SequenceAhead(sequence=head.sequence)
    if after < head.floor:
        raise SnapshotNeeded(floor=head.floor)


def changes_between(
    session: Session, platform_id: UUID, after: int, head: Head, *, limit: int
) -> Sequence[Row[*tuple[Any, ...]]]:
    """The next changes up to the head, in order and without gaps.

    Raises SnapshotNeeded when some were forgotten since the head was read.
    """
    rows = session.execute(
        select(
            CatalogChange.sequence,
            CatalogChange.course_id,
            CatalogChange.document,
            CatalogChange.items,
            CatalogChange.checksum,
            CatalogChange.changed_at,
        )
        .where(
            CatalogChange.platform_id == platform_id,
            CatalogChange.sequence > after,
            CatalogChange.sequence <= head.sequence,
        )
        .order_by(CatalogChange.sequence)
        .limit(limit)
    ).all()
    if rows and rows[0].sequence != after + 1:
        raise SnapshotNeeded(floor=rows[0].sequence - 1)
    return rows


def items_at(
    session: Session, platform_id: UUID, sequence: int, *, after: int, most: int
) -> Sequence[Row[*tuple[Any, ...]]]:
    """A page of the set as it was at `sequence`, the items that changed last at the
    end: pages need not be of one transaction."""
    return session.execute(
        select(CatalogChange.sequence, CatalogChange.document, CatalogChange.changed_at)
        .where(
            CatalogChange.platform_id == platform_id,
            CatalogChange.sequence > after,
            CatalogChange.sequence <= sequence,
            CatalogChange.document.is_not(None),
            or_(
                CatalogChange.superseded_by.is_(None),
                CatalogChange.superseded_by > sequence,
            ),
        )
        .order_by(CatalogChange.sequence)
        .limit(most)
    ).all()


def sold_by(platform_id: UUID, course_ids: Collection[UUID]) -> ColumnElement[bool]:
    """Those of these courses that are in the platform's set now, over Course."""
    return Course.id.in_(
        select(Offering.course_id)
        .join(Course, Course.id == Offering.course_id)
        .join(Organisation, Organisation.id == Course.provider_id)
        .where(
            Offering.platform_id == platform_id,
            Offering.course_id.in_(course_ids),
            in_the_set(),
        )
    )


def seats_of(
    session: Session, platform_id: UUID, course_ids: Collection[UUID], *, at: datetime
) -> Iterator[dict[str, Any]]:
    """Of each of these courses that the platform sells: its price, and the seats left
    of the runs that can still be bought."""
    offered = session.execute(
        select(Course.id, Offering.price)
        .join(Course, Course.id == Offering.course_id)
        .join(Organisation, Organisation.id == Course.provider_id)
        .where(
            Offering.platform_id == platform_id,
            Course.id.in_(course_ids),
            in_the_set(),
        )
        .order_by(Course.id)
    ).all()
    runs: dict[UUID, list[Row[*tuple[Any, ...]]]] = {}
    for run in session.execute(
        select(
            Schedule.id,
            Schedule.course_id,
            Schedule.capacity,
            SEATS_LEFT,
            Schedule.enrolment_closes_at,
        )
        .where(
            Schedule.course_id.in_([row.id for row in offered]),
            Schedule.cancelled_at.is_(None),
            Schedule.enrolment_closes_at > at,
        )
        .order_by(Schedule.starts_at, Schedule.id)
    ):
        runs.setdefault(run.course_id, []).append(run)
    for row in offered:
        yield {
            "course_id": row.id,
            "price": row.price,
            "schedules": runs.get(row.id, []),
        }


def note_reader(
    session: Session, platform_id: UUID, client_id: str, sequence: int, *, at: datetime
) -> None:
    """Remember how far a client has read, at most once a minute for the same number."""
    row = insert(CatalogReader).values(
        platform_id=platform_id, client_id=client_id, sequence=sequence, read_at=at
    )
    session.execute(
        row.on_conflict_do_update(
            index_elements=["platform_id", "client_id"],
            set_={"sequence": row.excluded.sequence, "read_at": row.excluded.read_at},
            where=or_(
                CatalogReader.sequence != row.excluded.sequence,
                CatalogReader.read_at <= at - READ_AGAIN,
            ),
        )
    )


def readers_of(session: Session, platform_id: UUID) -> Sequence[CatalogReader]:
    """The clients that read the feed, the latest first, fifty at most."""
    return session.scalars(
        select(CatalogReader)
        .where(CatalogReader.platform_id == platform_id)
        .order_by(CatalogReader.read_at.desc())
        .limit(50)
    ).all()


def all_holds(*, state: str | None = None) -> Select[*tuple[Any, ...]]:
    """Holds with the platform that each is about."""
    wanted = select(
        CatalogHold.id,
        CatalogHold.reason,
        CatalogHold.state,
        CatalogHold.items_before,
        CatalogHold.removals,
        CatalogHold.opened_at,
        CatalogHold.ended_at,
        CatalogHold.note,
        Organisation.code.label("platform"),
        Organisation.name.label("platform_name"),
    ).join(Organisation, Organisation.id == CatalogHold.platform_id)
    return wanted if state is None else wanted.where(CatalogHold.state == state)


def find_hold(session: Session, hold_id: UUID) -> Row[*tuple[Any, ...]]:
    """One hold as `all_holds` has it; raises HoldNotFound."""
    found = session.execute(all_holds().where(CatalogHold.id == hold_id)).one_or_none()
    if found is None:
        raise HoldNotFound
    return found


def held_courses(session: Session, hold_id: UUID) -> Sequence[Row[*tuple[Any, ...]]]:
    """The courses that a hold keeps, by title, the first hundred."""
    return session.execute(
        select(Course.id, Course.code, Course.title, Course.status)
        .join(HeldRemoval, HeldRemoval.course_id == Course.id)
        .where(HeldRemoval.hold_id == hold_id)
        .order_by(Course.title, Course.id)
        .limit(100)
    ).all()
