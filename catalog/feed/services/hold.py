"""Holding removals back until a person has looked (feature 35)."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, func, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from catalog.feed.events import CatalogRemovalsHeld
from catalog.feed.models import CatalogFeed, CatalogHold, HeldRemoval, HoldState
from core.audit import record
from core.events import publish
from core.logs import get_logger

log = get_logger(__name__)


def open_holds(session: Session, platforms: Collection[UUID]) -> dict[UUID, UUID]:
    """By platform, the hold that is open."""
    rows = session.execute(
        select(CatalogHold.platform_id, CatalogHold.id).where(
            CatalogHold.platform_id.in_(platforms), CatalogHold.state == HoldState.OPEN
        )
    )
    return {row.platform_id: row.id for row in rows}


def hold_back(
    session: Session,
    feed: CatalogFeed,
    course_ids: Collection[UUID],
    *,
    hold_id: UUID | None,
    reason: str | None,
    at: datetime,
) -> None:
    """Keep these courses in the set; while a hold is open, further removals join it.

    The operator is told once, when it opens: a row, an event, a log line.
    """
    is_new = hold_id is None
    if hold_id is None:
        hold_id = _open(session, feed, reason or "shrunk", at=at)
    session.execute(
        insert(HeldRemoval)
        .values([{"hold_id": hold_id, "course_id": each} for each in course_ids])
        .on_conflict_do_nothing()
    )
    _count(session, [hold_id])
    if not is_new:
        return
    publish(
        session,
        CatalogRemovalsHeld(
            hold_id=hold_id,
            cause=reason or "shrunk",
            removals=len(course_ids),
            occurred_at=at,
        ),
    )
    log.warning(
        "catalog.removals_held",
        hold=str(hold_id),
        platform=str(feed.platform_id),
        reason=reason,
        removals=len(course_ids),
        items=feed.items,
    )


def forget_recovered(
    session: Session, present: Collection[tuple[UUID, UUID]], *, at: datetime
) -> None:
    """Let go of held removals of courses that are back in their set, and end the holds
    of which none is left."""
    if not present:
        return
    freed = session.scalars(
        delete(HeldRemoval)
        .where(
            HeldRemoval.hold_id == CatalogHold.id,
            CatalogHold.state == HoldState.OPEN,
            tuple_(CatalogHold.platform_id, HeldRemoval.course_id).in_(present),
        )
        .returning(HeldRemoval.hold_id)
        .execution_options(synchronize_session=False)
    ).all()
    if not freed:
        return
    holds = sorted(set(freed))
    _count(session, holds)
    ended = session.scalars(
        update(CatalogHold)
        .where(
            CatalogHold.id.in_(holds),
            ~exists().where(HeldRemoval.hold_id == CatalogHold.id),
        )
        .values(state=HoldState.RECOVERED, ended_at=at)
        .returning(CatalogHold.id)
        .execution_options(synchronize_session=False)
    ).all()
    for hold_id in ended:
        record(
            session,
            action="catalog_hold.recovered",
            object_type="catalog_hold",
            object_id=hold_id,
            at=at,
        )


def _open(session: Session, feed: CatalogFeed, reason: str, *, at: datetime) -> UUID:
    hold = CatalogHold(
        platform_id=feed.platform_id,
        reason=reason,
        items_before=feed.items,
        opened_at=at,
    )
    session.add(hold)
    session.flush()
    record(
        session,
        action="catalog_hold.opened",
        object_type="catalog_hold",
        object_id=hold.id,
        after={"platform_id": str(feed.platform_id), "reason": reason},
        at=at,
    )
    return hold.id


def _count(session: Session, holds: Collection[UUID]) -> None:
    waiting = (
        select(func.count())
        .where(HeldRemoval.hold_id == CatalogHold.id)
        .scalar_subquery()
    )
    session.execute(
        update(CatalogHold)
        .where(CatalogHold.id.in_(holds))
        .values(removals=waiting)
        .execution_options(synchronize_session=False)
    )
