"""The sessions of browsers: kept by us, named by a random secret in a cookie."""

import hashlib
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from core.ids import new_token
from partners.accounts.devices import Device
from partners.accounts.letters import NEW_DEVICE
from partners.accounts.models import Account, BrowserSession
from partners.accounts.proof import SECOND_FACTORS, Method
from partners.accounts.rules import SESSION_IDLE_LIFETIME, SESSION_LIFETIME
from partners.accounts.services.tell import tell

# How exactly a session's last use is known: writing on every page would be waste.
SEEN_GRAIN = timedelta(minutes=5)

# Sessions that are over are kept for those who look into a break-in.
KEEP = timedelta(days=30)


NOBODY = UUID(int=0)


class Visit(NamedTuple):
    """A browser's session, and whose it is."""

    session: BrowserSession
    account: Account


def start_session(
    session: Session,
    *,
    account_id: UUID,
    at: datetime,
    methods: Collection[Method] = (Method.PASSWORD,),
    device: Device | None = None,
) -> str:
    """Start a new session; its secret, which only the browser keeps.

    `methods` is what the person just showed. Every sign-in gets a new secret, so that
    one planted before it is worth nothing (session fixation, ASVS 7.2.4). When she has
    signed in before, and not with this browser, she is told by mail.
    """
    secret, device = new_token(), device or Device()
    account = session.get_one(Account, account_id)
    if account.last_signed_in_at is not None:
        _tell_of_new_device(session, account, device, at=at)
    account.last_signed_in_at = at
    session.add(
        BrowserSession(
            account_id=account_id,
            secret_hash=_digest(secret),
            created_at=at,
            last_seen_at=at,
            expires_at=at + SESSION_LIFETIME,
            methods=sorted(methods),
            authenticated_at=at,
            second_factor_at=None if SECOND_FACTORS.isdisjoint(methods) else at,
            browser=device.browser,
            network=device.network,
            device_hash=device.mark_hash,
        )
    )
    return secret


def find_visit(session: Session, *, secret: str, at: datetime) -> Visit | None:
    """Who is signed in with this secret; None when the session is over, was left alone
    for two hours, or the account is disabled."""
    found = session.execute(
        select(BrowserSession, Account)
        .join(Account, Account.id == BrowserSession.account_id)
        .where(
            BrowserSession.secret_hash == _digest(secret),
            BrowserSession.revoked_at.is_(None),
            BrowserSession.expires_at > at,
            BrowserSession.last_seen_at > at - SESSION_IDLE_LIFETIME,
            Account.disabled_at.is_(None),
        )
    ).one_or_none()
    if found is None:
        return None
    visit = Visit(*found)
    if at - visit.session.last_seen_at >= SEEN_GRAIN:
        visit.session.last_seen_at = at
    return visit


def renew_session(
    session: Session, visit: BrowserSession, *, method: Method, at: datetime
) -> str:
    """Write down that the person of a session showed `method` again; the session's new
    secret, as the old one is worth nothing from now on (ASVS 7.2.4)."""
    secret = new_token()
    renewed = session.get_one(BrowserSession, visit.id)
    renewed.secret_hash = _digest(secret)
    renewed.methods = sorted({*renewed.methods, method})
    renewed.authenticated_at = at
    if method in SECOND_FACTORS:
        renewed.second_factor_at = at
    session.flush()
    return secret


def end_session(session: Session, *, secret: str, at: datetime) -> None:
    """Sign this browser out; an unknown secret changes nothing."""
    session.execute(
        update(BrowserSession)
        .where(
            BrowserSession.secret_hash == _digest(secret),
            BrowserSession.revoked_at.is_(None),
        )
        .values(revoked_at=at)
    )


def end_sessions(
    session: Session, *, account_id: UUID, at: datetime, but: UUID | None = None
) -> int:
    """End all sessions of an account, except the one `but`; how many were ended."""
    ended = session.scalars(
        update(BrowserSession)
        .where(
            BrowserSession.account_id == account_id,
            BrowserSession.revoked_at.is_(None),
            BrowserSession.expires_at > at,
            BrowserSession.id != (but or NOBODY),
        )
        .values(revoked_at=at)
        .returning(BrowserSession.id)
    ).all()
    return len(ended)


def forget_sessions(session: Session, *, at: datetime) -> None:
    """Delete the sessions that ended more than 30 days ago. Idempotent."""
    session.execute(delete(BrowserSession).where(BrowserSession.expires_at < at - KEEP))


def _tell_of_new_device(
    session: Session, account: Account, device: Device, *, at: datetime
) -> None:
    """Write to her unless the account knows the browser by its mark."""
    if device.mark_hash is None:
        return
    known = session.scalar(
        select(BrowserSession.id)
        .where(
            BrowserSession.account_id == account.id,
            BrowserSession.device_hash == device.mark_hash,
        )
        .limit(1)
    )
    if known is None:
        tell(
            session,
            account,
            NEW_DEVICE,
            at=at,
            browser=device.browser or "?",
            network=device.network or "?",
        )


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
