"""Where an institution's course is, and an appeal against its rejection."""

from uuid import UUID

from flask.views import MethodView

from catalog.authoring.errors import CourseRetired, OwnCourseNotFound
from catalog.authoring.queries import own_course
from catalog.curation.errors import NeverSubmitted, NothingToAppeal
from catalog.curation.queries import submitted_case
from catalog.curation.schemas import CourseAppealSchema, CourseAssessmentSchema
from catalog.curation.services.appeal import appeal
from catalog.curation.views import case_for_institution
from core.clock import now
from core.database import Json
from core.unit_of_work import reading, unit_of_work
from openapi.blueprint import Blueprint
from openapi.problems import locale
from openapi.security import current_caller, require_scope

blueprint = Blueprint(
    "own_course_assessments",
    __name__,
    url_prefix="/v1/provider/courses/<uuid:course_id>",
    description="How your courses are judged.",
)

INSTITUTION = "training_institution"


@blueprint.route("/assessment")
class OwnCourseAssessment(MethodView):
    @require_scope("catalog:write", kind=INSTITUTION)
    @blueprint.response(200, CourseAssessmentSchema)
    @blueprint.refusals(OwnCourseNotFound, NeverSubmitted)
    def get(self, course_id: UUID) -> Json:
        """Read where your course is, who has to act, and what was asked for.

        You are told which kind of organisation acts, and not which one.
        """
        with reading("curation.own") as session:
            own_course(session, course_id, provider_id=_institution())
            case = submitted_case(session, course_id)
            return case_for_institution(session, case, language=locale(), at=now())


@blueprint.route("/appeal")
class OwnCourseAppeal(MethodView):
    @require_scope("catalog:write", kind=INSTITUTION)
    @blueprint.arguments(CourseAppealSchema)
    @blueprint.response(200, CourseAssessmentSchema)
    @blueprint.refusals(
        OwnCourseNotFound, CourseRetired, NeverSubmitted, NothingToAppeal
    )
    def put(self, body: dict[str, str], course_id: UUID) -> Json:
        """Appeal against a rejection, once. Others judge the course, and decide."""
        with unit_of_work("curation.appeal") as session:
            case = appeal(
                session,
                course_id,
                provider_id=_institution(),
                reason=body["reason"],
                at=now(),
            )
            return case_for_institution(session, case, language=locale(), at=now())


def _institution() -> UUID:
    return current_caller().organisation_id
