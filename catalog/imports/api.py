"""Importing courses, and deciding on what an import holds back."""

from typing import Any
from uuid import UUID

from flask.views import MethodView
from sqlalchemy.orm import Session

from catalog.courses import Course
from catalog.imports import parse_courses
from catalog.imports.errors import DraftNotFound, ImportForAnother
from catalog.imports.findings import Finding
from catalog.imports.queries import drafts
from catalog.imports.schemas import (
    DraftPageSchema,
    ImportRequestSchema,
    ImportResultSchema,
    PublishedSchema,
)
from catalog.imports.services.apply import Applied, apply_own
from catalog.imports.services.publish import publish_draft
from core.clock import now
from core.unit_of_work import reading, unit_of_work
from openapi.blueprint import Blueprint
from openapi.idempotency import idempotent
from openapi.pagination import InvalidCursor, Key, Page, PageArgumentsSchema, paginate
from openapi.problems import locale
from openapi.security import current_caller, require_scope
from partners.organisations import Organisation

# Part of each course's reference: an institution's own list is one list for ever.
SOURCE = "own"

blueprint = Blueprint(
    "imports",
    __name__,
    url_prefix="/v1",
    description="Bringing courses in from published lists.",
)


@blueprint.route("/course-imports")
class Imports(MethodView):
    @require_scope("catalog:write", kind="training_institution")
    @blueprint.arguments(ImportRequestSchema)
    @idempotent(blueprint, 201, ImportResultSchema, operation="courses.import")
    @blueprint.refusals(ImportForAnother)
    def post(self, sent: dict[str, Any], *, session: Session) -> dict[str, Any]:
        """Import a list of your courses.

        Every row ends as a draft or as a rejected row with its reason, and what was
        repaired or doubted is reported per cell. New courses wait to be approved; a
        change to a course on sale is withheld until somebody confirms it. The same
        list twice changes nothing.
        """
        provider = session.get_one(Organisation, current_caller().organisation_id)
        report = parse_courses(sent["rows"], source=SOURCE)
        return _shown(apply_own(session, report, provider=provider, at=now()))


@blueprint.route("/course-drafts")
class Drafts(MethodView):
    @require_scope("programme:read", kind="operator")
    @blueprint.arguments(PageArgumentsSchema, location="query")
    @blueprint.response(200, DraftPageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, page: dict[str, Any]) -> Page[Any]:
        """List the imported courses that wait for a person, the oldest first."""
        with reading("drafts.list") as session:
            return paginate(
                session, drafts(), [Key(Course.id, "id")], **page, scalars=False
            )


@blueprint.route("/course-drafts/<uuid:course_id>/publication")
class Publication(MethodView):
    @require_scope("programme:manage", kind="operator")
    @blueprint.response(200, PublishedSchema)
    @blueprint.refusals(DraftNotFound)
    def post(self, course_id: UUID) -> Course:
        """Confirm a draft, its price above all, and put the course on sale."""
        with unit_of_work("drafts.publish") as session:
            return publish_draft(session, course_id=course_id, at=now())


def _shown(applied: Applied) -> dict[str, Any]:
    language = locale()
    return {
        "created": applied.created,
        "changed": applied.changed,
        "unchanged": applied.unchanged,
        "withheld": applied.withheld,
        "rejected": applied.rejected,
        "held": applied.held,
        "findings": [_finding(finding, language) for finding in applied.findings],
    }


def _finding(finding: Finding, language: str) -> dict[str, Any]:
    return {
        "row": finding.row,
        "column": finding.column,
        "value": finding.value,
        "severity": finding.severity.value,
        "code": finding.code,
        "message": finding.message.in_(language),
    }
