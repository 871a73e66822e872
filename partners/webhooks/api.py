"""/v1/webhook-endpoints: where an organisation wants its events sent."""

from typing import Any
from uuid import UUID

from flask import current_app
from flask.views import MethodView

from core.clock import now
from core.unit_of_work import reading, unit_of_work
from openapi.blueprint import Blueprint
from openapi.pagination import InvalidCursor, Key, Page, PageArgumentsSchema, paginate
from openapi.security import current_caller, require_scope
from partners.webhooks.errors import (
    DeliveryNotFound,
    EndpointDisabled,
    EndpointNotFound,
    EndpointPaused,
    EndpointUrlRefused,
    TooManyEndpoints,
    UnknownTopic,
)
from partners.webhooks.models import Delivery, Endpoint
from partners.webhooks.queries import (
    deliveries_to,
    endpoints_of,
    find_delivery,
    find_endpoint,
)
from partners.webhooks.schemas import (
    DeliveryPageSchema,
    DeliveryQuerySchema,
    DeliverySchema,
    EndpointChangeSchema,
    EndpointPageSchema,
    EndpointSchema,
    EndpointWithSecretSchema,
    FullDeliverySchema,
    NewEndpointSchema,
)
from partners.webhooks.services.endpoints import (
    change_endpoint,
    create_endpoint,
    disable_endpoint,
    rotate_secret,
)
from partners.webhooks.services.request import replay_delivery, send_test
from partners.webhooks.views import (
    DeliveryView,
    DisclosedView,
    show_deliveries,
    show_secret,
)

blueprint = Blueprint(
    "webhooks",
    __name__,
    url_prefix="/v1/webhook-endpoints",
    description="Events sent to you, signed as Standard Webhooks.",
)

SCOPE = "webhooks:manage"


def _own() -> UUID:
    return current_caller().organisation_id


def _allow_private() -> bool:
    return bool(current_app.extensions["settings"].allow_private_webhooks)


@blueprint.route("")
class Endpoints(MethodView):
    @require_scope(SCOPE)
    @blueprint.arguments(PageArgumentsSchema, location="query")
    @blueprint.response(200, EndpointPageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, query: dict[str, Any]) -> Page[Endpoint]:
        """List the webhook endpoints of your organisation.

        The disabled are listed too, and why they are.
        """
        with reading("webhooks.endpoints") as session:
            return paginate(
                session, endpoints_of(_own()), [Key(Endpoint.id, "id")], **query
            )

    @require_scope(SCOPE)
    @blueprint.arguments(NewEndpointSchema)
    @blueprint.response(201, EndpointWithSecretSchema)
    @blueprint.refusals(EndpointUrlRefused, UnknownTopic, TooManyEndpoints)
    def post(self, body: dict[str, Any]) -> DisclosedView:
        """Create a webhook endpoint.

        The answer holds the secret that verifies our signatures, this once.
        """
        with unit_of_work("webhooks.create_endpoint") as session:
            disclosed = create_endpoint(
                session,
                organisation_id=_own(),
                allow_private=_allow_private(),
                at=now(),
                **body,
            )
        return show_secret(disclosed)


@blueprint.route("/<uuid:endpoint_id>")
class OneEndpoint(MethodView):
    @require_scope(SCOPE)
    @blueprint.response(200, EndpointSchema)
    @blueprint.refusals(EndpointNotFound)
    def get(self, endpoint_id: UUID) -> Endpoint:
        """Show a webhook endpoint."""
        with reading("webhooks.endpoint") as session:
            return find_endpoint(session, endpoint_id, organisation_id=_own())

    @require_scope(SCOPE)
    @blueprint.arguments(EndpointChangeSchema)
    @blueprint.response(200, EndpointSchema)
    @blueprint.refusals(
        EndpointNotFound, EndpointUrlRefused, UnknownTopic, TooManyEndpoints
    )
    def patch(self, body: dict[str, Any], endpoint_id: UUID) -> Endpoint:
        """Change a webhook endpoint, or pause or enable it.

        Fields that are left out stay as they are. While an endpoint is paused, what
        comes is kept; nothing is kept for a disabled one, but your log has it.
        """
        with unit_of_work("webhooks.change_endpoint") as session:
            return change_endpoint(
                session,
                endpoint_id,
                organisation_id=_own(),
                allow_private=_allow_private(),
                at=now(),
                **body,
            )

    @require_scope(SCOPE)
    @blueprint.response(204)
    @blueprint.refusals(EndpointNotFound)
    def delete(self, endpoint_id: UUID) -> None:
        """Disable a webhook endpoint.

        Its deliveries can still be read; PATCH with `enabled` true brings it back.
        """
        with unit_of_work("webhooks.disable_endpoint") as session:
            disable_endpoint(session, endpoint_id, organisation_id=_own(), at=now())


@blueprint.route("/<uuid:endpoint_id>/rotate-secret")
class SecretRotation(MethodView):
    @require_scope(SCOPE)
    @blueprint.response(200, EndpointWithSecretSchema)
    @blueprint.refusals(EndpointNotFound)
    def post(self, endpoint_id: UUID) -> DisclosedView:
        """Replace an endpoint's secret.

        For 24 hours every webhook carries two signatures, of the new and of the old
        secret, so that no message is rejected while you change over.
        """
        with unit_of_work("webhooks.rotate_secret") as session:
            disclosed = rotate_secret(
                session, endpoint_id, organisation_id=_own(), at=now()
            )
        return show_secret(disclosed)


@blueprint.route("/<uuid:endpoint_id>/test")
class TestEvent(MethodView):
    @require_scope(SCOPE)
    @blueprint.response(202, DeliverySchema)
    @blueprint.refusals(EndpointNotFound, EndpointDisabled, EndpointPaused)
    def post(self, endpoint_id: UUID) -> DeliveryView:
        """Send a test event of type `webhook_endpoint.tested` to an endpoint.

        It goes to this endpoint whatever topics it wants; read the delivery to see
        what came back.
        """
        with unit_of_work("webhooks.test") as session:
            delivery = send_test(session, endpoint_id, organisation_id=_own(), at=now())
            return show_deliveries(session, [delivery])[0]


@blueprint.route("/<uuid:endpoint_id>/deliveries")
class Deliveries(MethodView):
    @require_scope(SCOPE)
    @blueprint.arguments(DeliveryQuerySchema, location="query")
    @blueprint.response(200, DeliveryPageSchema)
    @blueprint.refusals(EndpointNotFound, InvalidCursor)
    def get(self, query: dict[str, Any], endpoint_id: UUID) -> Page[DeliveryView]:
        """List the deliveries to an endpoint, the newest first, with every attempt.

        `status=failed` lists the dead letters: what was given up. Deliveries are kept
        for 30 days.
        """
        status, event_id = query.pop("status"), query.pop("event_id")
        with reading("webhooks.deliveries") as session:
            endpoint = find_endpoint(session, endpoint_id, organisation_id=_own())
            page = paginate(
                session,
                deliveries_to(endpoint, status=status, event_id=event_id),
                [
                    Key(Delivery.created_at, "created_at", descending=True),
                    Key(Delivery.id, "id", descending=True),
                ],
                **query,
            )
            return Page(show_deliveries(session, page.items), page.next_cursor)


@blueprint.route("/<uuid:endpoint_id>/deliveries/<uuid:delivery_id>")
class OneDelivery(MethodView):
    @require_scope(SCOPE)
    @blueprint.response(200, FullDeliverySchema)
    @blueprint.refusals(EndpointNotFound, DeliveryNotFound)
    def get(self, endpoint_id: UUID, delivery_id: UUID) -> DeliveryView:
        """Show a delivery with every attempt: what was sent, and what was answered."""
        with reading("webhooks.delivery") as session:
            endpoint = find_endpoint(session, endpoint_id, organisation_id=_own())
            delivery = find_delivery(session, delivery_id, endpoint=endpoint)
            return show_deliveries(session, [delivery])[0]


@blueprint.route("/<uuid:endpoint_id>/deliveries/<uuid:delivery_id>/replay")
class Replay(MethodView):
    @require_scope(SCOPE)
    @blueprint.response(202, DeliverySchema)
    @blueprint.refusals(EndpointNotFound, EndpointDisabled, DeliveryNotFound)
    def post(self, endpoint_id: UUID, delivery_id: UUID) -> DeliveryView:
        """Send a delivery again, whether it failed or arrived.

        It keeps its `webhook-id`, so a receiver that has seen it knows.
        """
        with unit_of_work("webhooks.replay") as session:
            delivery = replay_delivery(
                session,
                delivery_id,
                endpoint_id=endpoint_id,
                organisation_id=_own(),
                at=now(),
            )
            return show_deliveries(session, [delivery])[0]
