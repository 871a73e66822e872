"""Stopping by ourselves, and saying so."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.events import publish
from core.logs import get_logger
from core.signing import issuer_of
from core.text import Text
from partners.organisations.models import Organisation
from partners.staff.rules import Permission
from partners.staff.services.tell import tell_staff
from partners.webhooks.events import EndpointDisabledBySystem
from partners.webhooks.letters import (
    ENDPOINT_DISABLED,
    MORE_THAN_COUNTED,
    MOST_COUNTED,
    REASONS,
)
from partners.webhooks.models import (
    Delivery,
    DeliveryStatus,
    DisabledReason,
    Endpoint,
)

log = get_logger(__name__)


def disable_by_system(
    session: Session, endpoint: Endpoint, reason: DisabledReason, *, at: datetime
) -> None:
    """Stop sending and tell the owner: its programs on the event feed and at other
    endpoints, its owners and developers by mail. Once, until it is enabled again."""
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
    _write(session, endpoint, reason, at=at)


def _write(
    session: Session, endpoint: Endpoint, reason: DisabledReason, *, at: datetime
) -> None:
    code = session.get_one(Organisation, endpoint.organisation_id).code
    tell_staff(
        session,
        endpoint.organisation_id,
        ENDPOINT_DISABLED,
        who_may=Permission.WEBHOOKS_MANAGE,
        at=at,
        url=endpoint.url,
        reason=REASONS[reason],
        waiting=_undelivered(session, endpoint),
        link=f"{issuer_of(session).address}/partner/{code}/webhooks/{endpoint.id}",
    )


def _undelivered(session: Session, endpoint: Endpoint) -> Text:
    """How many events have not reached it: those that wait, and those given up."""
    session.flush()
    some = (
        select(Delivery.id)
        .where(
            Delivery.endpoint_id == endpoint.id,
            Delivery.status.in_([DeliveryStatus.PENDING, DeliveryStatus.FAILED]),
        )
        .limit(MOST_COUNTED + 1)
    )
    count = session.scalar(select(func.count()).select_from(some.subquery())) or 0
    if count > MOST_COUNTED:
        return MORE_THAN_COUNTED
    return Text(
        en="1 event" if count == 1 else f"{count:,} events",
        id=f"{count} peristiwa",
    )
