"""/v1/provider/course-exports: your courses as a file."""

from uuid import UUID

from flask import Response
from flask.views import MethodView

from catalog.imports.exporting.schemas import ExportQuerySchema
from catalog.imports.exporting.sending import as_file
from catalog.imports.exporting.writing import Format
from openapi.blueprint import Blueprint
from openapi.security import current_caller, require_scope

blueprint = Blueprint(
    "course_exports",
    __name__,
    url_prefix="/v1/provider/course-exports",
    description="Your courses as a file.",
)


@blueprint.route("")
class CourseExports(MethodView):
    @require_scope("catalog:write", kind="training_institution")
    @blueprint.arguments(ExportQuerySchema, location="query")
    @blueprint.response(200, content_type="application/octet-stream")
    def get(self, query: dict[str, str]) -> Response:
        """Fetch your courses and their coming classes as CSV, XLSX, JSON or schema.org
        JSON-LD.

        As their drafts say. Each class has a row; the first one of a course says the
        course too. Change what you like and send the file to
        /v1/provider/course-lists: a course is found again by its `reference`, a class
        by its `run_reference`, and what has no column stays as it is.
        """
        provider_id: UUID = current_caller().organisation_id
        return as_file(provider_id, Format(query["format"]))
