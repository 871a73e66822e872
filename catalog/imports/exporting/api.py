"""/v1/provider/course-exports: your courses as a file."""

from uuid import UUID

from flask import Response
from flask.views import MethodView

from catalog.imports.exporting.rows import exported
from catalog.imports.exporting.schemas import ExportQuerySchema
from catalog.imports.exporting.writing import MEDIA_TYPES, Format, written
from core.unit_of_work import reading
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
        """Fetch your courses as CSV, XLSX, JSON or schema.org JSON-LD.

        As their drafts say. Change what you like and send the file to
        /v1/provider/course-lists: a course is found again by its `reference`, and what
        has no column stays as it is.
        """
        format_ = Format(query["format"])
        provider_id: UUID = current_caller().organisation_id
        with reading("course_exports.write") as session:
            content = written(exported(session, provider_id), format_)
        response = Response(content, content_type=MEDIA_TYPES[format_])
        response.headers.set(
            "Content-Disposition", "attachment", filename=f"courses.{format_}"
        )
        return response
