"""/v1/denials and /v1/security-alerts: for the operator's staff who help and watch."""

from typing import Any
from uuid import UUID

from flask.views import MethodView
from sqlalchemy.orm import Session

from core.audit import record
from core.clock import now
from core.unit_of_work import unit_of_work
from openapi.blueprint import Blueprint
from openapi.pagination import InvalidCursor, Key, Page, paginate
from openapi.security import current_person
from partners.accounts.errors import EmailUnusable
from partners.denials.errors import AlertAlreadyAcknowledged, AlertNotFound
from partners.denials.models import Denial, SecurityAlert
from partners.denials.queries import alerts, denials_where
from partners.denials.schemas import (
    AcknowledgementSchema,
    DenialPageSchema,
    DenialQuerySchema,
    SecurityAlertPageSchema,
    SecurityAlertQuerySchema,
    SecurityAlertSchema,
)
from partners.denials.services.alerts import acknowledge_alert
from partners.staff.access import require_operator
from partners.staff.rules import Permission

blueprint = Blueprint(
    "denials",
    __name__,
    url_prefix="/v1",
    description="What was denied, and who went over a limit.",
)

NEWEST_FIRST = [
    Key(Denial.last_at, "last_at", descending=True),
    Key(Denial.id, "id", descending=True),
]
NEWEST_ALERTS = [
    Key(SecurityAlert.raised_at, "raised_at", descending=True),
    Key(SecurityAlert.id, "id", descending=True),
]


@blueprint.route("/denials")
class Denials(MethodView):
    @require_operator(Permission.DENIALS_READ)
    @blueprint.arguments(DenialQuerySchema, location="query")
    @blueprint.response(200, DenialPageSchema)
    @blueprint.refusals(InvalidCursor, EmailUnusable)
    def get(self, query: dict[str, Any]) -> Page[Denial]:
        """Search what was denied, the newest first.

        Repetitions within ten minutes are one row with their number. Rows are kept for
        90 days. A search by e-mail or account is written to the audit trail.
        """
        with unit_of_work("denials.search") as session:
            return search(session, query)


@blueprint.route("/security-alerts")
class SecurityAlerts(MethodView):
    @require_operator(Permission.DENIALS_READ)
    @blueprint.arguments(SecurityAlertQuerySchema, location="query")
    @blueprint.response(200, SecurityAlertPageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, query: dict[str, Any]) -> Page[SecurityAlert]:
        """List alerts about those who went over a limit, the newest first."""
        with unit_of_work("denials.alerts") as session:
            return paginate(
                session,
                alerts(only_open=query["state"] == "open"),
                NEWEST_ALERTS,
                limit=query["limit"],
                cursor=query["cursor"],
            )


@blueprint.route("/security-alerts/<uuid:alert_id>/acknowledgement")
class SecurityAlertAcknowledgement(MethodView):
    @require_operator(Permission.DENIALS_READ)
    @blueprint.arguments(AcknowledgementSchema)
    @blueprint.response(200, SecurityAlertSchema)
    @blueprint.refusals(AlertNotFound, AlertAlreadyAcknowledged)
    def post(self, body: dict[str, str], alert_id: UUID) -> SecurityAlert:
        """Say that you have looked at an alert, and what came of it."""
        with unit_of_work("denials.acknowledge") as session:
            return acknowledge_alert(
                session,
                alert_id,
                account_id=current_person(),
                note=body["note"],
                at=now(),
            )


def search(session: Session, query: dict[str, Any]) -> Page[Denial]:
    """A page of denials; on the record when it is about a person."""
    found = paginate(
        session,
        denials_where(session, query),
        NEWEST_FIRST,
        limit=query["limit"],
        cursor=query["cursor"],
    )
    if query.get("email") or query.get("account_id"):
        record(
            session,
            action="denials.searched_by_person",
            object_type="denial",
            object_id="search",
            at=now(),
            after={"found": len(found.items)},
        )
    return found
