"""The drift report: what is published against what the tables say."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, insert, select, union
from sqlalchemy.orm import Session

from catalog.courses.models import Offering
from catalog.feed.documents import documents_of
from catalog.feed.models import (
    CatalogChange,
    CatalogFeed,
    CatalogHold,
    CatalogMark,
    CatalogRefresh,
    HeldRemoval,
    HoldState,
)
from catalog.feed.rules import with_change
from catalog.feed.services.publish import compare, last_changes

CHUNK = 500
FIRST = UUID(int=0)


@dataclass(frozen=True)
class Drift:
    """Of some courses in all sets: how many are wrong, and which they are. `last` is
    where the next chunk begins, None after the last."""

    courses: frozenset[UUID]
    found: Counter[str] = field(default_factory=Counter)
    last: UUID | None = None


def drift_of_chunk(session: Session, *, after: UUID, at: datetime) -> Drift:
    """Compare the next 500 courses; needs a consistent view of the database.

    Courses that wait for the relay, and removals that wait for a person, are no drift.
    """
    ids = _next_courses(session, after)
    if not ids:
        return Drift(frozenset())
    last = ids[-1] if len(ids) == CHUNK else None
    differences = compare(documents_of(session, ids, at=at), last_changes(session, ids))
    waiting = _marked(session, ids)
    held = _held(session, ids)
    found: Counter[str] = Counter()
    wrong: set[UUID] = set()
    for platform, difference in differences.items():
        come = set(difference.come) - waiting
        gone = {
            each for each in difference.gone - waiting if (platform, each) not in held
        }
        found.update(changed_or_missing=len(come), left_over=len(gone))
        wrong |= come | gone
    return Drift(frozenset(wrong), found, last)


def mark_courses(session: Session, course_ids: Iterable[UUID]) -> None:
    """Have the relay look at these courses again."""
    rows = [{"course_id": each} for each in course_ids]
    if rows:
        session.execute(insert(CatalogMark), rows)


def false_checksums(session: Session) -> list[UUID]:
    """The platforms whose stored count or checksum is not that of their stored set;
    needs a consistent view. Reads 32 bytes an item, in streams."""
    wrong = []
    sums: dict[UUID, tuple[int, bytes]] = {}
    feeds = session.execute(
        select(CatalogFeed.platform_id, CatalogFeed.items, CatalogFeed.checksum)
    ).all()
    digests = session.execute(
        select(CatalogChange.platform_id, CatalogChange.digest)
        .where(
            CatalogChange.superseded_by.is_(None), CatalogChange.document.is_not(None)
        )
        .execution_options(yield_per=10_000)
    )
    for platform, digest in digests:
        items, total = sums.get(platform, (0, bytes(32)))
        sums[platform] = items + 1, with_change(total, come=digest)
    for platform, items, checksum in feeds:
        if sums.get(platform, (0, bytes(32))) != (items, checksum):
            wrong.append(platform)
    return wrong


def _next_courses(session: Session, after: UUID) -> list[UUID]:
    offered = (
        select(Offering.course_id.label("id"))
        .where(Offering.course_id > after)
        .distinct()
        .order_by(Offering.course_id)
        .limit(CHUNK)
    )
    published = (
        select(CatalogChange.course_id.label("id"))
        .where(CatalogChange.course_id > after, CatalogChange.superseded_by.is_(None))
        .distinct()
        .order_by(CatalogChange.course_id)
        .limit(CHUNK)
    )
    both = union(
        select(offered.subquery().c.id), select(published.subquery().c.id)
    ).subquery()
    return list(session.scalars(select(both.c.id).order_by(both.c.id).limit(CHUNK)))


def _marked(session: Session, ids: list[UUID]) -> set[UUID]:
    if session.scalar(select(exists().where(CatalogMark.organisation_id.is_not(None)))):
        return set(ids)
    waiting = union(
        *(
            select(each.course_id).where(each.course_id.in_(ids))
            for each in (CatalogMark, CatalogRefresh)
        )
    )
    return set(session.scalars(waiting))


def _held(session: Session, ids: list[UUID]) -> set[tuple[UUID, UUID]]:
    rows = session.execute(
        select(CatalogHold.platform_id, HeldRemoval.course_id)
        .join(CatalogHold, CatalogHold.id == HeldRemoval.hold_id)
        .where(HeldRemoval.course_id.in_(ids), CatalogHold.state == HoldState.OPEN)
    )
    return {(row.platform_id, row.course_id) for row in rows}
