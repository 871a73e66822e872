"""Keeping an issued token, as hashes only."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.database import Json
from partners.activity.models import UseKind
from partners.activity.rules import LONG_SILENCE
from partners.activity.services.note_use import note_use
from partners.oauth.models import Client, Grant, Token
from partners.oauth.rules import access_lifetime, digest


def store_token(
    session: Session,
    *,
    client: Client,
    grant: Grant | None,
    family_id: UUID,
    scopes: Collection[str],
    access_token: str,
    refresh_token: str | None,
    refresh_expires_at: datetime | None,
    at: datetime,
    detail: Json | None = None,
    key_thumbprint: str | None = None,
    resource: str | None = None,
    is_refresh: bool = False,
) -> Token:
    """Store a token of a client; `grant` is the person's consent that it rests on, None
    for a token on the client's own account. `detail` is the one act that it is for,
    `key_thumbprint` the key that it is bound to, `resource` what it was asked for.
    A refresh after a long silence is shown to her: the program came back."""
    returned = is_refresh and _was_silent(session, family_id, at=at)
    token = Token(
        family_id=family_id,
        client_id=client.id,
        grant_id=grant.id if grant else None,
        account_id=grant.account_id if grant else None,
        scopes=list(scopes),
        access_hash=digest(access_token),
        access_expires_at=at + access_lifetime(scopes, detail=detail),
        refresh_hash=digest(refresh_token) if refresh_token else None,
        refresh_expires_at=refresh_expires_at if refresh_token else None,
        issued_at=at,
        detail=detail,
        key_thumbprint=key_thumbprint,
        resource=resource,
    )
    session.add(token)
    session.flush()
    if grant and returned:
        note_use(
            session,
            UseKind.RETURNED,
            account_id=grant.account_id,
            organisation_id=grant.organisation_id,
            acting_client=client.client_id,
            at=at,
        )
    return token


def _was_silent(session: Session, family_id: UUID, *, at: datetime) -> bool:
    """Whether no token of the family was issued for long. A refresh token need not
    rotate, so its own age tells nothing."""
    lately = select(Token.id).where(
        Token.family_id == family_id, Token.issued_at > at - LONG_SILENCE
    )
    return session.scalar(lately.limit(1)) is None
