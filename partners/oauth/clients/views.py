"""What the API and the pages show of a client: its rows, put together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from partners.oauth.clients.models import ScopeRequest
from partners.oauth.clients.queries import latest_requests, living_secrets
from partners.oauth.keys import thumbprint_of
from partners.oauth.models import Client, ClientSecret
from partners.organisations.models import Organisation


@dataclass(frozen=True)
class KeyView:
    """A public key, by the name that the client gave it and by its thumbprint."""

    kid: str | None
    kind: str
    thumbprint: str


@dataclass(frozen=True)
class ClientView:
    """A client with its living secrets, its keys and, by scope, its latest request."""

    id: UUID
    client_id: str
    name: str
    auth_method: str
    grant_types: Sequence[str]
    redirect_uris: Sequence[str]
    post_logout_redirect_uris: Sequence[str]
    scopes: Sequence[str]
    allowed_networks: Sequence[str]
    id_token_alg: str
    requires_pushed_requests: bool
    requires_bound_tokens: bool
    created_at: datetime
    last_used_at: datetime | None
    disabled_at: datetime | None
    disabled_by: str | None
    disabled_reason: str | None
    version: int
    secrets: Sequence[ClientSecret]
    keys: Sequence[KeyView]
    scope_requests: Sequence[ScopeRequest]
    secret: str | None = None

    @property
    def has_secrets(self) -> bool:
        return self.auth_method.startswith("client_secret")


@dataclass(frozen=True)
class AskedView:
    """A request with who asks, as the operator reads it."""

    id: UUID
    organisation_id: UUID
    organisation: str
    client_id: str
    client: str
    scope: str
    purpose: str
    state: str
    asked_at: datetime
    decided_at: datetime | None
    reason: str | None


def show_clients(session: Session, clients: Sequence[Client]) -> list[ClientView]:
    """Clients with what belongs to them, in two more queries however many."""
    secrets = living_secrets(session, clients)
    requests = latest_requests(session, clients)
    return [
        _view(client, secrets[client.id], requests[client.id]) for client in clients
    ]


def show_client(
    session: Session, client: Client, *, secret: str | None = None
) -> ClientView:
    """One client; with the text of a new secret, for the one answer that holds it."""
    secrets, requests = (
        living_secrets(session, [client]),
        latest_requests(session, [client]),
    )
    return _view(client, secrets[client.id], requests[client.id], secret=secret)


def show_asked(
    request: ScopeRequest, client: Client, organisation: Organisation
) -> AskedView:
    """A request as the operator reads it."""
    return AskedView(
        id=request.id,
        organisation_id=organisation.id,
        organisation=organisation.name,
        client_id=client.client_id,
        client=client.name,
        scope=request.scope,
        purpose=request.purpose,
        state=request.state,
        asked_at=request.asked_at,
        decided_at=request.decided_at,
        reason=request.reason,
    )


def _view(
    client: Client,
    secrets: Sequence[ClientSecret],
    requests: Sequence[ScopeRequest],
    *,
    secret: str | None = None,
) -> ClientView:
    return ClientView(
        id=client.id,
        client_id=client.client_id,
        name=client.name,
        auth_method=client.auth_method,
        grant_types=client.grant_types,
        redirect_uris=client.redirect_uris,
        post_logout_redirect_uris=client.post_logout_redirect_uris,
        scopes=client.scopes,
        allowed_networks=client.allowed_networks,
        id_token_alg=client.id_token_alg,
        requires_pushed_requests=client.requires_pushed_requests,
        requires_bound_tokens=client.requires_bound_tokens,
        created_at=client.created_at,
        last_used_at=client.last_used_at,
        disabled_at=client.disabled_at,
        disabled_by=client.disabled_by,
        disabled_reason=client.disabled_reason,
        version=client.version,
        secrets=secrets,
        keys=[
            KeyView(key.get("kid"), key["kty"], thumbprint_of(key))
            for key in client.public_keys or []
        ],
        scope_requests=requests,
        secret=secret,
    )
