"""Asking for a course to be judged, and taking that back."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from catalog.authoring.checking import Lack, lacks
from catalog.authoring.errors import (
    CourseDraftChanged,
    DraftIncomplete,
    DraftStateWrong,
    DraftUnchanged,
)
from catalog.authoring.events import CourseSubmitted
from catalog.authoring.models import Draft, DraftState
from catalog.authoring.queries import draft_of, own_course, published_content
from catalog.authoring.standards import Standard, standard_in_force
from catalog.courses.models import Category, Course
from core.audit import record
from core.events import publish
from core.text import Text

_NO_CATEGORY = Text("There is no such category.", "Kategori ini tidak ada.")


def check_draft(
    session: Session, draft: Draft, *, zone: ZoneInfo, at: datetime
) -> tuple[Standard, list[Lack]]:
    """What the draft lacks by the standard that is in force today."""
    standard = standard_in_force(on=at.astimezone(zone).date())
    found = lacks(draft.content, standard)
    category = draft.content.get("category")
    if category and session.get(Category, category) is None:
        source = standard.required_source
        found.append(Lack("/category", "unknown", _NO_CATEGORY, source))
    return standard, found


def submit_draft(
    session: Session,
    course_id: UUID,
    *,
    provider_id: UUID,
    version: int,
    zone: ZoneInfo,
    at: datetime,
) -> tuple[Course, Draft]:
    """Send the draft to be judged; nobody may edit it until that is over.

    Raises OwnCourseNotFound, CourseDraftChanged, DraftStateWrong, DraftUnchanged, or
    DraftIncomplete with all that is missing.
    """
    course = own_course(session, course_id, provider_id=provider_id, lock=True)
    draft, number = draft_of(session, course), course.revision
    if version != draft.version:
        raise CourseDraftChanged(current=draft.version, changes=[])
    if draft.state not in (DraftState.EDITING, DraftState.CHANGES_REQUESTED):
        raise DraftStateWrong(state=draft.state)
    if number is not None and draft.content == published_content(session, course):
        raise DraftUnchanged(number=number)
    standard, missing = check_draft(session, draft, zone=zone, at=at)
    if missing:
        raise DraftIncomplete(count=len(missing), missing=_shown(missing))
    session.add(draft)
    draft.move(DraftState.SUBMITTED, at=at)
    draft.submitted_at = at
    draft.standards_version = standard.version
    draft.based_on = number
    _tell(session, course, draft, "submitted", at=at)
    publish(
        session,
        CourseSubmitted(
            occurred_at=at,
            audience=(provider_id,),
            course_id=course.id,
            draft_version=draft.version,
        ),
    )
    session.flush()
    return course, draft


def take_back(
    session: Session, course_id: UUID, *, provider_id: UUID, at: datetime
) -> tuple[Course, Draft]:
    """Open a submitted draft again, before anybody judges it.

    Raises OwnCourseNotFound or DraftStateWrong.
    """
    course = own_course(session, course_id, provider_id=provider_id, lock=True)
    draft = draft_of(session, course)
    if draft.state != DraftState.SUBMITTED:
        raise DraftStateWrong(state=draft.state)
    draft.move(DraftState.EDITING, at=at)
    draft.submitted_at = None
    _tell(session, course, draft, "taken_back", at=at)
    session.flush()
    return course, draft


def _shown(missing: list[Lack]) -> list[dict[str, object]]:
    return [
        {"place": lack.place, "code": lack.code, "source": lack.source}
        for lack in missing
    ]


def _tell(
    session: Session, course: Course, draft: Draft, act: str, *, at: datetime
) -> None:
    record(
        session,
        action=f"course.{act}",
        object_type="course",
        object_id=course.id,
        at=at,
        after={"version": draft.version},
    )
