"""A participant's shortlist, through the programme's own application."""

from uuid import UUID

from flask.views import MethodView

from catalog.courses.errors import CourseNotFound
from core.clock import now
from core.unit_of_work import reading, unit_of_work
from marketplace.shortlist.errors import ShortlistFull
from marketplace.shortlist.models import ShortlistItem
from marketplace.shortlist.queries import Shortlist, shortlist_of
from marketplace.shortlist.schemas import KeptCourseSchema, ShortlistSchema
from marketplace.shortlist.services.keep import drop_course, keep_course
from openapi.blueprint import Blueprint
from openapi.problems import NoSuchAddress
from openapi.security import current_person, require_scope

blueprint = Blueprint(
    "shortlist",
    __name__,
    url_prefix="/v1/me/shortlist",
    description="Courses that a participant keeps in view.",
)


@blueprint.route("")
class OwnShortlist(MethodView):
    @require_scope("participant:self", person=True)
    @blueprint.response(200, ShortlistSchema)
    def get(self) -> Shortlist:
        """Read the shortlist: what became of each course, and what the balance buys."""
        with reading("shortlist.read") as session:
            return shortlist_of(session, current_person(), at=now())


@blueprint.route("/<uuid:course_id>")
class ShortlistedCourse(MethodView):
    @require_scope("participant:self", person=True)
    @blueprint.response(200, KeptCourseSchema)
    @blueprint.refusals(CourseNotFound, ShortlistFull)
    def put(self, course_id: UUID) -> ShortlistItem:
        """Keep a course in view; kept again, it is compared with today's price."""
        with unit_of_work("shortlist.keep") as session:
            return keep_course(
                session,
                participant_id=current_person(),
                course_id=course_id,
                at=now(),
            )

    @require_scope("participant:self", person=True)
    @blueprint.response(204)
    @blueprint.refusals(NoSuchAddress)
    def delete(self, course_id: UUID) -> None:
        """Take a course off the list, also one that is off sale."""
        with unit_of_work("shortlist.drop") as session:
            drop_course(session, participant_id=current_person(), course_id=course_id)
