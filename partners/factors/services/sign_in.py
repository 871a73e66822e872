"""The second half of signing in, and confirming while one is signed in."""

from datetime import datetime

from sqlalchemy.orm import Session

from partners.accounts.devices import Device
from partners.accounts.models import Account, BrowserSession
from partners.accounts.passwords import is_password
from partners.accounts.proof import Method
from partners.accounts.rules import SECOND_STEP_LIFETIME
from partners.accounts.services.second_step import end_second_step, pending_account
from partners.accounts.services.sessions import renew_session, start_session
from partners.factors.errors import SignInTooSlow, WrongPassword
from partners.factors.services.challenges import Purpose
from partners.factors.services.check_code import check_code
from partners.factors.services.failures import refuse_guessing
from partners.factors.services.passkey_answers import RelyingParty
from partners.factors.services.show_passkey import check_passkey


def finish_sign_in(
    session: Session, *, secret: str, code: str, at: datetime, device: Device
) -> str:
    """Sign in with a code after the password; the secret of the new session.

    `secret` names the sign-in under way. Raises SignInTooSlow, WrongCode or
    CodesTriedTooOften.
    """
    account = pending_account(session, secret=secret, at=at)
    if account is None:
        raise _too_slow()
    method = check_code(session, account_id=account.id, code=code, at=at)
    if not end_second_step(session, secret=secret):
        raise _too_slow()
    return start_session(
        session,
        account_id=account.id,
        at=at,
        methods=(Method.PASSWORD, method),
        device=device,
    )


def finish_sign_in_by_passkey(
    session: Session,
    *,
    secret: str,
    answer: str,
    party: RelyingParty,
    at: datetime,
    device: Device,
) -> str:
    """Sign in with a passkey after the password; the secret of the new session.

    Raises SignInTooSlow or PasskeyRefused.
    """
    account = pending_account(session, secret=secret, at=at)
    if account is None:
        raise _too_slow()
    _, method = check_passkey(
        session,
        Purpose.SIGN_IN,
        party,
        subject=str(account.id),
        answer=answer,
        at=at,
        account_id=account.id,
    )
    if not end_second_step(session, secret=secret):
        raise _too_slow()
    methods = (Method.PASSWORD, method)
    return start_session(
        session, account_id=account.id, at=at, methods=methods, device=device
    )


def sign_in_by_passkey(
    session: Session, *, answer: str, party: RelyingParty, at: datetime, device: Device
) -> str:
    """Sign in with a passkey alone; the secret of the new session.

    The device has checked who sits there, so it counts as two factors. Raises
    PasskeyRefused.
    """
    account, method = check_passkey(
        session, Purpose.SIGN_IN, party, subject="", answer=answer, at=at
    )
    return start_session(
        session, account_id=account.id, at=at, methods=(method,), device=device
    )


def confirm_by_passkey(
    session: Session,
    visit: BrowserSession,
    *,
    answer: str,
    party: RelyingParty,
    at: datetime,
) -> str:
    """Show a passkey within a session; its new secret. Raises PasskeyRefused."""
    _, method = check_passkey(
        session,
        Purpose.CONFIRM,
        party,
        subject=str(visit.id),
        answer=answer,
        at=at,
        account_id=visit.account_id,
    )
    return renew_session(session, visit, method=method, at=at)


def confirm_by_code(
    session: Session, visit: BrowserSession, *, code: str, at: datetime
) -> str:
    """Show a second factor within a session; its new secret.

    Raises WrongCode or CodesTriedTooOften.
    """
    method = check_code(session, account_id=visit.account_id, code=code, at=at)
    return renew_session(session, visit, method=method, at=at)


def confirm_by_password(
    session: Session, visit: BrowserSession, *, password: str, at: datetime
) -> str:
    """Show the password again within a session; its new secret.

    Raises WrongPassword or CodesTriedTooOften.
    """
    refuse_guessing(session, visit.account_id, at=at)
    account = session.get_one(Account, visit.account_id)
    if not is_password(password, account.password_hash):
        raise WrongPassword
    return renew_session(session, visit, method=Method.PASSWORD, at=at)


def _too_slow() -> SignInTooSlow:
    return SignInTooSlow(minutes=int(SECOND_STEP_LIFETIME.total_seconds() // 60))
