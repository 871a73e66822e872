"""A pushed request's life: stored by its client, opened by a person, answered once."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from core.bulk import change_rows
from core.ids import new_id, new_token
from core.privacy import vault_of
from partners.oauth.models import Client
from partners.oauth.pushed.errors import PushedRequestGone
from partners.oauth.pushed.models import PushedRequest
from partners.oauth.rules import digest

PREFIX = "urn:ietf:params:oauth:request_uri:"

# Requirement OA-10: how soon the person's browser has to come with it.
LIFETIME = timedelta(seconds=90)

# From then on she may take her time: she may have to sign in, or to register first.
TIME_TO_DECIDE = timedelta(minutes=30)

FIELD = "parameters"


def push_request(
    session: Session, client: Client, parameters: Mapping[str, str], *, at: datetime
) -> str:
    """Keep a client's authorization request; its reference, which nobody can guess."""
    identity, request_uri = new_id(), PREFIX + new_token()
    sealed = vault_of(session).seal(
        json.dumps(dict(parameters)), row=identity, field=FIELD
    )
    session.add(
        PushedRequest(
            id=identity,
            uri_hash=digest(request_uri),
            client_id=client.id,
            parameters_sealed=sealed,
            created_at=at,
            expires_at=at + LIFETIME,
        )
    )
    session.flush()
    return request_uri


def open_request(
    session: Session, *, request_uri: str, client_id: str, at: datetime
) -> tuple[PushedRequest, dict[str, str]]:
    """A request that still waits for its answer, and its parameters.

    Opening it again, as when a page is loaded anew, gives the same. Raises
    PushedRequestGone when it is unknown, another client's, too old or answered.
    """
    row = session.execute(
        select(PushedRequest, Client.client_id)
        .join(Client, Client.id == PushedRequest.client_id)
        .where(
            PushedRequest.uri_hash == digest(request_uri),
            PushedRequest.used_at.is_(None),
            PushedRequest.expires_at > at,
        )
    ).one_or_none()
    # Compared here, because PostgreSQL cannot be asked about any text of a stranger.
    if row is None or row[1] != client_id:
        raise PushedRequestGone
    pushed: PushedRequest = row[0]
    if pushed.opened_at is None:
        pushed.opened_at, pushed.expires_at = at, at + TIME_TO_DECIDE
    text = vault_of(session).open(pushed.parameters_sealed, row=pushed.id, field=FIELD)
    return pushed, json.loads(text)


def use_up(session: Session, pushed: PushedRequest, *, at: datetime) -> None:
    """Note that a request is answered. Of several answers at once one is the first;
    for the others raises PushedRequestGone."""
    won = session.scalar(
        update(PushedRequest)
        .where(PushedRequest.id == pushed.id, PushedRequest.used_at.is_(None))
        .values(used_at=at)
        .returning(PushedRequest.id)
        .execution_options(synchronize_session=False)
    )
    if won is None:
        raise PushedRequestGone


def forget_pushed(session: Session, *, at: datetime) -> int:
    """Delete the requests that nobody can answer any more; how many. Idempotent."""
    over = delete(PushedRequest).where(PushedRequest.expires_at < at)
    return change_rows(session, over)
