"""The visits that a monitor is asked for, for its staff."""

from typing import Any
from uuid import UUID

from flask import Response
from flask.views import MethodView

from catalog.monitoring import errors
from catalog.monitoring.models import Severity, Visit
from catalog.monitoring.queries import (
    files_of_visit,
    find_file,
    find_visit,
    visits_for,
)
from catalog.monitoring.rules import Answer, Found, Report
from catalog.monitoring.schemas import (
    VisitDeclineSchema,
    VisitFileQuerySchema,
    VisitFileSchema,
    VisitPageSchema,
    VisitQuerySchema,
    VisitReportRequestSchema,
    VisitSchema,
)
from catalog.monitoring.services.visit import (
    Visitor,
    accept_visit,
    attach_to_visit,
    check_room,
    decline_visit,
    report_visit,
)
from catalog.monitoring.views import file_shown, visit_for_monitor, visit_lines
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
from partners.conflicts.errors import ReviewerTied, StaffTied
from partners.staff.access import require_staff
from partners.staff.rules import Permission

blueprint = Blueprint(
    "visits",
    __name__,
    url_prefix="/v1/organisations/<uuid:organisation_id>/visits",
    description="The classes that your organisation is asked to visit.",
)


@blueprint.route("")
class Visits(MethodView):
    @require_staff(Permission.COURSES_MONITOR)
    @blueprint.arguments(VisitQuerySchema, location="query")
    @blueprint.response(200, VisitPageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, query: dict[str, Any], organisation_id: UUID) -> Page[Json]:
        """List the visits that your organisation is asked for, the newest first.

        Tell nobody of them at the institution: the visit is a surprise.
        """
        wanted = visits_for(organisation_id, query.pop("state"))
        with reading("monitoring.visits") as session:
            found = paginate(
                session, wanted, [Key(Visit.id, "id", descending=True)], **query
            )
            return Page(visit_lines(session, found.items), found.next_cursor)


@blueprint.route("/<uuid:visit_id>")
class OneVisit(MethodView):
    @require_staff(Permission.COURSES_MONITOR)
    @blueprint.response(200, VisitSchema)
    @blueprint.refusals(errors.VisitNotFound)
    def get(self, organisation_id: UUID, visit_id: UUID) -> Json:
        """Read a visit: where it is, what was promised, and what to look at."""
        with reading("monitoring.visit") as session:
            visit = find_visit(session, visit_id, monitor_id=organisation_id)
            return visit_for_monitor(session, visit, language=locale())


@blueprint.route("/<uuid:visit_id>/acceptance")
class VisitAcceptance(MethodView):
    @require_staff(Permission.COURSES_MONITOR)
    @blueprint.response(200, VisitSchema)
    @blueprint.refusals(
        errors.VisitNotFound, errors.VisitClosed, ReviewerTied, StaffTied
    )
    def put(self, organisation_id: UUID, visit_id: UUID) -> Json:
        """Take a visit on."""
        by = Visitor(organisation_id, current_person())
        with unit_of_work("monitoring.accept") as session:
            visit = accept_visit(session, visit_id, by=by, at=now())
            return visit_for_monitor(session, visit, language=locale())


@blueprint.route("/<uuid:visit_id>/decline")
class VisitDecline(MethodView):
    @require_staff(Permission.COURSES_MONITOR)
    @blueprint.arguments(VisitDeclineSchema)
    @blueprint.response(204)
    @blueprint.refusals(errors.VisitNotFound, errors.VisitClosed)
    def put(self, body: dict[str, str], organisation_id: UUID, visit_id: UUID) -> None:
        """Leave a visit to another monitor. You do not see it any more."""
        by = Visitor(organisation_id, current_person())
        with unit_of_work("monitoring.decline") as session:
            decline_visit(session, visit_id, by=by, cause=body["reason"], at=now())


@blueprint.route("/<uuid:visit_id>/report")
class VisitReport(MethodView):
    @require_staff(Permission.COURSES_MONITOR)
    @blueprint.arguments(VisitReportRequestSchema)
    @blueprint.response(200, VisitSchema)
    @blueprint.refusals(
        errors.VisitNotFound,
        errors.VisitClosed,
        errors.VisitNotBegun,
        errors.ChecksOpen,
        errors.CheckUnknown,
        errors.FindingsUnfit,
        errors.EvidenceMissing,
        ReviewerTied,
        StaffTied,
    )
    def put(self, body: dict[str, Any], organisation_id: UUID, visit_id: UUID) -> Json:
        """Report what you saw. Each finding goes to the institution, which answers."""
        by = Visitor(organisation_id, current_person())
        with unit_of_work("monitoring.report") as session:
            visit = report_visit(session, visit_id, _report(body), by=by, at=now())
            return visit_for_monitor(session, visit, language=locale())


@blueprint.route("/<uuid:visit_id>/files")
class VisitFiles(MethodView):
    @takes_file
    @require_staff(Permission.COURSES_MONITOR)
    @blueprint.doc(requestBody=FILE_BODY)
    @blueprint.arguments(VisitFileQuerySchema, location="query")
    @blueprint.response(201, VisitFileSchema)
    @blueprint.refusals(
        errors.VisitNotFound,
        errors.VisitClosed,
        errors.CheckUnknown,
        errors.TooManyVisitFiles,
        *FILE_REFUSALS,
    )
    def post(
        self, query: dict[str, str], organisation_id: UUID, visit_id: UUID
    ) -> Json:
        """Attach a file, which is the whole body: a PDF, a JPEG or a PNG.

        It shows what you saw for a check. It is recognised by its content, scanned and
        opened; pictures are kept as encoded anew, without the place where they were
        taken. At most 10 MiB, 20 for a visit.
        """
        by = Visitor(organisation_id, current_person())
        with reading("monitoring.check_room") as session:
            visit = find_visit(session, visit_id, monitor_id=organisation_id)
            check_room(session, visit, query["check"])
        file = put(receive(sent_file()))
        with unit_of_work("monitoring.attach") as session:
            kept = attach_to_visit(session, visit_id, file, by=by, **query, at=now())
            return file_shown(session, kept)


@blueprint.route("/<uuid:visit_id>/files/<uuid:visit_file_id>")
class OneVisitFile(MethodView):
    @require_staff(Permission.COURSES_MONITOR)
    @blueprint.response(200, content_type="application/octet-stream")
    @blueprint.refusals(errors.VisitNotFound, errors.VisitFileNotFound, FileGone)
    def get(
        self, organisation_id: UUID, visit_id: UUID, visit_file_id: UUID
    ) -> Response:
        """Download a file that you attached."""
        with reading("monitoring.file") as session:
            visit = find_visit(session, visit_id, monitor_id=organisation_id)
            files = files_of_visit(session, visit.id)
            return as_attachment(
                content_of(session, find_file(session, visit_file_id, files))
            )


def _report(body: dict[str, Any]) -> Report:
    return Report(
        answers={
            each["check"]: (Answer(each["answer"]), each["note"])
            for each in body["answers"]
        },
        findings=[
            Found(
                each["check"],
                Severity(each["severity"]),
                each["words"],
                [(link["url"], link["sha256"]) for link in each["links"]],
            )
            for each in body["findings"]
        ],
        remarks=body["remarks"],
    )
