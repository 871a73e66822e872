"""Facts about webhook endpoints, for the organisation that owns them."""

from dataclasses import dataclass
from uuid import UUID

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class EndpointTested(Event):
    """A harmless event that an owner asks for. It goes to the one endpoint only, so
    its audience is empty."""

    topic = "webhook_endpoint.tested"
    object_field = "endpoint_id"

    endpoint_id: UUID


@dataclass(frozen=True, kw_only=True)
class EndpointDisabledBySystem(Event):
    """We stopped sending: the receiver said 410, or failed for the whole schedule."""

    topic = "webhook_endpoint.disabled"
    object_field = "endpoint_id"

    endpoint_id: UUID
    reason: str
