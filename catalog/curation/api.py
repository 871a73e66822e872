"""The courses that an organisation is asked to judge, for its staff."""

from typing import Any
from uuid import UUID

from flask.views import MethodView
from sqlalchemy import select

from catalog.curation import errors
from catalog.curation.models import Case, Task, Verdict
from catalog.curation.queries import find_task, tasks_for
from catalog.curation.rules import Answer, Change, Score
from catalog.curation.schemas import (
    CourseTaskDeclineSchema,
    CourseTaskPageSchema,
    CourseTaskQuerySchema,
    CourseTaskSchema,
    CourseVerdictRequestSchema,
)
from catalog.curation.services.answer import answer_task, decline_task
from catalog.curation.views import task_for_judges, task_line
from core.clock import now
from core.database import Json
from core.unit_of_work import reading, unit_of_work
from openapi.blueprint import Blueprint
from openapi.pagination import InvalidCursor, Key, Page, paginate
from openapi.problems import locale
from openapi.security import current_person
from partners.conflicts.errors import ReviewerTied, StaffTied
from partners.staff.access import require_staff
from partners.staff.rules import Permission

blueprint = Blueprint(
    "course_assessments",
    __name__,
    url_prefix="/v1/organisations/<uuid:organisation_id>/course-assessments",
    description="The courses that your organisation is asked to judge.",
)


@blueprint.route("")
class CourseTasks(MethodView):
    @require_staff(Permission.COURSES_ASSESS)
    @blueprint.arguments(CourseTaskQuerySchema, location="query")
    @blueprint.response(200, CourseTaskPageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, query: dict[str, Any], organisation_id: UUID) -> Page[Json]:
        """List what your organisation was asked to judge, the newest first."""
        wanted = tasks_for(organisation_id, query.pop("state"))
        with reading("curation.tasks") as session:
            found = paginate(
                session, wanted, [Key(Task.id, "id", descending=True)], **query
            )
            rows = session.scalars(
                select(Case).where(Case.id.in_([each.case_id for each in found.items]))
            )
            cases = {case.id: case for case in rows}
        lines = [task_line(each, cases[each.case_id]) for each in found.items]
        return Page(lines, found.next_cursor)


@blueprint.route("/<uuid:task_id>")
class OneCourseTask(MethodView):
    @require_staff(Permission.COURSES_ASSESS)
    @blueprint.response(200, CourseTaskSchema)
    @blueprint.refusals(errors.CourseTaskNotFound)
    def get(self, organisation_id: UUID, task_id: UUID) -> Json:
        """Read a course that you judge, with the rubric and what looks like it."""
        with reading("curation.task") as session:
            task = find_task(session, task_id, organisation_id=organisation_id)
            return task_for_judges(session, task, language=locale())


@blueprint.route("/<uuid:task_id>/verdict")
class CourseVerdict(MethodView):
    @require_staff(Permission.COURSES_ASSESS)
    @blueprint.arguments(CourseVerdictRequestSchema)
    @blueprint.response(200, CourseTaskSchema)
    @blueprint.refusals(
        errors.CourseTaskNotFound,
        errors.TaskClosed,
        StaffTied,
        ReviewerTied,
        errors.AlreadyJudged,
        errors.IndicatorUnknown,
        errors.ScoreOutOfRange,
        errors.IndicatorsOpen,
        errors.MandatoryFailed,
        errors.ChangesMissing,
        errors.PlaceUnknown,
    )
    def put(self, body: dict[str, Any], organisation_id: UUID, task_id: UUID) -> Json:
        """Judge a course: approve it, ask for changes, or reject it, with reasons."""
        with unit_of_work("curation.verdict") as session:
            task = answer_task(
                session,
                task_id,
                organisation_id=organisation_id,
                account_id=current_person(),
                answer=_answer(body),
                at=now(),
            )
            return task_for_judges(session, task, language=locale())


@blueprint.route("/<uuid:task_id>/decline")
class CourseTaskDecline(MethodView):
    @require_staff(Permission.COURSES_ASSESS)
    @blueprint.arguments(CourseTaskDeclineSchema)
    @blueprint.response(200, CourseTaskSchema)
    @blueprint.refusals(
        errors.CourseTaskNotFound, errors.TaskClosed, errors.TaskNotDeclinable
    )
    def put(self, body: dict[str, str], organisation_id: UUID, task_id: UUID) -> Json:
        """Leave a course to another assessor."""
        with unit_of_work("curation.decline") as session:
            task = decline_task(
                session,
                task_id,
                organisation_id=organisation_id,
                reason=body["reason"],
                at=now(),
            )
            return task_for_judges(session, task, language=locale())


def _answer(body: dict[str, Any]) -> Answer:
    return Answer(
        verdict=Verdict(body["verdict"]),
        reasons=body["reasons"],
        scores={
            each["indicator"]: Score(each["score"], each["note"])
            for each in body["scores"]
        },
        changes=[Change(each["place"], each["words"]) for each in body["changes"]],
    )
