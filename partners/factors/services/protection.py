"""Whether an account is protected by a second factor, and since when.

`Account.protected_at` says so to those who do not know factors. Whoever adds or takes
away a factor holds the account's row, so that two at once agree on what is left.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.audit.services.record import record
from core.text import Text
from partners.accounts.models import Account
from partners.accounts.services.tell import tell
from partners.factors.letters import (
    FACTOR_ADDED,
    FACTOR_REMOVED,
    LAST_FACTOR_REMOVED,
)
from partners.factors.models import RecoveryCode
from partners.factors.queries import factors_of
from partners.factors.services.recovery_codes import make_recovery_codes


class Factor(StrEnum):
    """The kinds of second factors, as the audit trail names them."""

    AUTHENTICATOR = "authenticator"
    PASSKEY = "passkey"


FACTOR_NAMES = {
    Factor.AUTHENTICATOR: Text("authenticator", "autentikator"),
    Factor.PASSKEY: Text("passkey", "kunci sandi"),
}


def lock_account(session: Session, account_id: UUID) -> Account:
    """The account, held until the transaction ends."""
    return session.scalars(
        select(Account)
        .where(Account.id == account_id)
        # Rows that refer to the account may be written meanwhile.
        .with_for_update(key_share=True)
    ).one()


def factor_added(
    session: Session, account: Account, factor: Factor, *, at: datetime
) -> list[str]:
    """What follows a new factor: recovery codes when she has none, and a line in the
    audit trail. Gives the new codes, in clear for the only time."""
    session.flush()
    if account.protected_at is None:
        account.protected_at = at
    _write_down(session, account, "account.factor_added", factor, at=at)
    tell(session, account, FACTOR_ADDED, at=at, factor=FACTOR_NAMES[factor])
    if factors_of(session, account.id).codes_left:
        return []
    return make_recovery_codes(session, account_id=account.id, at=at)


def factor_removed(
    session: Session, account: Account, factor: Factor, *, at: datetime
) -> None:
    """What follows a factor that is gone: with the last one the account loses its
    protection, and recovery codes have nothing left to recover."""
    session.flush()
    letter = FACTOR_REMOVED
    if not factors_of(session, account.id).any:
        letter, account.protected_at = LAST_FACTOR_REMOVED, None
        session.execute(
            delete(RecoveryCode).where(RecoveryCode.account_id == account.id)
        )
    _write_down(session, account, "account.factor_removed", factor, at=at)
    tell(session, account, letter, at=at, factor=FACTOR_NAMES[factor])


def _write_down(
    session: Session, account: Account, action: str, factor: Factor, *, at: datetime
) -> None:
    record(
        session,
        action=action,
        object_type="account",
        object_id=account.id,
        at=at,
        after={"factor": factor, "protected": account.protected_at is not None},
    )
