"""The browsers in which somebody is signed in, and signing them out from afar."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from core.audit.services.record import record
from partners.accounts.errors import SessionNotFound
from partners.accounts.models import BrowserSession
from partners.accounts.rules import SESSION_IDLE_LIFETIME
from partners.accounts.services.sessions import end_sessions

SHOWN = 50


def sessions_of(
    session: Session, account_id: UUID, *, at: datetime
) -> Sequence[BrowserSession]:
    """Her live sessions, the one that was used last at the top."""
    return session.scalars(
        select(BrowserSession)
        .where(BrowserSession.account_id == account_id, _is_live(at))
        .order_by(BrowserSession.last_seen_at.desc(), BrowserSession.id)
        .limit(SHOWN)
    ).all()


def count_sessions(
    session: Session, account_ids: Collection[UUID], *, at: datetime
) -> Counter[UUID]:
    """In how many browsers each of these people is signed in."""
    rows = session.execute(
        select(BrowserSession.account_id, func.count())
        .where(BrowserSession.account_id.in_(account_ids), _is_live(at))
        .group_by(BrowserSession.account_id)
    )
    return Counter({row[0]: row[1] for row in rows})


def end_one_session(
    session: Session, *, account_id: UUID, session_id: UUID, at: datetime
) -> None:
    """Sign one of her browsers out; raises SessionNotFound."""
    visit = session.scalar(
        select(BrowserSession)
        .where(
            BrowserSession.id == session_id,
            BrowserSession.account_id == account_id,
            BrowserSession.revoked_at.is_(None),
        )
        .with_for_update()
    )
    if visit is None:
        raise SessionNotFound
    visit.revoked_at = at
    record(
        session,
        action="account.session_ended",
        object_type="account",
        object_id=account_id,
        at=at,
        before={"session_id": str(session_id)},
    )


def end_other_sessions(
    session: Session, *, account_id: UUID, but: UUID, at: datetime
) -> int:
    """Sign all of her browsers out except one; how many were signed out."""
    ended = end_sessions(session, account_id=account_id, at=at, but=but)
    record(
        session,
        action="account.other_sessions_ended",
        object_type="account",
        object_id=account_id,
        at=at,
        after={"ended": ended},
    )
    return ended


def _is_live(at: datetime) -> ColumnElement[bool]:
    return and_(
        BrowserSession.revoked_at.is_(None),
        BrowserSession.expires_at > at,
        BrowserSession.last_seen_at > at - SESSION_IDLE_LIFETIME,
    )
