"""An account for somebody who is neither a participant nor invited: an address first,
and everything else when its mail was read."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from core.ids import new_id, new_token
from core.mail import write_mail
from core.privacy import vault_of
from core.signing import issuer_of
from partners.accounts.errors import LinkExpired
from partners.accounts.letters import HAS_ACCOUNT, SIGN_UP
from partners.accounts.models import Account, SignUp
from partners.accounts.rules import (
    LINK_PAUSE,
    LINKS_A_DAY,
    SIGN_UP_LIFETIME,
    normalise_email,
)
from partners.accounts.services.register import register_account
from partners.accounts.services.tell import tell
from partners.accounts.services.verify_email import mark_verified
from partners.switches.models import Switch
from partners.switches.queries import refuse_closed


@dataclass(frozen=True)
class WantedAccount:
    """An address that was shown to be read by whoever follows its link."""

    sign_up: SignUp
    email: str


def ask_to_sign_up(
    session: Session, *, email: str, locale: str, next_page: str, at: datetime
) -> UUID:
    """Remember that an address wants an account; the id for `answer_sign_up`.

    Addresses with and without an account take the same way up to here (OA-24). Raises
    EmailUnusable or SignUpClosed.
    """
    refuse_closed(session, Switch.PARTNER_SIGN_UP)
    address = normalise_email(email)
    vault, identity = vault_of(session), new_id()
    session.add(
        SignUp(
            id=identity,
            email_sealed=vault.seal(address, row=identity, field="email"),
            email_index=vault.index(address, field="email"),
            locale=locale,
            next_page=next_page,
            created_at=at,
            expires_at=at + SIGN_UP_LIFETIME,
        )
    )
    session.flush()
    return identity


def answer_sign_up(session: Session, sign_up_id: UUID, *, at: datetime) -> None:
    """Write to the address: a link to make the account, or how to sign in to the one
    that it has. Idempotent.

    Nothing is written two minutes after another such letter, or after five in a day.
    """
    sign_up = _lock(session, sign_up_id)
    if sign_up is None or sign_up.answered_at is not None:
        return
    if not _may_write(session, sign_up, at=at):
        return
    sign_up.answered_at = at
    account = session.scalar(
        select(Account).where(Account.email_index == sign_up.email_index)
    )
    if account is None:
        _send_link(session, sign_up, at=at)
    elif account.disabled_at is None:
        _send_reminder(session, account, sign_up, at=at)


def read_sign_up(session: Session, *, secret: str, at: datetime) -> WantedAccount:
    """What the link in a letter is good for; looking at it uses up nothing. Raises
    LinkExpired."""
    sign_up = session.scalar(
        select(SignUp).where(
            SignUp.secret_hash == _digest(secret),
            SignUp.used_at.is_(None),
            SignUp.expires_at > at,
        )
    )
    if sign_up is None:
        raise LinkExpired
    email = vault_of(session).open(sign_up.email_sealed, row=sign_up.id, field="email")
    return WantedAccount(sign_up, email)


def finish_sign_up(
    session: Session,
    *,
    secret: str,
    full_name: str,
    password: str,
    locale: str,
    at: datetime,
) -> Account:
    """Make the account, once, for whoever followed the link; its address is verified.

    It belongs to no organisation and to no participant. Of many who do so at once one
    succeeds. Raises LinkExpired; EmailTaken when the address came to an account in
    another way meanwhile; SignUpClosed, PasswordTooShort and its kin, with which the
    link stays good.
    """
    refuse_closed(session, Switch.PARTNER_SIGN_UP)
    session.execute(
        select(SignUp.id).where(SignUp.secret_hash == _digest(secret)).with_for_update()
    )
    wanted = read_sign_up(session, secret=secret, at=at)
    account = register_account(
        session,
        email=wanted.email,
        full_name=full_name,
        password=password,
        locale=locale,
        at=at,
    )
    session.execute(
        update(SignUp)
        .where(SignUp.email_index == account.email_index, SignUp.used_at.is_(None))
        .values(used_at=at)
    )
    mark_verified(session, account, at=at)
    return account


def forget_sign_ups(session: Session, *, at: datetime) -> None:
    """Delete what nobody came back for, and what is done. Idempotent."""
    session.execute(delete(SignUp).where(SignUp.expires_at < at))


def _lock(session: Session, sign_up_id: UUID) -> SignUp | None:
    """The wish, with all others of its address held: their letters take turns."""
    email_index = session.scalar(
        select(SignUp.email_index).where(SignUp.id == sign_up_id)
    )
    session.execute(
        select(SignUp.id)
        .where(SignUp.email_index == email_index)
        .order_by(SignUp.id)
        .with_for_update()
    )
    return session.scalar(
        select(SignUp)
        .where(SignUp.id == sign_up_id)
        .execution_options(populate_existing=True)
    )


def _may_write(session: Session, sign_up: SignUp, *, at: datetime) -> bool:
    written = session.scalars(
        select(SignUp.answered_at)
        .where(
            SignUp.email_index == sign_up.email_index,
            SignUp.answered_at > at - timedelta(days=1),
        )
        .order_by(SignUp.answered_at.desc())
        .limit(LINKS_A_DAY)
    ).all()
    if not written:
        return True
    last = max(each for each in written if each is not None)
    return len(written) < LINKS_A_DAY and last <= at - LINK_PAUSE


def _send_link(session: Session, sign_up: SignUp, *, at: datetime) -> None:
    secret = new_token()
    sign_up.secret_hash = _digest(secret)
    write_mail(
        session,
        to=vault_of(session).open(sign_up.email_sealed, row=sign_up.id, field="email"),
        locale=sign_up.locale,
        letter=SIGN_UP.about(link=f"{issuer_of(session).address}/sign-up/{secret}"),
        at=at,
        good_until=sign_up.expires_at,
    )


def _send_reminder(
    session: Session, account: Account, sign_up: SignUp, *, at: datetime
) -> None:
    address = issuer_of(session).address
    tell(
        session,
        account,
        HAS_ACCOUNT,
        at=at,
        link=f"{address}/sign-in?next={quote(sign_up.next_page, safe='')}",
        forgotten=f"{address}/password/forgotten",
    )


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
