"""Taking a second factor away, naming it, and making recovery codes anew."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.audit.services.record import record
from partners.accounts.services.tell import tell
from partners.factors.errors import FactorNotFound, SecondFactorMissing
from partners.factors.letters import CODES_RENEWED
from partners.factors.models import Authenticator, Passkey
from partners.factors.services.add_passkey import sealed_name
from partners.factors.services.protection import Factor, factor_removed, lock_account
from partners.factors.services.recovery_codes import make_recovery_codes


def remove_authenticator(session: Session, *, account_id: UUID, at: datetime) -> None:
    """Forget her authenticator; raises FactorNotFound when she has none."""
    account = lock_account(session, account_id)
    gone = session.scalar(
        delete(Authenticator)
        .where(
            Authenticator.account_id == account_id,
            Authenticator.confirmed_at.is_not(None),
        )
        .returning(Authenticator.id)
    )
    if gone is None:
        raise FactorNotFound
    factor_removed(session, account, Factor.AUTHENTICATOR, at=at)


def remove_passkey(
    session: Session, *, account_id: UUID, passkey_id: UUID, at: datetime
) -> None:
    """Forget one of her passkeys; raises FactorNotFound."""
    account = lock_account(session, account_id)
    gone = session.scalar(
        delete(Passkey)
        .where(Passkey.id == passkey_id, Passkey.account_id == account_id)
        .returning(Passkey.id)
    )
    if gone is None:
        raise FactorNotFound
    factor_removed(session, account, Factor.PASSKEY, at=at)


def rename_passkey(
    session: Session, *, account_id: UUID, passkey_id: UUID, name: str
) -> None:
    """Give one of her passkeys another name; raises FactorNotFound."""
    passkey = session.scalar(
        select(Passkey).where(
            Passkey.id == passkey_id, Passkey.account_id == account_id
        )
    )
    if passkey is None:
        raise FactorNotFound
    passkey.name_sealed = sealed_name(session, passkey.id, name)


def renew_recovery_codes(
    session: Session, *, account_id: UUID, at: datetime
) -> list[str]:
    """Ten new codes in place of the old; raises SecondFactorMissing when there is no
    factor whose loss they could make good."""
    account = lock_account(session, account_id)
    if account.protected_at is None:
        raise SecondFactorMissing
    codes = make_recovery_codes(session, account_id=account_id, at=at)
    record(
        session,
        action="account.recovery_codes_renewed",
        object_type="account",
        object_id=account_id,
        at=at,
    )
    tell(session, account, CODES_RENEWED, at=at)
    return codes
