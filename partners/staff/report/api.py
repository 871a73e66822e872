"""The access report over the API: an owner reads her organisation's, an auditor of the
operator's everybody's. Each reading is on the record."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Response
from flask.views import MethodView

from core.clock import now
from core.unit_of_work import unit_of_work
from openapi.blueprint import Blueprint
from openapi.downloads import as_csv
from openapi.pagination import InvalidCursor, Page, PageArgumentsSchema
from partners.staff.access import require_operator, require_staff
from partners.staff.report.people import PersonsAccess
from partners.staff.report.programs import ProgramsAccess
from partners.staff.report.reading import (
    PEOPLE,
    PROGRAMS,
    Line,
    Report,
    file_of,
    page_of,
)
from partners.staff.report.schemas import (
    PeoplePageSchema,
    ProgramsPageSchema,
    ReportFileQuerySchema,
    ReportQuerySchema,
)
from partners.staff.rules import Permission

blueprint = Blueprint(
    "access-report",
    __name__,
    url_prefix="/v1",
    description="Who can do what, and which programs can.",
)

OWN = "/organisations/<uuid:organisation_id>/access-report"
EVERYBODYS = "/access-report"


@blueprint.route(f"{OWN}/people")
class OwnAccessOfPeople(MethodView):
    @require_staff(Permission.STAFF_MANAGE)
    @blueprint.arguments(PageArgumentsSchema, location="query")
    @blueprint.response(200, PeoplePageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, page: dict[str, Any], organisation_id: UUID) -> Page[PersonsAccess]:
        """List who has which roles since when, who gave them, and how each account is
        protected. Reading it is on the record."""
        return _page(PEOPLE, organisation_id, page)


@blueprint.route(f"{OWN}/people.csv")
class OwnAccessOfPeopleFile(MethodView):
    @require_staff(Permission.STAFF_MANAGE)
    @blueprint.response(200, content_type="text/csv")
    def get(self, organisation_id: UUID) -> Response:
        """Download the same as a file for spreadsheets: UTF-8, no cell a formula."""
        return csv_answer(PEOPLE, organisation_id, at=now())


@blueprint.route(f"{OWN}/clients")
class OwnAccessOfClients(MethodView):
    @require_staff(Permission.STAFF_MANAGE)
    @blueprint.arguments(PageArgumentsSchema, location="query")
    @blueprint.response(200, ProgramsPageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, page: dict[str, Any], organisation_id: UUID) -> Page[ProgramsAccess]:
        """List the organisation's programs with their scopes, the age of their secrets
        and when each was used last."""
        return _page(PROGRAMS, organisation_id, page)


@blueprint.route(f"{OWN}/clients.csv")
class OwnAccessOfClientsFile(MethodView):
    @require_staff(Permission.STAFF_MANAGE)
    @blueprint.response(200, content_type="text/csv")
    def get(self, organisation_id: UUID) -> Response:
        """Download the same as a file for spreadsheets: UTF-8, no cell a formula."""
        return csv_answer(PROGRAMS, organisation_id, at=now())


@blueprint.route(f"{EVERYBODYS}/people")
class AccessOfPeople(MethodView):
    @require_operator(Permission.AUDIT_READ)
    @blueprint.arguments(ReportQuerySchema, location="query")
    @blueprint.response(200, PeoplePageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, query: dict[str, Any]) -> Page[PersonsAccess]:
        """List the staff of all organisations, or of one, with their roles and how each
        account is protected. Reading it is on the record."""
        return _page(PEOPLE, query.pop("organisation_id"), query)


@blueprint.route(f"{EVERYBODYS}/people.csv")
class AccessOfPeopleFile(MethodView):
    @require_operator(Permission.AUDIT_READ)
    @blueprint.arguments(ReportFileQuerySchema, location="query")
    @blueprint.response(200, content_type="text/csv")
    def get(self, query: dict[str, Any]) -> Response:
        """Download the same as a file for spreadsheets: UTF-8, no cell a formula."""
        return csv_answer(PEOPLE, query["organisation_id"], at=now())


@blueprint.route(f"{EVERYBODYS}/clients")
class AccessOfClients(MethodView):
    @require_operator(Permission.AUDIT_READ)
    @blueprint.arguments(ReportQuerySchema, location="query")
    @blueprint.response(200, ProgramsPageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, query: dict[str, Any]) -> Page[ProgramsAccess]:
        """List the programs of all organisations, or of one, with their scopes, the age
        of their secrets and when each was used last."""
        return _page(PROGRAMS, query.pop("organisation_id"), query)


@blueprint.route(f"{EVERYBODYS}/clients.csv")
class AccessOfClientsFile(MethodView):
    @require_operator(Permission.AUDIT_READ)
    @blueprint.arguments(ReportFileQuerySchema, location="query")
    @blueprint.response(200, content_type="text/csv")
    def get(self, query: dict[str, Any]) -> Response:
        """Download the same as a file for spreadsheets: UTF-8, no cell a formula."""
        return csv_answer(PROGRAMS, query["organisation_id"], at=now())


def csv_answer(
    report: Report[Line], organisation_id: UUID | None, *, at: datetime
) -> Response:
    """A report as a file that carries the day on which it was true."""
    lines = file_of(report, organisation_id=organisation_id, at=at)
    return as_csv(lines, f"access-{report.name}-{at:%Y-%m-%d}.csv")


def _page(
    report: Report[Line], organisation_id: UUID | None, page: Mapping[str, Any]
) -> Page[Line]:
    with unit_of_work("access_report.page") as session:
        return page_of(
            session, report, organisation_id=organisation_id, at=now(), **page
        )
