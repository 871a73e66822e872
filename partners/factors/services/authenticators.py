"""Setting up an authenticator: a secret is offered, and its first code confirms it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from core.ids import new_id
from core.privacy import vault_of
from partners.factors.errors import NothingOffered, WrongCode
from partners.factors.models import Authenticator
from partners.factors.queries import offered_to
from partners.factors.rules import is_authenticator_code, matching_step, new_secret
from partners.factors.services.failures import refuse_guessing
from partners.factors.services.protection import Factor, factor_added, lock_account


def offer_authenticator(
    session: Session, *, account_id: UUID, at: datetime, secret: str | None = None
) -> Authenticator:
    """Offer a new secret, in place of one that was offered before.

    An authenticator that is in use stays so until the new one is confirmed.
    """
    lock_account(session, account_id)
    session.execute(
        delete(Authenticator).where(
            Authenticator.account_id == account_id, Authenticator.confirmed_at.is_(None)
        )
    )
    identity = new_id()
    offered = Authenticator(
        id=identity,
        account_id=account_id,
        secret_sealed=vault_of(session).seal(
            secret or new_secret(), row=identity, field="secret"
        ),
        created_at=at,
    )
    session.add(offered)
    session.flush()
    return offered


def confirm_authenticator(
    session: Session, *, account_id: UUID, code: str, at: datetime
) -> list[str]:
    """Take the offered authenticator into use by its first code.

    The one before it is gone. Gives recovery codes when she has none yet, else an
    empty list. Raises NothingOffered, WrongCode or CodesTriedTooOften.
    """
    account = lock_account(session, account_id)
    refuse_guessing(session, account_id, at=at)
    offered = offered_to(session, account_id, at=at)
    if offered is None:
        raise NothingOffered
    typed, step = code.replace(" ", ""), None
    if is_authenticator_code(typed):
        step = matching_step(secret_of(session, offered), typed, at=at)
    if step is None:
        raise WrongCode
    session.execute(
        delete(Authenticator).where(
            Authenticator.account_id == account_id,
            Authenticator.confirmed_at.is_not(None),
        )
    )
    offered.confirmed_at = offered.last_used_at = at
    # The code that confirmed it opens nothing else.
    offered.last_step = step
    session.flush()
    return factor_added(session, account, Factor.AUTHENTICATOR, at=at)


def secret_of(session: Session, authenticator: Authenticator) -> str:
    """The secret in clear."""
    return vault_of(session).open(
        authenticator.secret_sealed, row=authenticator.id, field="secret"
    )
