"""/v1/webhook-endpoints/{endpoint_id}/replays: sending a part of the log again."""

from typing import Any
from uuid import UUID

from flask.views import MethodView

from core.clock import now
from core.unit_of_work import reading, unit_of_work
from openapi.blueprint import Blueprint
from openapi.pagination import InvalidCursor, Key, Page, PageArgumentsSchema, paginate
from openapi.security import current_caller, require_scope
from partners.webhooks.api import SCOPE
from partners.webhooks.errors import EndpointDisabled, EndpointNotFound, UnknownTopic
from partners.webhooks.queries import find_endpoint
from partners.webhooks.replays.errors import (
    ReplayNotFound,
    ReplayRunning,
    ReplayTooLarge,
)
from partners.webhooks.replays.models import Replay
from partners.webhooks.replays.queries import find_replay, replays_to
from partners.webhooks.replays.schemas import (
    ReplayPageSchema,
    ReplayRequestSchema,
    ReplaySchema,
)
from partners.webhooks.replays.services.request import (
    Wanted,
    cancel_replay,
    request_replay,
)

blueprint = Blueprint(
    "webhook_replays",
    __name__,
    url_prefix="/v1/webhook-endpoints/<uuid:endpoint_id>/replays",
    description="A part of your log, sent to an endpoint again.",
)


def _own() -> UUID:
    return current_caller().organisation_id


@blueprint.route("")
class Replays(MethodView):
    @require_scope(SCOPE)
    @blueprint.arguments(PageArgumentsSchema, location="query")
    @blueprint.response(200, ReplayPageSchema)
    @blueprint.refusals(EndpointNotFound, InvalidCursor)
    def get(self, query: dict[str, Any], endpoint_id: UUID) -> Page[Replay]:
        """List the replays to an endpoint, the newest first.

        Those that ended are kept for 30 days.
        """
        with reading("webhooks.replays") as session:
            endpoint = find_endpoint(session, endpoint_id, organisation_id=_own())
            return paginate(
                session,
                replays_to(endpoint),
                [
                    Key(Replay.requested_at, "requested_at", descending=True),
                    Key(Replay.id, "id", descending=True),
                ],
                **query,
            )

    @require_scope(SCOPE)
    @blueprint.arguments(ReplayRequestSchema)
    @blueprint.response(202, ReplaySchema)
    @blueprint.refusals(
        EndpointNotFound, EndpointDisabled, UnknownTopic, ReplayRunning, ReplayTooLarge
    )
    def post(self, body: dict[str, Any], endpoint_id: UUID) -> Replay:
        """Have a part of your log sent to an endpoint again.

        By range of sequence or of time, by type, by event, or only what was given up;
        without any of them, all of the log as it is now. Events that the endpoint never
        got are sent too. What it has had keeps its `webhook-id`, so that a receiver
        knows. It happens in the background, and does not hold up what is new; read the
        replay to see how far it is.
        """
        with unit_of_work("webhooks.request_replay") as session:
            return request_replay(
                session,
                endpoint_id,
                Wanted(**body),
                organisation_id=_own(),
                at=now(),
            )


@blueprint.route("/<uuid:replay_id>")
class OneReplay(MethodView):
    @require_scope(SCOPE)
    @blueprint.response(200, ReplaySchema)
    @blueprint.refusals(EndpointNotFound, ReplayNotFound)
    def get(self, endpoint_id: UUID, replay_id: UUID) -> Replay:
        """Show a replay and how far it is."""
        with reading("webhooks.replay") as session:
            endpoint = find_endpoint(session, endpoint_id, organisation_id=_own())
            return find_replay(session, replay_id, endpoint=endpoint)

    @require_scope(SCOPE)
    @blueprint.response(200, ReplaySchema)
    @blueprint.refusals(EndpointNotFound, ReplayNotFound)
    def delete(self, endpoint_id: UUID, replay_id: UUID) -> Replay:
        """Cancel a replay: what was put on its way is sent, and nothing more.

        One that has ended stays as it is.
        """
        with unit_of_work("webhooks.cancel_replay") as session:
            return cancel_replay(
                session,
                replay_id,
                endpoint_id=endpoint_id,
                organisation_id=_own(),
                at=now(),
            )
