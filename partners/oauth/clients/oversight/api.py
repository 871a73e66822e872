"""What the operator decides about other organisations' clients."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask.views import MethodView

from core.clock import now
from core.unit_of_work import reading, unit_of_work
from openapi.blueprint import Blueprint
from openapi.pagination import InvalidCursor, Key, Page, paginate
from partners.oauth.clients import schemas
from partners.oauth.clients.errors import (
    ClientNotFound,
    DecidedByItsAsker,
    ScopeRequestClosed,
    ScopeRequestNotFound,
    TooManyClients,
)
from partners.oauth.clients.models import ScopeRequest, ScopeState
from partners.oauth.clients.queries import any_client, asked_scopes, find_request
from partners.oauth.clients.services.scopes import decide
from partners.oauth.clients.services.switch import (
    OPERATOR,
    disable_client,
    enable_client,
)
from partners.oauth.clients.views import (
    AskedView,
    ClientView,
    show_asked,
    show_client,
)
from partners.oauth.errors import ProfileNeeded, ScopeNotForOrganisation
from partners.oauth.server import settings
from partners.staff.access import require_operator
from partners.staff.rules import Permission
from partners.staff.web import current_staff

blueprint = Blueprint(
    "client-oversight",
    __name__,
    url_prefix="/v1",
    description="What the operator decides about clients.",
)

BY_AGE = [Key(ScopeRequest.asked_at, "asked_at"), Key(ScopeRequest.id, "id")]


@blueprint.route("/scope-requests")
class ScopeRequests(MethodView):
    @require_operator(Permission.ONBOARDING_REVIEW)
    @blueprint.arguments(schemas.AskedQuerySchema, location="query")
    @blueprint.response(200, schemas.AskedPageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, query: dict[str, Any]) -> Page[AskedView]:
        """List what clients asked for, the oldest first; open requests by default."""
        state = ScopeState(query.pop("state"))
        with reading("clients.scope_requests") as session:
            return page_of_asked(session, state, **query)


@blueprint.route("/scope-requests/<uuid:request_id>/decision")
class ScopeDecisions(MethodView):
    @require_operator(Permission.ONBOARDING_REVIEW)
    @blueprint.arguments(schemas.ScopeDecisionSchema)
    @blueprint.response(200, schemas.AskedScopeSchema)
    @blueprint.refusals(
        DecidedByItsAsker,
        ProfileNeeded,
        ScopeNotForOrganisation,
        ScopeRequestClosed,
        ScopeRequestNotFound,
    )
    def post(self, body: dict[str, Any], request_id: UUID) -> AskedView:
        """Give a client the scope that it asked for, or refuse it, with a reason."""
        with unit_of_work("clients.decide") as session:
            decide(
                session,
                request_id,
                grant=body["grant"],
                reason=body["reason"],
                decided_by=current_staff().seat.account_id,
                profile_required=settings().is_production,
                profile_waiver=body["profile_waiver"],
                at=now(),
            )
            return show_asked(*find_request(session, request_id))


@blueprint.route("/clients/<string:client_id>/suspension")
class ClientSuspension(MethodView):
    @require_operator(Permission.STANDING_CHANGE)
    @blueprint.arguments(schemas.ClientSwitchSchema)
    @blueprint.response(200, schemas.ClientSchema)
    @blueprint.refusals(ClientNotFound)
    def post(self, body: dict[str, str], client_id: str) -> ClientView:
        """Stop a client of any organisation with its next request.

        Its tokens die for good, and only the operator can enable it again.
        """
        return _switch(disable_client, client_id, body["reason"])


@blueprint.route("/clients/<string:client_id>/reinstatement")
class ClientReinstatement(MethodView):
    @require_operator(Permission.STANDING_CHANGE)
    @blueprint.arguments(schemas.ClientSwitchSchema)
    @blueprint.response(200, schemas.ClientSchema)
    @blueprint.refusals(ClientNotFound, TooManyClients)
    def post(self, body: dict[str, str], client_id: str) -> ClientView:
        """Let a stopped client act again; it has to get new tokens."""
        return _switch(enable_client, client_id, body["reason"])


def page_of_asked(
    session: Any, state: ScopeState, *, limit: int, cursor: str | None
) -> Page[AskedView]:
    """One page of requests in a state, the oldest first."""
    page = paginate(
        session,
        asked_scopes(state).add_columns(ScopeRequest.asked_at, ScopeRequest.id),
        BY_AGE,
        limit=limit,
        cursor=cursor,
        scalars=False,
    )
    return Page([show_asked(*row[:3]) for row in page.items], page.next_cursor)


def _switch(turn: Callable[..., None], client_id: str, reason: str) -> ClientView:
    with unit_of_work("clients.switch") as session:
        client = any_client(session, client_id, lock=True)
        turn(session, client, by=OPERATOR, reason=reason, at=now())
        return show_client(session, client)
