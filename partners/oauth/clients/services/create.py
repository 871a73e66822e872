"""A developer makes a client of her organisation."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from partners.oauth.clients.errors import AllowListNeedsSecret, TooManyClients
from partners.oauth.clients.queries import lock_organisation
from partners.oauth.clients.rules import MAX_CLIENTS, read_networks, sort_scopes
from partners.oauth.clients.services.scopes import ask
from partners.oauth.models import Client
from partners.oauth.services.register_client import register_client
from partners.organisations.models import Organisation


@dataclass(frozen=True)
class NewClient:
    """What a developer says about a client that she makes; `purpose` is what the
    operator reads who decides on its sensitive scopes."""

    name: str
    redirect_uris: Sequence[str]
    grant_types: Sequence[str]
    auth_method: str
    scopes: Collection[str]
    purpose: str = ""
    jwks: Any = None
    requires_pushed_requests: bool = False
    requires_bound_tokens: bool = False
    allowed_networks: Sequence[str] = ()
    post_logout_redirect_uris: Sequence[str] = ()


def create_client(
    session: Session,
    organisation: Organisation,
    wanted: NewClient,
    *,
    asked_by: UUID,
    at: datetime,
) -> tuple[Client, str | None]:
    """Make a client; it and its secret in the clear, which is shown this once.

    Scopes that are not sensitive are its own at once, the others are asked for. Raises
    TooManyClients, ScopeNotForOrganisation, AddressUnusable, ClientUnusable,
    KeySetUnusable, AllowListUnusable or AllowListNeedsSecret.
    """
    check_room(session, organisation.id)
    at_once, to_decide = sort_scopes(wanted.scopes, organisation.kinds)
    networks = read_networks(wanted.allowed_networks)
    if networks and wanted.auth_method == "none":
        raise AllowListNeedsSecret
    client, secret = register_client(
        session,
        organisation,
        name=wanted.name,
        scopes=at_once,
        redirect_uris=wanted.redirect_uris,
        post_logout_redirect_uris=wanted.post_logout_redirect_uris,
        grant_types=wanted.grant_types,
        auth_method=wanted.auth_method,
        key_set=wanted.jwks,
        requires_pushed_requests=wanted.requires_pushed_requests,
        requires_bound_tokens=wanted.requires_bound_tokens,
        # What asks for the profile is sensitive, and decided on later.
        profile_required=True,
        at=at,
    )
    client.allowed_networks = networks
    session.flush()
    ask(
        session,
        client,
        to_decide,
        purpose=wanted.purpose,
        asked_by=asked_by,
        at=at,
    )
    return client, secret


def check_room(session: Session, organisation_id: UUID) -> None:
    """Refuse one client too many; those made at once take turns. Raises
    TooManyClients."""
    lock_organisation(session, organisation_id)
    enabled = session.scalar(
        select(func.count())
        .select_from(Client)
        .where(Client.organisation_id == organisation_id, Client.disabled_at.is_(None))
    )
    if (enabled or 0) >= MAX_CLIENTS:
        raise TooManyClients(limit=MAX_CLIENTS)
