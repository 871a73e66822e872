"""Putting a client that exists under the high-security profile (OA-11)."""

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from core.audit.services.record import record
from partners.oauth.errors import ClientUnusable
from partners.oauth.keys import read_key_set, thumbprint_of
from partners.oauth.models import Client, ClientSecret


def protect_client(
    session: Session, client: Client, *, key_set: Any, at: datetime
) -> None:
    """Put a confidential client under the high-security profile, with its public keys.

    Its secrets end now, and tokens that it has are not refreshed without a proof of a
    key. Raises KeySetUnusable, or ClientUnusable for a public client.
    """
    if client.auth_method == "none":
        raise ClientUnusable
    before = client.auth_method
    client.public_keys, client.auth_method = read_key_set(key_set), "private_key_jwt"
    client.requires_pushed_requests = client.requires_bound_tokens = True
    client.profile_waiver = None
    session.execute(
        update(ClientSecret)
        .where(ClientSecret.client_id == client.id, ClientSecret.revoked_at.is_(None))
        .values(revoked_at=at)
    )
    session.flush()
    record(
        session,
        action="client.protected",
        object_type="client",
        object_id=client.id,
        at=at,
        before={"auth_method": before},
        after={"keys": [thumbprint_of(key) for key in client.public_keys]},
    )
