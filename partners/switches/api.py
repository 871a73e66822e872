"""Closing and opening switches, for the operator's staff."""

from typing import Any
from uuid import UUID

from flask.views import MethodView
from sqlalchemy.orm import Session

from core.clock import now
from core.text import Text
from core.unit_of_work import reading, unit_of_work
from openapi.blueprint import Blueprint
from openapi.idempotency import idempotent
from openapi.pagination import InvalidCursor, Key, Page, paginate
from openapi.security import current_person
from partners.staff.access import require_operator
from partners.staff.rules import Permission
from partners.standing.errors import SecondPersonNeeded
from partners.switches import errors
from partners.switches.models import Closure, Switch
from partners.switches.queries import all_closures
from partners.switches.schemas import (
    ClosureQuerySchema,
    ClosureRequestSchema,
    OpeningDecisionSchema,
    OpeningProposalSchema,
    SwitchClosurePageSchema,
    SwitchClosureSchema,
)
from partners.switches.services.close import close_switch
from partners.switches.services.reopen import decide_opening, propose_opening

blueprint = Blueprint(
    "switches",
    __name__,
    url_prefix="/v1",
    description="Kill switches: closed by one person at once, opened by two.",
)

OPERATE = Permission.SWITCHES_OPERATE
NEWEST_FIRST = [Key(Closure.id, "id", descending=True)]


@blueprint.route("/switch-closures")
class SwitchClosures(MethodView):
    @require_operator(OPERATE)
    @blueprint.arguments(ClosureQuerySchema, location="query")
    @blueprint.response(200, SwitchClosurePageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, query: dict[str, Any]) -> Page[Closure]:
        """List what is and was closed, the newest first."""
        wanted = all_closures()
        switch = query.pop("switch")
        if switch is not None:
            wanted = wanted.where(Closure.switch == switch)
        if query.pop("state") == "closed":
            wanted = wanted.where(Closure.opened_at.is_(None))
        with reading("switches.list") as session:
            return paginate(session, wanted, NEWEST_FIRST, **query)

    @require_operator(OPERATE)
    @blueprint.arguments(ClosureRequestSchema)
    @idempotent(blueprint, 201, SwitchClosureSchema, operation="switches.close")
    @blueprint.refusals(errors.SwitchUnfit, errors.AlreadyClosed)
    def post(self, body: dict[str, Any], *, session: Session) -> Closure:
        """Close something at once, for everybody.

        It counts from the next request on. One person is enough; opening again takes
        two.
        """
        return close_switch(
            session,
            switch=Switch(body["switch"]),
            scheme_code=body["scheme_code"],
            reason=Text(body["reason_en"], body["reason_id"]),
            by=current_person(),
            at=now(),
        )


@blueprint.route("/switch-closures/<uuid:closure_id>/opening-proposal")
class OpeningProposal(MethodView):
    @require_operator(OPERATE)
    @blueprint.arguments(OpeningProposalSchema)
    @blueprint.response(200, SwitchClosureSchema)
    @blueprint.refusals(
        errors.ClosureNotFound, errors.AlreadyOpened, errors.OpeningAlreadyProposed
    )
    def post(self, body: dict[str, str], closure_id: UUID) -> Closure:
        """Propose to open it again; somebody else decides."""
        with unit_of_work("switches.propose_opening") as session:
            return propose_opening(
                session, closure_id, note=body["note"], by=current_person(), at=now()
            )


@blueprint.route("/switch-closures/<uuid:closure_id>/opening-decision")
class OpeningDecision(MethodView):
    @require_operator(OPERATE)
    @blueprint.arguments(OpeningDecisionSchema)
    @blueprint.response(200, SwitchClosureSchema)
    @blueprint.refusals(
        errors.ClosureNotFound,
        errors.AlreadyOpened,
        errors.NoOpeningProposed,
        SecondPersonNeeded,
    )
    def post(self, body: dict[str, bool], closure_id: UUID) -> Closure:
        """Open it again as the second person, or turn the proposal down."""
        with unit_of_work("switches.decide_opening") as session:
            return decide_opening(
                session,
                closure_id,
                agrees=body["agrees"],
                by=current_person(),
                at=now(),
            )
