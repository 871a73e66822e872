"""An organisation's endpoints: create, change, rotate the secret, disable."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core import audit
from core.events.publishing import TOPICS
from core.ids import new_id, new_signing_secret
from core.privacy import vault_of
from partners.organisations import Organisation
from partners.webhooks.errors import TooManyEndpoints
from partners.webhooks.models import DisabledReason, Endpoint
from partners.webhooks.queries import find_endpoint
from partners.webhooks.rules import IN_FLIGHT, ROTATION, check_topics, check_url

MAX_ENDPOINTS = 20


@dataclass(frozen=True)
class Disclosed:
    """An endpoint with its new secret, which is shown this once."""

    endpoint: Endpoint
    secret: str


def create_endpoint(
    session: Session,
    *,
    organisation_id: UUID,
    url: str,
    topics: Sequence[str],
    allow_private: bool,
    at: datetime,
    concurrency: int = IN_FLIGHT,
) -> Disclosed:
    """Send an organisation's events to `url` from now on; no topics means all.

    Raises EndpointUrlRefused, UnknownTopic, or TooManyEndpoints beyond 20 in use.
    """
    check_url(url, allow_private=allow_private)
    check_topics(topics, TOPICS)
    _check_room(session, organisation_id)
    identity, secret = new_id(), new_signing_secret()
    endpoint = Endpoint(
        id=identity,
        organisation_id=organisation_id,
        url=url,
        topics=list(topics),
        secret_sealed=_seal(session, identity, secret),
        created_at=at,
        concurrency=concurrency,
    )
    session.add(endpoint)
    _record(session, "create", endpoint, at)
    return Disclosed(endpoint, secret)


def change_endpoint(
    session: Session,
    endpoint_id: UUID,
    *,
    organisation_id: UUID,
    allow_private: bool,
    at: datetime,
    url: str | None = None,
    topics: Sequence[str] | None = None,
    enabled: bool | None = None,
    paused: bool | None = None,
    concurrency: int | None = None,
) -> Endpoint:
    """Change what is given. Enabling, or the end of a pause, sends what has waited, in
    the order of the log.

    Raises EndpointNotFound, EndpointUrlRefused, UnknownTopic, TooManyEndpoints.
    """
    endpoint = find_endpoint(
        session, endpoint_id, organisation_id=organisation_id, lock=True
    )
    if url is not None:
        check_url(url, allow_private=allow_private)
        endpoint.url = url
    if topics is not None:
        check_topics(topics, TOPICS)
        endpoint.topics = list(topics)
    if enabled is not None:
        _switch(session, endpoint, enabled=enabled, at=at)
    if paused is not None:
        endpoint.paused_at = (endpoint.paused_at or at) if paused else None
    if concurrency is not None:
        endpoint.concurrency = concurrency
    _record(session, "change", endpoint, at)
    return endpoint


def disable_endpoint(
    session: Session, endpoint_id: UUID, *, organisation_id: UUID, at: datetime
) -> None:
    """Send nothing more to an endpoint. Raises EndpointNotFound."""
    endpoint = find_endpoint(
        session, endpoint_id, organisation_id=organisation_id, lock=True
    )
    _switch(session, endpoint, enabled=False, at=at)
    _record(session, "disable", endpoint, at)


def rotate_secret(
    session: Session, endpoint_id: UUID, *, organisation_id: UUID, at: datetime
) -> Disclosed:
    """Give an endpoint a new secret; the old one signs too for 24 hours (WH-01).

    Raises EndpointNotFound.
    """
    endpoint = find_endpoint(
        session, endpoint_id, organisation_id=organisation_id, lock=True
    )
    secret = new_signing_secret()
    endpoint.previous_secret_sealed = endpoint.secret_sealed
    endpoint.previous_expires_at = at + ROTATION
    endpoint.secret_sealed = _seal(session, endpoint.id, secret)
    _record(session, "rotate_secret", endpoint, at)
    return Disclosed(endpoint, secret)


def secrets_of(session: Session, endpoint: Endpoint, *, at: datetime) -> list[str]:
    """The secrets that sign at this instant, the newest first."""
    sealed = [endpoint.secret_sealed]
    expires_at = endpoint.previous_expires_at
    if endpoint.previous_secret_sealed and expires_at and at < expires_at:
        sealed.append(endpoint.previous_secret_sealed)
    vault = vault_of(session)
    return [vault.open(value, row=endpoint.id, field="secret") for value in sealed]


def _switch(
    session: Session, endpoint: Endpoint, *, enabled: bool, at: datetime
) -> None:
    if enabled and endpoint.disabled_at is not None:
        _check_room(session, endpoint.organisation_id)
        endpoint.disabled_at = endpoint.disabled_reason = None
        endpoint.failing_since = endpoint.slow_since = None
        endpoint.paused_at = None
    elif not enabled and endpoint.disabled_at is None:
        endpoint.disabled_at, endpoint.disabled_reason = at, DisabledReason.OWNER


def _check_room(session: Session, organisation_id: UUID) -> None:
    # The organisation's row makes simultaneous creations take turns.
    session.execute(
        select(Organisation.id)
        .where(Organisation.id == organisation_id)
        .with_for_update(key_share=True)
    )
    in_use = session.scalar(
        select(func.count())
        .select_from(Endpoint)
        .where(
            Endpoint.organisation_id == organisation_id, Endpoint.disabled_at.is_(None)
        )
    )
    if (in_use or 0) >= MAX_ENDPOINTS:
        raise TooManyEndpoints(limit=MAX_ENDPOINTS)


def _seal(session: Session, row: UUID, secret: str) -> bytes:
    return vault_of(session).seal(secret, row=row, field="secret")


def _record(session: Session, act: str, endpoint: Endpoint, at: datetime) -> None:
    audit.record(
        session,
        action=f"webhook_endpoint.{act}",
        object_type="webhook_endpoint",
        object_id=endpoint.id,
        after={
            "topics": endpoint.topics,
            "enabled": endpoint.disabled_at is None,
            "paused": endpoint.paused_at is not None,
        },
        at=at,
    )
