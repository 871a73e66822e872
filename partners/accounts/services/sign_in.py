"""Signing in with e-mail and password, and slowing down those who guess."""

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from core.privacy import vault_of
from partners.accounts.errors import TooManyTries, WrongCredentials
from partners.accounts.models import Account, SignInFailure
from partners.accounts.passwords import hash_password, is_outdated, is_password
from partners.accounts.rules import (
    FAILURE_WINDOW,
    FAILURES_ALLOWED,
    as_typed,
)


def sign_in(session: Session, *, email: str, password: str, at: datetime) -> Account:
    """The account that e-mail and password belong to.

    Raises WrongCredentials, alike and after the same time whatever was wrong, or
    TooManyTries without looking at the password. A hash with older parameters is made
    anew on the way. The caller records a failure (`record_failure`) in a unit of work
    of its own, because this one is rolled back.
    """
    index = _index(session, email)
    _refuse_guessing(session, index, at=at)
    account = session.scalar(
        select(Account).where(
            Account.email_index == index, Account.disabled_at.is_(None)
        )
    )
    if not is_password(password, account.password_hash if account else None):
        raise WrongCredentials
    if account is None:
        raise WrongCredentials
    if is_outdated(account.password_hash):
        account.password_hash = hash_password(password)
    session.execute(delete(SignInFailure).where(SignInFailure.email_index == index))
    return account


def record_failure(session: Session, *, email: str, at: datetime) -> None:
    """Count a failed try, and forget those that are too old to count."""
    session.execute(
        delete(SignInFailure).where(SignInFailure.failed_at <= at - FAILURE_WINDOW)
    )
    session.add(SignInFailure(email_index=_index(session, email), failed_at=at))


def _refuse_guessing(session: Session, index: bytes, *, at: datetime) -> None:
    failures = session.scalar(
        select(func.count())
        .select_from(SignInFailure)
        .where(
            SignInFailure.email_index == index,
            SignInFailure.failed_at > at - FAILURE_WINDOW,
        )
    )
    if (failures or 0) >= FAILURES_ALLOWED:
        raise TooManyTries(minutes=int(FAILURE_WINDOW.total_seconds() // 60))


def _index(session: Session, email: str) -> bytes:
    """The blind index of what was typed; nothing that is typed here is refused for
    its form, as that would tell apart what no account can have."""
    return vault_of(session).index(as_typed(email), field="email")
