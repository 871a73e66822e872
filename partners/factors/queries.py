"""What second factors a person has."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.privacy import vault_of
from partners.factors.models import Authenticator, Passkey, RecoveryCode
from partners.factors.rules import OFFER_LIFETIME, PASSKEYS_ALLOWED


@dataclass(frozen=True)
class Factors:
    """All second factors of one person; `codes_left` counts unused recovery codes."""

    authenticator: Authenticator | None = None
    passkeys: Sequence[Passkey] = field(default_factory=tuple)
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
        authenticator=authenticator_of(session, account_id),
        passkeys=passkeys_of(session, account_id),
        codes_left=left or 0,
    )


def passkeys_of(session: Session, account_id: UUID) -> Sequence[Passkey]:
    """Her passkeys, the oldest first."""
    return session.scalars(
        select(Passkey)
        .where(Passkey.account_id == account_id)
        .order_by(Passkey.created_at, Passkey.id)
        .limit(PASSKEYS_ALLOWED)
    ).all()


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


def name_of(session: Session, passkey: Passkey) -> str:
    """The name that its owner gave a passkey."""
    return vault_of(session).open(passkey.name_sealed, row=passkey.id, field="name")
