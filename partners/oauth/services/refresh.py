"""Refresh tokens: each is used once and replaced by the next (OA-14)."""

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.logs import get_logger
from partners.oauth.models import AuthorizationCode, Client, Grant, Token
from partners.oauth.rules import digest
from partners.oauth.services.revoke import lock_family, revoke_family

log = get_logger(__name__)

EVER = datetime.min.replace(tzinfo=UTC)


def lock_refresh_token(
    session: Session, *, refresh_token: str, client: Client, at: datetime
) -> Token | None:
    """The token behind a refresh token, locked until the transaction ends.

    None when it is unknown, another client's, revoked, expired or used. One that was
    used before was stolen, from the client or by it: its whole family is revoked, and
    the caller commits that although it refuses.
    """
    presented = select(Token).where(
        Token.refresh_hash == digest(refresh_token),
        Token.client_id == client.id,
        Token.issued_at > (client.tokens_valid_from or EVER),
    )
    found = session.scalar(presented)
    if found is None:
        return None
    lock_family(session, found.family_id)
    # Read again: while this request waited for its turn, another may have used it.
    token = session.scalar(
        presented.with_for_update().execution_options(populate_existing=True)
    )
    if token is None or token.revoked_at is not None:
        return None
    if token.rotated_at is not None:
        log.warning("oauth.refresh_token_reused", client_id=client.client_id)
        revoke_family(session, token.family_id, at=at)
        return None
    expires_at = token.refresh_expires_at
    return token if expires_at is not None and at < expires_at else None


def rotate(session: Session, token: Token, *, at: datetime) -> None:
    """Mark a refresh token as used. Its access token lives on to its own early end."""
    token.rotated_at = at
    session.flush()


def refreshable_scopes(session: Session, token: Token, grant: Grant) -> list[str]:
    """What a refresh may ask for: the scopes of the authorization that the family came
    from (RFC 6749, section 6), as far as the consent still covers them."""
    code = session.get(AuthorizationCode, token.family_id)
    original = code.scopes if code is not None else token.scopes
    return sorted(set(original) & set(grant.scopes))
