"""Ending tokens before their time."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from partners.oauth.models import AuthorizationCode, Token


def lock_family(session: Session, family_id: UUID) -> None:
    """Take turns over a family of tokens: without it, a family could be revoked while
    a refresh is adding a token to it that the revocation does not see."""
    _lock_codes(session, {family_id})


def revoke_grants(
    session: Session, grant_ids: Collection[UUID], *, at: datetime
) -> None:
    """Revoke all tokens that rest on consents, and wait for refreshes under way."""
    living = (Token.grant_id.in_(grant_ids), Token.revoked_at.is_(None))
    families = session.scalars(select(Token.family_id).where(*living).distinct())
    _lock_codes(session, set(families))
    session.execute(update(Token).where(*living).values(revoked_at=at))


def revoke_family(session: Session, family_id: UUID, *, at: datetime) -> None:
    """Revoke all tokens that came from one code, or one client's own token."""
    lock_family(session, family_id)
    session.execute(
        update(Token)
        .where(Token.family_id == family_id, Token.revoked_at.is_(None))
        .values(revoked_at=at)
    )


def _lock_codes(session: Session, families: set[UUID]) -> None:
    """In the order of their ids, so that nobody waits in a circle."""
    session.execute(
        select(AuthorizationCode.id)
        .where(AuthorizationCode.id.in_(families))
        .order_by(AuthorizationCode.id)
        .with_for_update()
    )
