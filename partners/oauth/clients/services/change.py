"""A developer changes a client of her organisation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from core.audit.services.record import record
from partners.oauth.clients.errors import (
    AllowListNeedsSecret,
    ClientChanged,
    ClientDisabled,
)
from partners.oauth.clients.rules import read_networks
from partners.oauth.errors import ClientUnusable
from partners.oauth.models import Client
from partners.oauth.profile import check_profile
from partners.oauth.services.register_client import (
    SECRET_METHODS,
    check_shape,
    check_uris,
)


@dataclass(frozen=True)
class Changes:
    """What is to be another; None stays as it is."""

    name: str | None = None
    redirect_uris: Sequence[str] | None = None
    post_logout_redirect_uris: Sequence[str] | None = None
    grant_types: Sequence[str] | None = None
    auth_method: str | None = None
    allowed_networks: Sequence[str] | None = None
    id_token_alg: str | None = None
    requires_pushed_requests: bool | None = None
    requires_bound_tokens: bool | None = None


def change_client(
    session: Session,
    client: Client,
    changes: Changes,
    *,
    expected: int,
    profile_required: bool,
    at: datetime,
) -> None:
    """Change a client, locked by the caller, that is still at the version `expected`.

    An address that is taken off the list of redirect URIs is answered no more, and a
    network that is taken off the allow list calls no more, from the next request on.
    Raises ClientChanged, ClientDisabled, AddressUnusable, ClientUnusable,
    AllowListUnusable, AllowListNeedsSecret, or ProfileNeeded when a client with scopes
    of high value would leave the high-security profile.
    """
    if client.version != expected:
        raise ClientChanged
    if client.disabled_at is not None:
        raise ClientDisabled
    before = _state(client)
    wanted = before | {
        name: value for name, value in vars(changes).items() if value is not None
    }
    wanted["allowed_networks"] = read_networks(wanted["allowed_networks"])
    _check(client, wanted)
    after = {name: _plain(value) for name, value in wanted.items()}
    if after == before:
        return
    for name, value in after.items():
        setattr(client, name, value)
    check_profile(client, client.scopes, required=profile_required)
    client.version += 1
    changed = [name for name in after if after[name] != before[name]]
    record(
        session,
        action="client.changed",
        object_type="client",
        object_id=client.id,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
        at=at,
    )


def _check(client: Client, wanted: dict[str, Any]) -> None:
    method = wanted["auth_method"]
    # A secret can be sent in another way; to sign instead is a step of its own.
    if method != client.auth_method and not {method, client.auth_method} <= set(
        SECRET_METHODS
    ):
        raise ClientUnusable
    addresses = (*wanted["redirect_uris"], *wanted["post_logout_redirect_uris"])
    check_uris(addresses, public=method == "none")
    check_shape(method, wanted["grant_types"], wanted["redirect_uris"])
    if wanted["allowed_networks"] and method == "none":
        raise AllowListNeedsSecret


def _state(client: Client) -> dict[str, Any]:
    return {
        "name": client.name,
        "redirect_uris": client.redirect_uris,
        "post_logout_redirect_uris": client.post_logout_redirect_uris,
        "grant_types": client.grant_types,
        "auth_method": client.auth_method,
        "allowed_networks": client.allowed_networks,
        "id_token_alg": client.id_token_alg,
        "requires_pushed_requests": client.requires_pushed_requests,
        "requires_bound_tokens": client.requires_bound_tokens,
    }


def _plain(value: Any) -> Any:
    return value if isinstance(value, (str, bool)) else list(value)
