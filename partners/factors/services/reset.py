"""Taking all second factors from somebody who has lost every one of them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from core.audit.services.record import record
from partners.accounts.services.sessions import end_sessions
from partners.accounts.services.tell import tell
from partners.factors.letters import FACTORS_RESET
from partners.factors.models import Authenticator, Passkey, RecoveryCode
from partners.factors.services.protection import lock_account


def reset_factors(
    session: Session, account_id: UUID, *, reason: str, at: datetime
) -> None:
    """The password alone opens the account again, until she sets a factor up.

    Who asks for it was recognised by people; the reason says how, and stands in the
    audit trail. Sessions end, and she is told by mail.
    """
    account = lock_account(session, account_id)
    for model in (Authenticator, Passkey, RecoveryCode):
        session.execute(delete(model).where(model.account_id == account_id))
    account.protected_at = None
    end_sessions(session, account_id=account_id, at=at)
    record(
        session,
        action="account.factors_reset",
        object_type="account",
        object_id=account_id,
        at=at,
        reason=reason,
    )
    tell(session, account, FACTORS_RESET, at=at)
