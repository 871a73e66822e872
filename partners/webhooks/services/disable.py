"""Stopping by ourselves, and saying so."""

from datetime import datetime

from sqlalchemy.orm import Session

from core.events import publish
from core.logs import get_logger
from partners.webhooks.events import EndpointDisabledBySystem
from partners.webhooks.models import DisabledReason, Endpoint

log = get_logger(__name__)


def disable_by_system(
    session: Session, endpoint: Endpoint, reason: DisabledReason, *, at: datetime
) -> None:
    """Stop sending and tell the owner, on the event feed and at other endpoints."""
    if endpoint.disabled_at is not None:
        return
    endpoint.disabled_at, endpoint.disabled_reason = at, reason
    log.warning("webhook_endpoint.disabled", endpoint=str(endpoint.id), reason=reason)
    publish(
        session,
        EndpointDisabledBySystem(
            endpoint_id=endpoint.id,
            reason=reason,
            occurred_at=at,
            audience=(endpoint.organisation_id,),
        ),
    )
