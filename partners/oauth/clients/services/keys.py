"""The public keys of a client that signs, and moving from a secret to keys."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from core.audit.services.record import record
from partners.oauth.clients.errors import ClientChanged, ClientDisabled
from partners.oauth.clients.queries import living_secrets
from partners.oauth.errors import ClientUnusable
from partners.oauth.keys import read_key_set
from partners.oauth.models import Client
from partners.oauth.services.register_client import SECRET_METHODS, replace_keys


def set_keys(
    session: Session,
    client: Client,
    key_set: Any,
    *,
    expected: int,
    at: datetime,
) -> None:
    """Give a client, locked by the caller, the public keys of a JWK set.

    A client with a secret signs from now on: its secrets end in the same step. Raises
    ClientChanged, ClientDisabled, KeySetUnusable, or ClientUnusable for a public
    client, which can keep no key.
    """
    if client.version != expected:
        raise ClientChanged
    if client.disabled_at is not None:
        raise ClientDisabled
    if client.auth_method == "none":
        raise ClientUnusable
    if client.auth_method in SECRET_METHODS:
        _leave_secrets(session, client, key_set, at=at)
    replace_keys(session, client, key_set=key_set, at=at)


def _leave_secrets(
    session: Session, client: Client, key_set: Any, *, at: datetime
) -> None:
    before = client.auth_method
    # Method and keys change in one statement: the table refuses one without the other.
    client.public_keys, client.auth_method = read_key_set(key_set), "private_key_jwt"
    for secret in living_secrets(session, [client])[client.id]:
        secret.revoked_at = at
    record(
        session,
        action="client.changed",
        object_type="client",
        object_id=client.id,
        before={"auth_method": before},
        after={"auth_method": client.auth_method},
        at=at,
    )
