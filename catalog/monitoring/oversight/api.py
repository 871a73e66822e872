"""The operator oversees plans and decides about findings."""

from typing import Any
from uuid import UUID

from flask import Response
from flask.views import MethodView
from sqlalchemy import select

from catalog.monitoring import errors
from catalog.monitoring.models import Finding, FrameItem, Outcome, Plan
from catalog.monitoring.oversight.schemas import (
    FindingDecisionSchema,
    FindingQueueQuerySchema,
    FramePageSchema,
    FrameQuerySchema,
    MonitoringPlanPageSchema,
    MonitoringPlanQuerySchema,
    MonitoringPlanSchema,
    OverseenFindingSchema,
)
from catalog.monitoring.queries import (
    all_findings,
    files_of_finding,
    find_file,
    find_finding,
    find_plan,
    frame_of,
)
from catalog.monitoring.schemas import CourseFindingPageSchema
from catalog.monitoring.services.decide import decide_appeal, decide_finding
from catalog.monitoring.views import (
    finding_for_operator,
    finding_lines,
    plan_for_operator,
    plan_lines,
)
from core.audit import record
from core.clock import now
from core.database import Json
from core.files.errors import FileGone
from core.files.keeping import content_of
from core.unit_of_work import reading, unit_of_work
from openapi.blueprint import Blueprint
from openapi.files import as_attachment
from openapi.pagination import InvalidCursor, Key, Page, paginate
from openapi.problems import locale
from openapi.security import current_person
from partners.conflicts.errors import StaffTied
from partners.staff.access import require_operator
from partners.staff.rules import Permission

blueprint = Blueprint(
    "monitoring",
    __name__,
    url_prefix="/v1",
    description="The operator oversees visits, and decides about what they found.",
)


@blueprint.route("/monitoring-plans")
class MonitoringPlans(MethodView):
    @require_operator(Permission.COURSES_MONITOR)
    @blueprint.arguments(MonitoringPlanQuerySchema, location="query")
    @blueprint.response(200, MonitoringPlanPageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, query: dict[str, Any]) -> Page[Json]:
        """List the samples of periods, the newest first, with how far they are."""
        with reading("monitoring.plans") as session:
            found = paginate(
                session, select(Plan), [Key(Plan.id, "id", descending=True)], **query
            )
            return Page(plan_lines(session, found.items), found.next_cursor)


@blueprint.route("/monitoring-plans/<uuid:plan_id>")
class OneMonitoringPlan(MethodView):
    @require_operator(Permission.COURSES_MONITOR)
    @blueprint.response(200, MonitoringPlanSchema)
    @blueprint.refusals(errors.PlanNotFound)
    def get(self, plan_id: UUID) -> Json:
        """Read a sample: what was chosen and why, who was asked, and how it was drawn.

        The sample is drawn again from its frame for the answer.
        """
        with reading("monitoring.plan") as session:
            return plan_for_operator(session, find_plan(session, plan_id))


@blueprint.route("/monitoring-plans/<uuid:plan_id>/frame")
class MonitoringFrame(MethodView):
    @require_operator(Permission.COURSES_MONITOR)
    @blueprint.arguments(FrameQuerySchema, location="query")
    @blueprint.response(200, FramePageSchema)
    @blueprint.refusals(errors.PlanNotFound, InvalidCursor)
    def get(self, query: dict[str, Any], plan_id: UUID) -> Page[FrameItem]:
        """List everything that could be chosen, with its points.

        With the seed anybody can draw again: of equal points, and of those without,
        those come first whose SHA-256 of `seed:item` is smallest.
        """
        with reading("monitoring.frame") as session:
            plan = find_plan(session, plan_id)
            return paginate(
                session, frame_of(plan.id), [Key(FrameItem.item, "item")], **query
            )


@blueprint.route("/course-findings")
class CourseFindings(MethodView):
    @require_operator(Permission.COURSES_MONITOR)
    @blueprint.arguments(FindingQueueQuerySchema, location="query")
    @blueprint.response(200, CourseFindingPageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, query: dict[str, Any]) -> Page[Json]:
        """List findings, the newest first."""
        wanted = all_findings(
            query.pop("state"), appealed=query.pop("appealed") is not None
        )
        with reading("monitoring.findings") as session:
            found = paginate(
                session, wanted, [Key(Finding.id, "id", descending=True)], **query
            )
            lines = finding_lines(session, found.items, language=locale())
            return Page(lines, found.next_cursor)


@blueprint.route("/course-findings/<uuid:finding_id>")
class OneCourseFinding(MethodView):
    @require_operator(Permission.COURSES_MONITOR)
    @blueprint.response(200, OverseenFindingSchema)
    @blueprint.refusals(errors.FindingNotFound)
    def get(self, finding_id: UUID) -> Json:
        """Read a finding with its evidence and the institution's answer."""
        with reading("monitoring.finding") as session:
            finding = find_finding(session, finding_id)
            return finding_for_operator(session, finding, language=locale(), at=now())


@blueprint.route("/course-findings/<uuid:finding_id>/decision")
class CourseFindingDecision(MethodView):
    @require_operator(Permission.STANDING_CHANGE)
    @blueprint.arguments(FindingDecisionSchema)
    @blueprint.response(200, OverseenFindingSchema)
    @blueprint.refusals(
        errors.FindingNotFound,
        errors.FindingClosed,
        errors.NotDueYet,
        errors.NothingMended,
        errors.VisitorDecides,
        StaffTied,
    )
    def put(self, body: dict[str, str], finding_id: UUID) -> Json:
        """Decide about a finding, when it was answered or the time for that is over.

        What it weighs counts when nobody can appeal any more.
        """
        with unit_of_work("monitoring.decide") as session:
            finding = decide_finding(
                session,
                finding_id,
                outcome=Outcome(body["outcome"]),
                reason=body["reason"],
                by=current_person(),
                at=now(),
            )
            return finding_for_operator(session, finding, language=locale(), at=now())


@blueprint.route("/course-findings/<uuid:finding_id>/appeal-decision")
class CourseFindingAppealDecision(MethodView):
    @require_operator(Permission.STANDING_CHANGE)
    @blueprint.arguments(FindingDecisionSchema)
    @blueprint.response(200, OverseenFindingSchema)
    @blueprint.refusals(
        errors.FindingNotFound,
        errors.NoAppealWaits,
        errors.NothingMended,
        errors.VisitorDecides,
        StaffTied,
    )
    def put(self, body: dict[str, str], finding_id: UUID) -> Json:
        """Decide about an appeal: another person than the first time, for good."""
        with unit_of_work("monitoring.decide_appeal") as session:
            finding = decide_appeal(
                session,
                finding_id,
                outcome=Outcome(body["outcome"]),
                reason=body["reason"],
                by=current_person(),
                at=now(),
            )
            return finding_for_operator(session, finding, language=locale(), at=now())


@blueprint.route("/course-findings/<uuid:finding_id>/files/<uuid:finding_file_id>")
class CourseFindingFile(MethodView):
    @require_operator(Permission.COURSES_MONITOR)
    @blueprint.response(200, content_type="application/octet-stream")
    @blueprint.refusals(errors.FindingNotFound, errors.VisitFileNotFound, FileGone)
    def get(self, finding_id: UUID, finding_file_id: UUID) -> Response:
        """Download a file of a finding or its answer; that is on the record."""
        with unit_of_work("monitoring.overseen_file") as session:
            finding = find_finding(session, finding_id)
            return overseen_file(session, finding, finding_file_id)


def overseen_file(session: Any, finding: Finding, file_id: UUID) -> Response:
    """A file of a finding as an attachment; who read it is on the record."""
    shown, answered = files_of_finding(session, finding)
    file = find_file(session, file_id, [*shown, *answered])
    record(
        session,
        action="course_finding.file_read",
        object_type="course_finding",
        object_id=finding.id,
        at=now(),
        after={"file_id": str(file.id)},
    )
    return as_attachment(content_of(session, file))
