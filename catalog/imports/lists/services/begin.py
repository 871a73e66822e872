"""Beginning to apply a checked list, stopping, and going on."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.authoring.limits import check_room
from catalog.imports.lists.errors import CourseListStateWrong, ListChangesTooMuch
from catalog.imports.lists.models import CourseList, ListState, Outcome
from catalog.imports.lists.queries import course_count, own_list
from catalog.imports.lists.rules import SILENCE, changes_too_much
from catalog.imports.lists.services.apply import take_turns
from core.audit import record


def ask_to_apply(
    session: Session,
    list_id: UUID,
    *,
    provider_id: UUID,
    reason: str | None,
    at: datetime,
) -> CourseList:
    """Begin to apply a checked list, or go on with one that was stopped; the caller
    puts the job on the queue.

    Raises CourseListNotFound, CourseListStateWrong, TooManyDrafts, or
    ListChangesTooMuch where nobody gave a reason.
    """
    found = own_list(session, list_id, provider_id=provider_id, lock=True)
    if _may_go_on(found, at=at):
        return _go_on(session, found, at=at)
    if found.state != ListState.CHECKED:
        raise CourseListStateWrong(state=found.state)
    changed = found.counts.get(Outcome.CHANGE, 0)
    existing = course_count(session, provider_id)
    if reason is None and changes_too_much(changed, existing):
        raise ListChangesTooMuch(changed=changed, existing=existing)
    take_turns(session, provider_id)
    check_room_for(session, found)
    found.state, found.position, found.reason = ListState.APPLYING, 0, reason
    found.done = {"created": 0, "changed": 0, "runs": 0, "skipped": 0}
    found.changed_at = at
    _tell_of(session, found, "applied", dict(found.counts), reason=reason, at=at)
    return found


def stop_list(
    session: Session, list_id: UUID, *, provider_id: UUID, at: datetime
) -> CourseList:
    """Stop applying a list; what came in stays. Stopped twice, it is stopped.

    Raises CourseListNotFound or CourseListStateWrong.
    """
    found = own_list(session, list_id, provider_id=provider_id, lock=True)
    if found.state == ListState.STOPPED:
        return found
    if found.state != ListState.APPLYING:
        raise CourseListStateWrong(state=found.state)
    found.state, found.changed_at = ListState.STOPPED, at
    _tell_of(session, found, "stopped", dict(found.done), at=at)
    return found


def check_room_for(session: Session, found: CourseList) -> None:
    """Raise TooManyDrafts if the institution may not begin what the list would, beside
    what other lists of it are about to begin."""
    others = session.scalars(
        select(CourseList).where(
            CourseList.provider_id == found.provider_id,
            CourseList.state.in_((ListState.APPLYING, ListState.STOPPED)),
            CourseList.id != found.id,
        )
    )
    waiting = sum(_still_to_create(each) for each in others)
    more = found.counts.get(Outcome.CREATE, 0)
    check_room(session, found.provider_id, more=more and more + waiting)


def _still_to_create(found: CourseList) -> int:
    return int(found.counts.get(Outcome.CREATE, 0)) - int(found.done["created"])


def _may_go_on(found: CourseList, *, at: datetime) -> bool:
    """It was stopped, or nothing was heard of the job that applies it."""
    is_lost = found.state == ListState.APPLYING and at - found.changed_at > SILENCE
    return found.state == ListState.STOPPED or is_lost


def _go_on(session: Session, found: CourseList, *, at: datetime) -> CourseList:
    found.state, found.changed_at = ListState.APPLYING, at
    _tell_of(session, found, "resumed", dict(found.done), at=at)
    return found


def _tell_of(
    session: Session,
    found: CourseList,
    act: str,
    after: dict[str, Any],
    *,
    at: datetime,
    reason: str | None = None,
) -> None:
    record(
        session,
        action=f"course_list.{act}",
        object_type="course_list",
        object_id=found.id,
        after=after,
        reason=reason,
        at=at,
    )
    session.flush()
