"""Submissions of courses, and who is asked to judge them."""

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from catalog.courses import Course
from catalog.curation import Case, Task
from core.ids import new_id
from partners.organisations import Organisation
from tests.factories.partners import EARLY, _add


def make_case(session: Session, course: Course, **changes: Any) -> Case:
    """A submission that waits for the platform; nobody is asked yet."""
    identity = changes.pop("id", new_id())
    values: dict[str, Any] = {
        "id": identity,
        "root_id": identity,
        "course_id": course.id,
        "provider_id": course.provider_id,
        "draft_version": 1,
        "content": {"title": {"id": course.title}},
        "standards_version": 1,
        "layers_version": 1,
        "layer": "platform",
        "lookalikes": [],
        "findings": [],
        "opened_at": EARLY,
    }
    return _add(session, Case(**(values | changes)))


def make_course_task(
    session: Session, case: Case, organisation: Organisation, **changes: Any
) -> Task:
    """An organisation is asked to judge the submission in its layer."""
    values: dict[str, Any] = {
        "case_id": case.id,
        "layer": case.layer,
        "panel": "first",
        "organisation_id": organisation.id,
        "assigned_at": EARLY,
        "due_at": EARLY + timedelta(days=7),
    }
    return _add(session, Task(**(values | changes)))
