"""A new password: chosen by its owner, or by whoever reads her mail."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.audit.services.record import record
from core.ids import new_id
from core.privacy import vault_of
from core.signing import issuer_of
from partners.accounts.errors import CurrentPasswordWrong, EmailUnusable
from partners.accounts.letters import PASSWORD_CHANGED, RESET_PASSWORD
from partners.accounts.models import (
    Account,
    BrowserSession,
    LinkPurpose,
    PendingSignIn,
    ResetRequest,
    SignInFailure,
)
from partners.accounts.passwords import hash_password, is_password
from partners.accounts.proof import Method
from partners.accounts.rules import (
    RESET_LIFETIME,
    check_new_password,
    normalise_email,
)
from partners.accounts.services.mailed_links import (
    find_link,
    make_link,
    may_send,
    use_link,
)
from partners.accounts.services.sessions import end_sessions, renew_session
from partners.accounts.services.tell import email_of, tell
from partners.accounts.services.verify_email import mark_verified

PURPOSE = LinkPurpose.RESET_PASSWORD


def ask_for_reset(session: Session, *, email: str, at: datetime) -> UUID | None:
    """Remember that a password was forgotten; the id for `answer_reset_request`.

    Known and unknown addresses take the same way up to here. None for what cannot be
    an address.
    """
    try:
        address = normalise_email(email)
    except EmailUnusable:
        return None
    identity = new_id()
    session.add(
        ResetRequest(
            id=identity,
            email_sealed=vault_of(session).seal(address, row=identity, field="email"),
            created_at=at,
        )
    )
    session.flush()
    return identity


def answer_reset_request(session: Session, request_id: UUID, *, at: datetime) -> None:
    """Send a link to the address if it has an account. Idempotent: the request goes."""
    asked = session.scalar(
        delete(ResetRequest)
        .where(ResetRequest.id == request_id)
        .returning(ResetRequest.email_sealed)
    )
    if asked is None:
        return
    vault = vault_of(session)
    email = vault.open(asked, row=request_id, field="email")
    account = session.scalar(
        select(Account).where(
            Account.email_index == vault.index(email, field="email"),
            Account.disabled_at.is_(None),
        )
    )
    if account is None or not may_send(
        session, account_id=account.id, purpose=PURPOSE, at=at
    ):
        return
    secret = make_link(
        session, account_id=account.id, purpose=PURPOSE, lifetime=RESET_LIFETIME, at=at
    )
    tell(
        session,
        account,
        RESET_PASSWORD,
        at=at,
        good_until=at + RESET_LIFETIME,
        link=f"{issuer_of(session).address}/password/new/{secret}",
        minutes=int(RESET_LIFETIME.total_seconds() // 60),
    )


def check_reset_link(session: Session, *, secret: str, at: datetime) -> None:
    """Raise LinkExpired unless the link is still good; it stays so."""
    find_link(session, secret=secret, purpose=PURPOSE, at=at)


def reset_password(
    session: Session, *, secret: str, password: str, at: datetime
) -> None:
    """Take a new password from whoever followed the link, once.

    Every session of the account ends; its second factors stay, and are asked for at
    the next sign-in. Raises LinkExpired, PasswordTooShort and its kin: with those the
    link stays good.
    """
    account = find_link(session, secret=secret, purpose=PURPOSE, at=at)
    check_new_password(password, email=email_of(session, account))
    account = use_link(session, secret=secret, purpose=PURPOSE, at=at)
    _set(session, account, password, action="account.password_reset", at=at)
    end_sessions(session, account_id=account.id, at=at)
    mark_verified(session, account, at=at)


def change_password(
    session: Session,
    visit: BrowserSession,
    *,
    current: str,
    password: str,
    at: datetime,
) -> str:
    """Take a new password from its owner; the new secret of the session `visit`. All
    others end.

    Raises CurrentPasswordWrong, PasswordTooShort and its kin.
    """
    account = session.get_one(Account, visit.account_id)
    if not is_password(current, account.password_hash):
        raise CurrentPasswordWrong
    check_new_password(password, email=email_of(session, account))
    _set(session, account, password, action="account.password_changed", at=at)
    end_sessions(session, account_id=account.id, at=at, but=visit.id)
    return renew_session(session, visit, method=Method.PASSWORD, at=at)


def _set(
    session: Session, account: Account, password: str, *, action: str, at: datetime
) -> None:
    account.password_hash = hash_password(password)
    account.password_changed_at = at
    session.execute(delete(PendingSignIn).where(PendingSignIn.account_id == account.id))
    session.execute(
        delete(SignInFailure).where(SignInFailure.email_index == account.email_index)
    )
    record(session, action=action, object_type="account", object_id=account.id, at=at)
    tell(session, account, PASSWORD_CHANGED, at=at)
