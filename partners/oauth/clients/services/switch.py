"""Disabling a client, by its own people or by the operator, and enabling it again."""

from datetime import datetime

from sqlalchemy.orm import Session

from core.audit.services.record import record
from core.events import publish
from partners.oauth.clients.errors import DisabledByOperator
from partners.oauth.clients.events import ClientSwitched
from partners.oauth.clients.services.create import check_room
from partners.oauth.models import Client

ORGANISATION, OPERATOR = "organisation", "operator"


def disable_client(
    session: Session, client: Client, *, by: str, reason: str, at: datetime
) -> None:
    """Stop a client, locked by the caller, with its next request; for good for every
    token and code that it has, which do not come back when it is enabled.

    `by` is ORGANISATION or OPERATOR. One that is disabled stays as it is, but that
    the operator's word takes the place of the organisation's.
    """
    if client.disabled_at is not None and by != OPERATOR:
        return
    client.disabled_at = client.disabled_at or at
    client.tokens_valid_from = at
    client.disabled_by, client.disabled_reason = by, reason
    _switched(session, client, enabled=False, by=by, reason=reason, at=at)


def enable_client(
    session: Session, client: Client, *, by: str, reason: str, at: datetime
) -> None:
    """Let a client, locked by the caller, act again; it has to get new tokens.

    Raises DisabledByOperator when the organisation may not undo it, and
    TooManyClients.
    """
    if client.disabled_at is None:
        return
    if client.disabled_by == OPERATOR and by != OPERATOR:
        raise DisabledByOperator(reason=client.disabled_reason or "")
    check_room(session, client.organisation_id)
    client.disabled_at = client.disabled_by = client.disabled_reason = None
    _switched(session, client, enabled=True, by=by, reason=reason, at=at)


def _switched(
    session: Session,
    client: Client,
    *,
    enabled: bool,
    by: str,
    reason: str,
    at: datetime,
) -> None:
    client.version += 1
    record(
        session,
        action="client.enabled" if enabled else "client.disabled",
        object_type="client",
        object_id=client.id,
        after={"by": by},
        reason=reason,
        at=at,
    )
    publish(
        session,
        ClientSwitched(
            program_id=client.id,
            enabled=enabled,
            by=by,
            occurred_at=at,
            audience=(client.organisation_id,),
        ),
    )
