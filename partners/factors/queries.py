"""What second factors a person has."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from partners.factors.models import Authenticator, RecoveryCode
from partners.factors.rules import OFFER_LIFETIME


@dataclass(frozen=True)
class Factors:
    """All second factors of one person; `codes_left` counts unused recovery codes."""

    authenticator: Authenticator | None = None
    passkeys: Sequence[object] = field(default_factory=tuple)
    codes_left: int = 0

    @property
    def any(self) -> bool:
        """Whether she has one by which she can sign in, recovery codes aside."""
        return self.authenticator is not None or bool(self.passkeys)


def factors_of(session: Session, account_id: UUID) -> Factors:
    """What this person has set up and confirmed."""
    left = session.scalar(
        select(func.count())
        .select_from(RecoveryCode)
        .where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
    )
    return Factors(
        authenticator=authenticator_of(session, account_id), codes_left=left or 0
    )


def authenticator_of(session: Session, account_id: UUID) -> Authenticator | None:
    """Her authenticator, once its first code was typed."""
    return session.scalar(
        select(Authenticator).where(
            Authenticator.account_id == account_id,
            Authenticator.confirmed_at.is_not(None),
        )
    )


def offered_to(
    session: Session, account_id: UUID, *, at: datetime
) -> Authenticator | None:
    """The authenticator that she is setting up at this moment."""
    return session.scalar(
        select(Authenticator).where(
            Authenticator.account_id == account_id,
            Authenticator.confirmed_at.is_(None),
            Authenticator.created_at > at - OFFER_LIFETIME,
        )
    )
