"""Taking a second factor away, and making recovery codes anew."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from core.audit.services.record import record
from partners.accounts.services.tell import tell
from partners.factors.errors import FactorNotFound, SecondFactorMissing
from partners.factors.letters import CODES_RENEWED
from partners.factors.models import Authenticator
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
