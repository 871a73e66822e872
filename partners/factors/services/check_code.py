"""Accepting a code, of the authenticator or for recovery, once."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, update
from sqlalchemy.orm import Session

from core.audit.services.record import record
from partners.accounts.models import Account
from partners.accounts.proof import Method
from partners.accounts.services.tell import tell
from partners.factors.errors import WrongCode
from partners.factors.letters import CODE_USED
from partners.factors.models import Authenticator
from partners.factors.queries import authenticator_of, factors_of
from partners.factors.rules import is_authenticator_code, matching_step
from partners.factors.services.authenticators import secret_of
from partners.factors.services.failures import refuse_guessing
from partners.factors.services.recovery_codes import spend_recovery_code


def check_code(
    session: Session, *, account_id: UUID, code: str, at: datetime
) -> Method:
    """Use a code up, and say of which kind it was.

    Raises CodesTriedTooOften without looking at it, or WrongCode; the caller counts
    that in a unit of work of its own (`record_failure`).
    """
    refuse_guessing(session, account_id, at=at)
    typed = code.replace(" ", "")
    if is_authenticator_code(typed):
        if not _spend(session, account_id, typed, at=at):
            raise WrongCode
        return Method.CODE
    if not spend_recovery_code(session, account_id=account_id, typed=typed, at=at):
        raise WrongCode
    record(
        session,
        action="account.recovery_code_used",
        object_type="account",
        object_id=account_id,
        at=at,
    )
    account = session.get_one(Account, account_id)
    left = factors_of(session, account_id).codes_left
    tell(session, account, CODE_USED, at=at, left=left)
    return Method.RECOVERY_CODE


def _spend(session: Session, account_id: UUID, code: str, *, at: datetime) -> bool:
    """Whether the code is of a time step later than the last that was used; of many
    who bring the same code at once one succeeds (ASVS 6.5.1)."""
    authenticator = authenticator_of(session, account_id)
    if authenticator is None:
        return False
    step = matching_step(secret_of(session, authenticator), code, at=at)
    if step is None:
        return False
    spent = session.scalar(
        update(Authenticator)
        .where(
            Authenticator.id == authenticator.id,
            or_(Authenticator.last_step.is_(None), Authenticator.last_step < step),
        )
        .values(last_step=step, last_used_at=at)
        .returning(Authenticator.id)
        .execution_options(synchronize_session=False)
    )
    return spent is not None
