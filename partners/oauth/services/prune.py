"""Forgetting what is long over."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, func, or_, select
from sqlalchemy.orm import Session

from core.bulk import change_rows
from partners.oauth.models import AuthorizationCode, Token

# Long enough to look into a theft that was noticed late.
KEEP = timedelta(days=30)


def prune(session: Session, *, at: datetime) -> int:
    """Delete tokens and codes that ended more than 30 days ago; how many.

    A code stays while a token of its family does: its second use must be able to
    revoke them (OA-04). Idempotent.
    """
    tokens = change_rows(session, delete(Token).where(_ended_before(at - KEEP)))
    family = select(Token.id).where(Token.family_id == AuthorizationCode.id)
    codes = delete(AuthorizationCode).where(
        AuthorizationCode.expires_at < at - KEEP, ~family.exists()
    )
    return tokens + change_rows(session, codes)


def _ended_before(instant: datetime) -> ColumnElement[bool]:
    end = func.coalesce(Token.refresh_expires_at, Token.access_expires_at)
    return or_(
        end < instant, and_(Token.revoked_at.is_not(None), Token.revoked_at < instant)
    )
