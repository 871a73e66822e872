"""Between password and second factor: who may go on, and for how long."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.ids import new_token
from partners.accounts.devices import Device
from partners.accounts.models import Account, PendingSignIn
from partners.accounts.rules import SECOND_STEP_LIFETIME
from partners.accounts.services.sessions import start_session


@dataclass(frozen=True)
class SignedIn:
    """What a right password leads to: the secret of a session, or (not `complete`) of
    a sign-in that owes a second factor."""

    secret: str
    complete: bool


def begin(
    session: Session, account: Account, *, at: datetime, device: Device
) -> SignedIn:
    """Go on after a right password: whoever has a second factor shows it, too."""
    if account.protected_at is not None:
        secret = begin_second_step(session, account_id=account.id, at=at)
        return SignedIn(secret, complete=False)
    secret = start_session(session, account_id=account.id, at=at, device=device)
    return SignedIn(secret, complete=True)


def begin_second_step(session: Session, *, account_id: UUID, at: datetime) -> str:
    """Remember that the password was right; the secret that only the browser keeps."""
    secret = new_token()
    session.add(
        PendingSignIn(
            account_id=account_id,
            secret_hash=_digest(secret),
            created_at=at,
            expires_at=at + SECOND_STEP_LIFETIME,
        )
    )
    return secret


def pending_account(session: Session, *, secret: str, at: datetime) -> Account | None:
    """Whose password was right a moment ago; None when it was too long ago, or the
    sign-in was finished."""
    return session.scalar(
        select(Account)
        .join(PendingSignIn, PendingSignIn.account_id == Account.id)
        .where(
            PendingSignIn.secret_hash == _digest(secret),
            PendingSignIn.expires_at > at,
            Account.disabled_at.is_(None),
        )
    )


def end_second_step(session: Session, *, secret: str) -> bool:
    """Finish it; of many who do so at once one is told True."""
    gone = session.scalar(
        delete(PendingSignIn)
        .where(PendingSignIn.secret_hash == _digest(secret))
        .returning(PendingSignIn.id)
    )
    return gone is not None


def forget_pending(session: Session, *, at: datetime) -> None:
    """Delete what was never finished. Idempotent."""
    session.execute(delete(PendingSignIn).where(PendingSignIn.expires_at < at))


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
