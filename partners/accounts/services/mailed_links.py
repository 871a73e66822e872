"""Links that prove who reads the mail of an address: made, and used once."""

import hashlib
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from core.ids import new_token
from partners.accounts.errors import LinkExpired
from partners.accounts.models import Account, LinkPurpose, MailedLink
from partners.accounts.rules import LINK_PAUSE, LINKS_A_DAY, LINKS_KEPT


def make_link(
    session: Session,
    *,
    account_id: UUID,
    purpose: LinkPurpose,
    lifetime: timedelta,
    at: datetime,
) -> str:
    """A new link; its secret, which only the letter holds."""
    secret = new_token()
    session.add(
        MailedLink(
            account_id=account_id,
            purpose=purpose,
            secret_hash=_digest(secret),
            created_at=at,
            expires_at=at + lifetime,
        )
    )
    return secret


def may_send(
    session: Session, *, account_id: UUID, purpose: LinkPurpose, at: datetime
) -> bool:
    """Whether another letter may go to this account: not in a row, and not too many
    a day, whoever asks for them."""
    sent = session.scalars(
        select(MailedLink.created_at)
        .where(
            MailedLink.account_id == account_id,
            MailedLink.purpose == purpose,
            MailedLink.created_at > at - timedelta(days=1),
        )
        .order_by(MailedLink.created_at.desc())
        .limit(LINKS_A_DAY)
    ).all()
    return not sent or (len(sent) < LINKS_A_DAY and sent[0] <= at - LINK_PAUSE)


def find_link(
    session: Session, *, secret: str, purpose: LinkPurpose, at: datetime
) -> Account:
    """Whose link this is, without using it; raises LinkExpired."""
    account = session.scalar(
        select(Account)
        .join(MailedLink, MailedLink.account_id == Account.id)
        .where(
            MailedLink.secret_hash == _digest(secret),
            MailedLink.purpose == purpose,
            MailedLink.used_at.is_(None),
            MailedLink.expires_at > at,
            Account.disabled_at.is_(None),
        )
    )
    if account is None:
        raise LinkExpired
    return account


def use_link(
    session: Session, *, secret: str, purpose: LinkPurpose, at: datetime
) -> Account:
    """Use a link up, and with it all others of its kind that this account was sent.

    Of many who follow it at once one succeeds. Raises LinkExpired.
    """
    account = find_link(session, secret=secret, purpose=purpose, at=at)
    # Whoever comes second waits here, and finds it used.
    session.execute(
        select(Account.id)
        .where(Account.id == account.id)
        .with_for_update(key_share=True)
    )
    used = session.scalars(
        update(MailedLink)
        .where(
            MailedLink.account_id == account.id,
            MailedLink.purpose == purpose,
            MailedLink.used_at.is_(None),
        )
        .values(used_at=at)
        .returning(MailedLink.secret_hash)
    ).all()
    if _digest(secret) not in used:
        raise LinkExpired
    return account


def forget_links(session: Session, *, at: datetime) -> None:
    """Delete links of more than 30 days ago. Idempotent."""
    session.execute(delete(MailedLink).where(MailedLink.created_at < at - LINKS_KEPT))


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
