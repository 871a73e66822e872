"""An institution reads findings about its classes, answers them, and appeals."""

from typing import Any
from uuid import UUID

from flask import Response
from flask.views import MethodView

from catalog.monitoring import errors
from catalog.monitoring.models import Finding
from catalog.monitoring.queries import (
    files_of_finding,
    find_file,
    find_finding,
    findings_for,
)
from catalog.monitoring.schemas import (
    AnswerFileQuerySchema,
    CourseFindingAnswerSchema,
    CourseFindingAppealSchema,
    CourseFindingPageSchema,
    CourseFindingQuerySchema,
    CourseFindingSchema,
    VisitFileSchema,
)
from catalog.monitoring.services.answer import (
    answer_finding,
    appeal_finding,
    attach_to_finding,
    check_room,
)
from catalog.monitoring.views import file_shown, finding_in_full, finding_lines
from core.clock import now
from core.database import Json
from core.files.errors import FileGone
from core.files.keeping import content_of, put
from core.files.receiving import receive
from core.unit_of_work import reading, unit_of_work
from openapi.blueprint import Blueprint
from openapi.files import FILE_BODY, FILE_REFUSALS, as_attachment, sent_file
from openapi.pagination import InvalidCursor, Key, Page, paginate
from openapi.problems import locale
from openapi.requests import takes_file
from openapi.security import current_person
from partners.staff.access import require_staff
from partners.staff.rules import Permission

blueprint = Blueprint(
    "own_course_findings",
    __name__,
    url_prefix="/v1/organisations/<uuid:organisation_id>/course-findings",
    description="What monitors found in your classes.",
)


@blueprint.route("")
class OwnFindings(MethodView):
    @require_staff(Permission.DELIVERY_WRITE)
    @blueprint.arguments(CourseFindingQuerySchema, location="query")
    @blueprint.response(200, CourseFindingPageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, query: dict[str, Any], organisation_id: UUID) -> Page[Json]:
        """List what was found in your classes, the newest first."""
        wanted = findings_for(organisation_id, query.pop("state"))
        with reading("monitoring.own_findings") as session:
            found = paginate(
                session, wanted, [Key(Finding.id, "id", descending=True)], **query
            )
            lines = finding_lines(session, found.items, language=locale())
            return Page(lines, found.next_cursor)


@blueprint.route("/<uuid:finding_id>")
class OwnFinding(MethodView):
    @require_staff(Permission.DELIVERY_WRITE)
    @blueprint.response(200, CourseFindingSchema)
    @blueprint.refusals(errors.FindingNotFound)
    def get(self, organisation_id: UUID, finding_id: UUID) -> Json:
        """Read a finding, its evidence, and what was decided."""
        with reading("monitoring.own_finding") as session:
            finding = find_finding(session, finding_id, provider_id=organisation_id)
            return finding_in_full(session, finding, language=locale(), at=now())


@blueprint.route("/<uuid:finding_id>/answer")
class OwnFindingAnswer(MethodView):
    @require_staff(Permission.DELIVERY_WRITE)
    @blueprint.arguments(CourseFindingAnswerSchema)
    @blueprint.response(200, CourseFindingSchema)
    @blueprint.refusals(
        errors.FindingNotFound, errors.FindingClosed, errors.AnswerTooLate
    )
    def put(
        self, body: dict[str, Any], organisation_id: UUID, finding_id: UUID
    ) -> Json:
        """Say what happened, and whether you mended it. Attach files before."""
        with unit_of_work("monitoring.answer") as session:
            finding = answer_finding(
                session,
                finding_id,
                provider_id=organisation_id,
                by=current_person(),
                **body,
                at=now(),
            )
            return finding_in_full(session, finding, language=locale(), at=now())


@blueprint.route("/<uuid:finding_id>/appeal")
class OwnFindingAppeal(MethodView):
    @require_staff(Permission.DELIVERY_WRITE)
    @blueprint.arguments(CourseFindingAppealSchema)
    @blueprint.response(200, CourseFindingSchema)
    @blueprint.refusals(errors.FindingNotFound, errors.NoAppeal)
    def put(
        self, body: dict[str, str], organisation_id: UUID, finding_id: UUID
    ) -> Json:
        """Appeal against a decision, once. Somebody else decides, and that is final."""
        with unit_of_work("monitoring.appeal") as session:
            finding = appeal_finding(
                session,
                finding_id,
                provider_id=organisation_id,
                reason=body["reason"],
                at=now(),
            )
            return finding_in_full(session, finding, language=locale(), at=now())


@blueprint.route("/<uuid:finding_id>/files")
class OwnFindingFiles(MethodView):
    @takes_file
    @require_staff(Permission.DELIVERY_WRITE)
    @blueprint.doc(requestBody=FILE_BODY)
    @blueprint.arguments(AnswerFileQuerySchema, location="query")
    @blueprint.response(201, VisitFileSchema)
    @blueprint.refusals(
        errors.FindingNotFound,
        errors.FindingClosed,
        errors.AnswerTooLate,
        errors.TooManyVisitFiles,
        *FILE_REFUSALS,
    )
    def post(
        self, query: dict[str, str], organisation_id: UUID, finding_id: UUID
    ) -> Json:
        """Attach a file to your answer: the whole body, a PDF, a JPEG or a PNG.

        At most 10 MiB, ten for an answer.
        """
        with reading("monitoring.check_room") as session:
            finding = find_finding(session, finding_id, provider_id=organisation_id)
            check_room(session, finding, at=now())
        file = put(receive(sent_file()))
        with unit_of_work("monitoring.attach_answer") as session:
            kept = attach_to_finding(
                session,
                finding_id,
                file,
                provider_id=organisation_id,
                name=query["name"],
                by=current_person(),
                at=now(),
            )
            return file_shown(session, kept)


@blueprint.route("/<uuid:finding_id>/files/<uuid:finding_file_id>")
class OwnFindingFile(MethodView):
    @require_staff(Permission.DELIVERY_WRITE)
    @blueprint.response(200, content_type="application/octet-stream")
    @blueprint.refusals(errors.FindingNotFound, errors.VisitFileNotFound, FileGone)
    def get(
        self, organisation_id: UUID, finding_id: UUID, finding_file_id: UUID
    ) -> Response:
        """Download what shows a finding, or what you attached to your answer."""
        with reading("monitoring.own_file") as session:
            finding = find_finding(session, finding_id, provider_id=organisation_id)
            shown, answered = files_of_finding(session, finding)
            file = find_file(session, finding_file_id, [*shown, *answered])
            return as_attachment(content_of(session, file))
