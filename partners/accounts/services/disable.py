"""Keeping somebody out of her account, and letting her in again."""

from datetime import datetime

from sqlalchemy.orm import Session

from core.audit.services.record import record
from partners.accounts.models import Account
from partners.accounts.services.sessions import end_sessions


def disable_account(
    session: Session, account: Account, *, reason: str, at: datetime
) -> None:
    """From the next request on nobody is signed in by it, and its tokens are dead."""
    if account.disabled_at is not None:
        return
    account.disabled_at = at
    end_sessions(session, account_id=account.id, at=at)
    _write_down(session, account, "account.disabled", reason, at)


def enable_account(
    session: Session, account: Account, *, reason: str, at: datetime
) -> None:
    """She can sign in again; what was ended stays ended."""
    if account.disabled_at is None:
        return
    account.disabled_at = None
    _write_down(session, account, "account.enabled", reason, at)


def sign_out_everywhere(
    session: Session, account: Account, *, reason: str, at: datetime
) -> int:
    """End every session of an account; how many there were."""
    ended = end_sessions(session, account_id=account.id, at=at)
    _write_down(session, account, "account.signed_out_everywhere", reason, at)
    return ended


def _write_down(
    session: Session, account: Account, action: str, reason: str, at: datetime
) -> None:
    record(
        session,
        action=action,
        object_type="account",
        object_id=account.id,
        at=at,
        reason=reason,
    )
