"""Proving that an address is read by the owner of the account."""

from datetime import datetime

from sqlalchemy.orm import Session

from core.audit.services.record import record
from core.signing import issuer_of
from partners.accounts.errors import TooManyLetters
from partners.accounts.letters import VERIFY_EMAIL
from partners.accounts.models import Account, LinkPurpose
from partners.accounts.rules import VERIFY_LIFETIME
from partners.accounts.services.mailed_links import make_link, may_send, use_link
from partners.accounts.services.tell import tell

PURPOSE = LinkPurpose.VERIFY_EMAIL


def ask_to_verify(session: Session, account: Account, *, at: datetime) -> None:
    """Send a link to the account's address; nothing is sent to one that is verified.

    Raises TooManyLetters.
    """
    if account.email_verified_at is not None:
        return
    if not may_send(session, account_id=account.id, purpose=PURPOSE, at=at):
        raise TooManyLetters
    secret = make_link(
        session,
        account_id=account.id,
        purpose=PURPOSE,
        lifetime=VERIFY_LIFETIME,
        at=at,
    )
    tell(
        session,
        account,
        VERIFY_EMAIL,
        at=at,
        link=f"{issuer_of(session).address}/email/verify/{secret}",
    )


def verify_email(session: Session, *, secret: str, at: datetime) -> Account:
    """Take the link's word for it, once; raises LinkExpired."""
    account = use_link(session, secret=secret, purpose=PURPOSE, at=at)
    mark_verified(session, account, at=at)
    return account


def mark_verified(session: Session, account: Account, *, at: datetime) -> None:
    """Write down that she reads mail to this address, however that was shown."""
    if account.email_verified_at is not None:
        return
    account.email_verified_at = at
    record(
        session,
        action="account.email_verified",
        object_type="account",
        object_id=account.id,
        at=at,
    )
