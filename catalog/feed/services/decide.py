"""A person's word on removals that were held."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.feed.errors import HoldIsOver, HoldNotFound
from catalog.feed.models import CatalogFeed, CatalogHold, HeldRemoval, HoldState
from catalog.feed.rules import Guard
from catalog.feed.services.publish import publish_courses
from catalog.feed.services.relay import take_turns
from core.audit import record


def release_hold(
    session: Session,
    hold_id: UUID,
    *,
    note: str,
    by: UUID,
    guard: Guard,
    at: datetime,
) -> CatalogHold:
    """Publish the removals: the set may become this small, says a person.

    Courses that are back in the tables meanwhile stay. Raises HoldNotFound or
    HoldIsOver; of two who decide at once, one does.
    """
    hold = _decide(session, hold_id, HoldState.RELEASED, note=note, by=by, at=at)
    courses = session.scalars(
        select(HeldRemoval.course_id).where(HeldRemoval.hold_id == hold_id)
    ).all()
    publish_courses(
        session,
        courses,
        guard=guard,
        at=at,
        released=frozenset({hold.platform_id}),
    )
    _begin_anew(session, hold.platform_id, at=at)
    return hold


def reject_hold(
    session: Session, hold_id: UUID, *, note: str, by: UUID, at: datetime
) -> CatalogHold:
    """Keep the courses in the set: that they left the tables is a mistake, to be mended
    there. What is not mended is held anew by the next nightly check.

    Raises HoldNotFound or HoldIsOver.
    """
    return _decide(session, hold_id, HoldState.REJECTED, note=note, by=by, at=at)


def _decide(
    session: Session,
    hold_id: UUID,
    state: HoldState,
    *,
    note: str,
    by: UUID,
    at: datetime,
) -> CatalogHold:
    take_turns(session)
    hold = session.scalar(
        select(CatalogHold).where(CatalogHold.id == hold_id).with_for_update()
    )
    if hold is None:
        raise HoldNotFound
    if hold.state != HoldState.OPEN:
        raise HoldIsOver(state=hold.state)
    hold.state, hold.decided_by, hold.ended_at, hold.note = state, by, at, note
    record(
        session,
        action=f"catalog_hold.{state}",
        object_type="catalog_hold",
        object_id=hold.id,
        before={"state": HoldState.OPEN.value},
        after={"state": state.value, "removals": hold.removals},
        reason=note,
        at=at,
    )
    session.flush()
    return hold


def _begin_anew(session: Session, platform_id: UUID, *, at: datetime) -> None:
    """What a person allowed does not count as a loss again."""
    feed = session.get_one(CatalogFeed, platform_id)
    feed.peak = feed.peak_before = feed.items
    feed.peak_since = at
