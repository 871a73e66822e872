"""The two secrets of a client: one in use, and the one that replaces it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from core.audit.services.record import record
from partners.oauth.clients.errors import (
    ClientDisabled,
    SecretNotFound,
    SecretsExhausted,
)
from partners.oauth.clients.queries import living_secrets
from partners.oauth.errors import ClientUnusable
from partners.oauth.models import Client, ClientSecret
from partners.oauth.services.register_client import (
    LIVE_SECRETS,
    SECRET_METHODS,
    add_secret,
)


def new_secret(
    session: Session,
    client: Client,
    *,
    name: str | None,
    replaces: UUID | None,
    at: datetime,
) -> tuple[ClientSecret, str]:
    """Give a client, locked by the caller, one more secret; it, and its text.

    With `replaces` that secret ends now; without, it lives beside the other until
    somebody ends it. The text is shown this once. Raises ClientUnusable for a client
    that has no secrets, ClientDisabled, SecretNotFound, or SecretsExhausted when two
    live already.
    """
    if client.auth_method not in SECRET_METHODS:
        raise ClientUnusable
    if client.disabled_at is not None:
        raise ClientDisabled
    if replaces is not None:
        revoke_secret(session, client, replaces, at=at)
    if len(living_secrets(session, [client])[client.id]) >= LIVE_SECRETS:
        raise SecretsExhausted
    return add_secret(session, client, name=name, at=at)


def revoke_secret(
    session: Session, client: Client, secret_id: UUID, *, at: datetime
) -> None:
    """End a secret of a client that the caller locked. Tokens that it got live on to
    their own early end. Raises SecretNotFound."""
    found = [
        one
        for one in living_secrets(session, [client])[client.id]
        if one.id == secret_id
    ]
    if not found:
        raise SecretNotFound
    found[0].revoked_at = at
    client.version += 1
    session.flush()
    record(
        session,
        action="client.secret_revoked",
        object_type="client",
        object_id=client.id,
        before={"secret_id": str(secret_id), "hint": found[0].hint},
        at=at,
    )
