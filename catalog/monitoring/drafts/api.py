"""A visitor's report that is not finished: kept, read, and sent over the API."""

from typing import Any
from uuid import UUID

from flask.views import MethodView

from catalog.monitoring import errors
from catalog.monitoring.filling import as_fields
from catalog.monitoring.queries import draft_of, find_visit
from catalog.monitoring.schemas import (
    VisitDraftRequestSchema,
    VisitDraftSchema,
    VisitSchema,
)
from catalog.monitoring.services.draft import checks_of, keep_draft
from catalog.monitoring.services.send import send_draft
from catalog.monitoring.services.visit import Visitor
from catalog.monitoring.views import draft_shown, visit_for_monitor
from core.clock import now
from core.database import Json
from core.unit_of_work import reading, unit_of_work
from openapi.blueprint import Blueprint
from openapi.problems import locale
from openapi.security import current_person
from openapi.versions import ETAG_HEADER, IF_MATCH, IfMatchMissing, etag, read_version
from partners.conflicts.errors import ReviewerTied, StaffTied
from partners.staff.access import require_staff
from partners.staff.rules import Permission

blueprint = Blueprint(
    "visit_drafts",
    __name__,
    url_prefix="/v1/organisations/<uuid:organisation_id>/visits/<uuid:visit_id>/draft",
    description="Reports of visits that are not finished.",
)
Shown = tuple[Json, int, dict[str, str]]


@blueprint.route("")
class VisitDrafts(MethodView):
    @require_staff(Permission.COURSES_MONITOR)
    @blueprint.response(200, VisitDraftSchema, headers=ETAG_HEADER)
    @blueprint.refusals(errors.VisitNotFound)
    def get(self, organisation_id: UUID, visit_id: UUID) -> Shown:
        """Read what you have filled in of your report, here or on the page.

        It is yours alone: your colleagues do not see it. It is gone when the report is
        sent, the visit is left to another monitor, or it is over.
        """
        with reading("monitoring.draft") as session:
            visit = find_visit(session, visit_id, monitor_id=organisation_id)
            draft = draft_of(session, visit.id, current_person())
            return _shown(draft_shown(draft, checks_of(session, visit)))

    @require_staff(Permission.COURSES_MONITOR)
    @blueprint.arguments(VisitDraftRequestSchema)
    @blueprint.response(200, VisitDraftSchema, headers=ETAG_HEADER)
    @blueprint.doc(parameters=[IF_MATCH])
    @blueprint.refusals(
        IfMatchMissing,
        errors.VisitNotFound,
        errors.VisitClosed,
        errors.CheckUnknown,
        errors.VisitDraftChanged,
    )
    def put(self, body: dict[str, Any], organisation_id: UUID, visit_id: UUID) -> Shown:
        """Keep what you have filled in so far, instead of what was kept before.

        Nothing has to be whole. Before anything is kept the version is 0. If you
        changed it elsewhere after you read it, nothing is kept.
        """
        with unit_of_work("monitoring.keep_draft") as session:
            # Whose visit it is comes before what is wrong with the request.
            visit = find_visit(session, visit_id, monitor_id=organisation_id)
            draft = keep_draft(
                session,
                visit_id,
                as_fields(body["checks"], body["remarks"]),
                monitor_id=organisation_id,
                account_id=current_person(),
                version=read_version(),
                at=now(),
            )
            return _shown(draft_shown(draft, checks_of(session, visit)))


@blueprint.route("/submission")
class VisitDraftSubmissions(MethodView):
    @require_staff(Permission.COURSES_MONITOR)
    @blueprint.response(200, VisitSchema)
    @blueprint.doc(parameters=[IF_MATCH])
    @blueprint.refusals(
        IfMatchMissing,
        errors.VisitNotFound,
        errors.VisitDraftChanged,
        errors.VisitClosed,
        errors.VisitNotBegun,
        errors.ChecksOpen,
        errors.EvidenceLinkUnfit,
        errors.EvidenceMissing,
        ReviewerTied,
        StaffTied,
    )
    def put(self, organisation_id: UUID, visit_id: UUID) -> Json:
        """Send the report that you kept, as you read it.

        Each `no` is a finding, with the note as its words, and goes to the institution.
        """
        by = Visitor(organisation_id, current_person())
        with unit_of_work("monitoring.send_draft") as session:
            find_visit(session, visit_id, monitor_id=organisation_id)
            visit = send_draft(
                session, visit_id, by=by, version=read_version(), at=now()
            )
            return visit_for_monitor(session, visit, language=locale())


def _shown(body: Json) -> Shown:
    return body, 200, etag(body["version"])
