"""Recovery codes: ten at a time, each used once."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from core.ids import normalise_code
from core.privacy import vault_of
from partners.factors.models import RecoveryCode
from partners.factors.rules import (
    RECOVERY_CODES,
    new_recovery_code,
    normalise_recovery_code,
)


def make_recovery_codes(
    session: Session, *, account_id: UUID, at: datetime
) -> list[str]:
    """Ten new codes, in clear for the only time; those before are worth nothing."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    codes = [new_recovery_code() for _ in range(RECOVERY_CODES)]
    session.add_all(
        RecoveryCode(
            account_id=account_id,
            code_hash=_hash(session, account_id, normalise_code(code)),
            created_at=at,
        )
        for code in codes
    )
    session.flush()
    return codes


def spend_recovery_code(
    session: Session, *, account_id: UUID, typed: str, at: datetime
) -> bool:
    """Use a code up; False when it is none of hers or was used. Of many who bring the
    same code at once one succeeds."""
    code = normalise_recovery_code(typed)
    if code is None:
        return False
    spent = session.scalar(
        update(RecoveryCode)
        .where(
            RecoveryCode.account_id == account_id,
            RecoveryCode.code_hash == _hash(session, account_id, code),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=at)
        .returning(RecoveryCode.id)
    )
    return spent is not None


def _hash(session: Session, account_id: UUID, code: str) -> bytes:
    return vault_of(session).index(f"{account_id}:{code}", field="recovery_code")
