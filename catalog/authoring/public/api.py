"""What courses on sale say of themselves, for platforms and applications."""

from typing import Any
from uuid import UUID

from flask.views import MethodView

from catalog.authoring.errors import RevisionNotFound
from catalog.authoring.public.queries import Published, published
from catalog.authoring.schemas import PublicContentQuerySchema, PublishedContentSchema
from catalog.courses.errors import CourseNotFound
from core.unit_of_work import reading
from openapi.blueprint import Blueprint
from openapi.security import require_scope

blueprint = Blueprint(
    "course-content",
    __name__,
    url_prefix="/v1/courses",
    description="What a course on sale teaches, how, and what it asks for.",
)


@blueprint.route("/<uuid:course_id>/content")
class CourseContent(MethodView):
    @require_scope("catalog:read")
    @blueprint.arguments(PublicContentQuerySchema, location="query")
    @blueprint.response(200, PublishedContentSchema)
    @blueprint.refusals(CourseNotFound, RevisionNotFound)
    def get(self, asked: dict[str, Any], course_id: UUID) -> Published:
        """Read what a course teaches and asks for, now or as somebody bought it."""
        with reading("courses.content") as session:
            return published(session, course_id, number=asked["revision"])
