"""When a client and its secrets were used last, to five minutes."""

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from partners.oauth.models import Client, ClientSecret

# Writing at every token request would make every request of a busy client wait for
# the one before it.
GRAIN = timedelta(minutes=5)


def note_use(
    session: Session,
    client: Client,
    secret_hash: bytes | None,
    *,
    secret_used_at: datetime | None,
    at: datetime,
) -> None:
    """Write down that a client came with one of its secrets, if that is news.

    Called when it gets or checks tokens: an access token lives for ten minutes, so
    this is also when it was last active, to a quarter of an hour. Whoever finds the
    row taken leaves it: somebody is writing the same.
    """
    if _is_news(client.last_used_at, at):
        free = (
            select(Client.id)
            .where(Client.id == client.id)
            .with_for_update(key_share=True, skip_locked=True)
        )
        session.execute(
            update(Client).where(Client.id.in_(free)).values(last_used_at=at),
            execution_options={"synchronize_session": False},
        )
    if secret_hash is not None and _is_news(secret_used_at, at):
        taken = (
            select(ClientSecret.id)
            .where(
                ClientSecret.client_id == client.id,
                ClientSecret.secret_hash == secret_hash,
            )
            .with_for_update(skip_locked=True)
        )
        session.execute(
            update(ClientSecret)
            .where(ClientSecret.id.in_(taken))
            .values(last_used_at=at),
            execution_options={"synchronize_session": False},
        )


def _is_news(noted_at: datetime | None, at: datetime) -> bool:
    return noted_at is None or at - noted_at >= GRAIN
