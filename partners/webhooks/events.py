"""Facts about webhook endpoints, for the organisation that owns them."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from core.events import Event
from core.events.fields import Described
from partners.webhooks.models import DisabledReason


@dataclass(frozen=True, kw_only=True)
class EndpointTested(Event):
    """A harmless event that an owner asks for. It goes to the one endpoint only,
    whatever topics that wants, and stands in no log."""

    topic = "webhook_endpoint.tested"
    object_field = "endpoint_id"
    told_to = "the endpoint that is tested"

    endpoint_id: UUID


@dataclass(frozen=True, kw_only=True)
class EndpointDisabledBySystem(Event):
    """We stopped sending to an endpoint of yours. Mend the receiver, enable it again,
    and have replayed what it missed."""

    topic = "webhook_endpoint.disabled"
    object_field = "endpoint_id"
    told_to = "the endpoint's owner"

    endpoint_id: UUID
    reason: Annotated[
        DisabledReason,
        Described(
            "`gone`: the receiver answered 410. `failing`: nothing was taken over the"
            " whole schedule of retries. `owner` is not told.",
            DisabledReason.FAILING,
        ),
    ]
