"""What second factors a person has."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select
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


@dataclass(frozen=True)
class FactorCounts:
    """How many second factors somebody has; nothing of what they are."""

    authenticator: bool = False
    passkeys: int = 0
    recovery_codes: int = 0


def count_factors(
    session: Session, account_ids: Collection[UUID]
) -> dict[UUID, FactorCounts]:
    """What each of these people has set up and confirmed, in three queries."""
    with_authenticator = set(
        session.scalars(
            select(Authenticator.account_id).where(
                Authenticator.account_id.in_(account_ids),
                Authenticator.confirmed_at.is_not(None),
            )
        )
    )
    passkeys = _count(
        session,
        select(Passkey.account_id, func.count())
        .where(Passkey.account_id.in_(account_ids))
        .group_by(Passkey.account_id),
    )
    codes = _count(
        session,
        select(RecoveryCode.account_id, func.count())
        .where(RecoveryCode.account_id.in_(account_ids), RecoveryCode.used_at.is_(None))
        .group_by(RecoveryCode.account_id),
    )
    return {
        each: FactorCounts(each in with_authenticator, passkeys[each], codes[each])
        for each in account_ids
    }


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


def _count(session: Session, query: Select[UUID, int]) -> Counter[UUID]:
    return Counter({row[0]: row[1] for row in session.execute(query)})
