"""Writing changes: the sets as the tables have them against what was published."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from catalog.feed.documents import documents_of
from catalog.feed.models import CatalogChange, CatalogFeed
from catalog.feed.rules import Guard, Peaks, digest_of, with_change
from catalog.feed.services.hold import forget_recovered, hold_back, open_holds

Key = tuple[UUID, UUID]


@dataclass
class Difference:
    """What is new in one platform's set, and which courses have left it."""

    come: dict[UUID, str] = field(default_factory=dict)
    gone: set[UUID] = field(default_factory=set)


@dataclass(frozen=True)
class Published:
    """The last change of a course; `digest` is None for one that left the set."""

    sequence: int
    digest: bytes | None


def publish_courses(
    session: Session,
    course_ids: Collection[UUID],
    *,
    guard: Guard,
    at: datetime,
    released: frozenset[UUID] = frozenset(),
) -> None:
    """Number what became of these courses, in every platform's set.

    Only one transaction may do it at a time (RELAY_LOCK). Removals that the guard
    stops are held, except for the platforms in `released`.
    """
    if not course_ids:
        return
    wanted = documents_of(session, course_ids, at=at)
    known = last_changes(session, course_ids)
    differences = compare(wanted, known)
    platforms = set(differences) | {platform for platform, _ in known}
    feeds = _feeds(session, platforms, at=at)
    forget_recovered(session, set(wanted), at=at)
    held = open_holds(session, feeds)
    for platform, difference in sorted(differences.items()):
        feed = feeds[platform]
        if platform not in released:
            _guard(session, feed, difference, guard, held.get(platform), known, at)
        _append(session, feed, difference, known, at=at)


def last_changes(
    session: Session, course_ids: Collection[UUID]
) -> dict[Key, Published]:
    """By platform and course, what was published last."""
    rows = session.execute(
        select(
            CatalogChange.platform_id,
            CatalogChange.course_id,
            CatalogChange.sequence,
            CatalogChange.digest,
        ).where(
            CatalogChange.course_id.in_(course_ids),
            CatalogChange.superseded_by.is_(None),
        )
    )
    return {
        (row.platform_id, row.course_id): Published(row.sequence, row.digest)
        for row in rows
    }


def compare(
    wanted: dict[Key, str], known: dict[Key, Published]
) -> dict[UUID, Difference]:
    """By platform, what has to be published so that it is as the tables have it."""
    found: dict[UUID, Difference] = {}
    for (platform, course), document in wanted.items():
        last = known.get((platform, course))
        if last is None or last.digest != digest_of(document):
            found.setdefault(platform, Difference()).come[course] = document
    for (platform, course), last in known.items():
        if last.digest is not None and (platform, course) not in wanted:
            found.setdefault(platform, Difference()).gone.add(course)
    return found


def _feeds(
    session: Session, platforms: Iterable[UUID], *, at: datetime
) -> dict[UUID, CatalogFeed]:
    """The feeds, locked; one that is new begins empty."""
    ids = sorted(platforms)
    if ids:
        values = [
            {"platform_id": each, "changed_at": at, "peak_since": at} for each in ids
        ]
        session.execute(upsert(CatalogFeed).values(values).on_conflict_do_nothing())
    rows = session.scalars(
        select(CatalogFeed)
        .where(CatalogFeed.platform_id.in_(ids))
        .order_by(CatalogFeed.platform_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {feed.platform_id: feed for feed in rows}


def _guard(
    session: Session,
    feed: CatalogFeed,
    difference: Difference,
    guard: Guard,
    hold_id: UUID | None,
    known: dict[Key, Published],
    at: datetime,
) -> None:
    """Take out of the difference what has to wait for a person."""
    if not difference.gone:
        return
    come = sum(_is_new(known, feed.platform_id, each) for each in difference.come)
    peaks = _peaks(feed).moved_to(at, size=feed.items)
    why = guard.stops(
        size=feed.items,
        after=feed.items + come - len(difference.gone),
        peak=peaks.highest,
    )
    if why is None and hold_id is None:
        return
    hold_back(session, feed, difference.gone, hold_id=hold_id, reason=why, at=at)
    difference.gone = set()


def _append(
    session: Session,
    feed: CatalogFeed,
    difference: Difference,
    known: dict[Key, Published],
    *,
    at: datetime,
) -> None:
    rows: list[dict[str, Any]] = []
    documents: dict[UUID, str | None] = {**difference.come}
    documents |= dict.fromkeys(difference.gone)
    for course in sorted(documents):
        document, last = documents[course], known.get((feed.platform_id, course))
        gone = last.digest if last else None
        come = digest_of(document) if document is not None else None
        feed.sequence += 1
        feed.items += (come is not None) - (gone is not None)
        feed.checksum = with_change(feed.checksum, gone=gone, come=come)
        rows.append(
            {
                "platform_id": feed.platform_id,
                "sequence": feed.sequence,
                "course_id": course,
                "document": document,
                "digest": come,
                "items": feed.items,
                "checksum": feed.checksum,
                "changed_at": at,
            }
        )
    if not rows:
        return
    _supersede(session, rows, known, at=at)
    session.execute(insert(CatalogChange), rows)
    moved = _peaks(feed).moved_to(at, size=feed.items)
    feed.peak, feed.peak_before, feed.peak_since = moved.now, moved.before, moved.since
    feed.changed_at = at
    session.flush()


def _supersede(
    session: Session,
    rows: list[dict[str, Any]],
    known: dict[Key, Published],
    *,
    at: datetime,
) -> None:
    """Say of each earlier change of the same course which number follows it."""
    earlier = [
        {
            "platform_id": row["platform_id"],
            "sequence": known[row["platform_id"], row["course_id"]].sequence,
            "superseded_by": row["sequence"],
            "superseded_at": at,
        }
        for row in rows
        if (row["platform_id"], row["course_id"]) in known
    ]
    if earlier:
        session.execute(update(CatalogChange), earlier)


def _is_new(known: dict[Key, Published], platform: UUID, course: UUID) -> bool:
    last = known.get((platform, course))
    return last is None or last.digest is None


def _peaks(feed: CatalogFeed) -> Peaks:
    return Peaks(feed.peak, feed.peak_before, feed.peak_since)
