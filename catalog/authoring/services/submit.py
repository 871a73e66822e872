"""Asking for a course to be judged, and taking that back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from catalog.authoring.checking import Lack, lacks
from catalog.authoring.concepts import check_concepts
from catalog.authoring.errors import (
    CourseDraftChanged,
    DraftIncomplete,
    DraftStateWrong,
    DraftUnchanged,
)
from catalog.authoring.events import CourseSubmitted, CourseTakenBack
from catalog.authoring.models import Draft, DraftState
from catalog.authoring.queries import (
    course_at_work,
    draft_of,
    own_course,
    published_content,
)
from catalog.authoring.standards import Standard, standard_in_force
from catalog.authoring.trainers import check_trainers
from catalog.courses.models import Category, Course
from core.audit import record
from core.events import publish
from core.text import Text

_NO_CATEGORY = Text("There is no such category.", "Kategori ini tidak ada.")
_ABOVE_CAP = Text(
    "A course in this category costs {cap} at most.",
    "Pelatihan dalam kategori ini paling mahal {cap}.",
)
SUBMITTABLE = (DraftState.EDITING, DraftState.CHANGES_REQUESTED)
CAP_SOURCE = "operator, price cap of the category"


@dataclass(frozen=True)
class Check:
    """What a draft lacks by a standard, and what somebody should look at."""

    standard: Standard
    missing: list[Lack]
    warnings: list[Lack]


def check_draft(
    session: Session,
    draft: Draft,
    *,
    provider_id: UUID,
    zone: ZoneInfo,
    at: datetime,
) -> Check:
    """What the draft of an institution lacks by the standard in force today."""
    today = at.astimezone(zone).date()
    standard = standard_in_force(on=today)
    concepts = check_concepts(session, draft.content, standard.required_source)
    trainers = check_trainers(
        session, draft.content, standard, provider_id=provider_id, today=today
    )
    found = [*lacks(draft.content, standard), *concepts.lacks, *trainers.lacks]
    code = draft.content.get("category")
    category = session.get(Category, code) if code else None
    found += category_lacks(draft.content, category, standard)
    return Check(standard, found, [*concepts.warnings, *trainers.warnings])


def category_lacks(
    content: Mapping[str, Any], category: Category | None, standard: Standard
) -> list[Lack]:
    """What is wrong with the category that a content names, and its price there."""
    if content.get("category") and category is None:
        source = standard.required_source
        return [Lack("/category", "unknown", _NO_CATEGORY, source)]
    cap = category.price_cap if category else None
    if cap is None or content.get("list_price", 0) <= cap:
        return []
    words = _ABOVE_CAP.format(cap=_grouped(cap))
    return [Lack("/list_price", "above-cap", words, CAP_SOURCE)]


def _grouped(amount: int) -> str:
    """An amount with points between its thousands: 1.250.000."""
    return f"{amount:,}".replace(",", ".")


def submit_draft(
    session: Session,
    course_id: UUID,
    *,
    provider_id: UUID,
    version: int,
    zone: ZoneInfo,
    at: datetime,
    platform_id: UUID | None = None,
) -> tuple[Course, Draft]:
    """Send the draft to be judged; nobody may edit it until that is over.

    `platform_id` is the platform that is to check it, the one that was named before
    where it is None. What is published is submitted unchanged only when its approval
    ends soon. Raises OwnCourseNotFound, CourseRetired, CourseDraftChanged,
    DraftStateWrong, DraftUnchanged, DraftIncomplete with all that is missing, or what
    those refuse who judge it (catalog/curation).
    """
    course = course_at_work(session, course_id, provider_id=provider_id)
    draft, number = draft_of(session, course), course.revision
    if version != draft.version:
        raise CourseDraftChanged(current=draft.version, changes=[])
    renewal = draft.renewable_from is not None and at >= draft.renewable_from
    if draft.state not in SUBMITTABLE and not (
        renewal and draft.state == DraftState.PUBLISHED
    ):
        raise DraftStateWrong(state=draft.state)
    unchanged = number is not None and draft.content == published_content(
        session, course
    )
    if number is not None and unchanged and not renewal:
        raise DraftUnchanged(number=number)
    check = check_draft(session, draft, provider_id=provider_id, zone=zone, at=at)
    if check.missing:
        raise DraftIncomplete(count=len(check.missing), missing=_shown(check.missing))
    session.add(draft)
    draft.move(DraftState.SUBMITTED, at=at)
    draft.submitted_at = at
    draft.standards_version = check.standard.version
    draft.based_on = number
    draft.platform_id = platform_id or draft.platform_id
    session.flush()
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
    publish(
        session,
        CourseTakenBack(occurred_at=at, audience=(provider_id,), course_id=course.id),
    )
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
