"""Starting a verification: the institution's half of a step."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.courses import Schedule
from core.audit import record
from partners.oauth import Client
from vouchers.learning.errors import RedirectNotRegistered
from vouchers.learning.models import Verification
from vouchers.learning.queries import confirmed_sequences
from vouchers.learning.rules import check_step
from vouchers.learning.secrets import new_state, state_hash
from vouchers.vouchers.services.find import find_voucher_by_code

# Long enough to sign in on the way, too short to be passed around.
LIFETIME = timedelta(minutes=15)


@dataclass(frozen=True)
class Step:
    """What an institution asks to be confirmed: by `client_id`, its OAuth client."""

    provider_id: UUID
    client_id: str
    code: str
    sequence: int
    redirect_uri: str


def start_verification(
    session: Session, step: Step, *, at: datetime
) -> tuple[Verification, str]:
    """Prepare the page on which the participant confirms one step; its secret state.

    Uses nothing up. Raises VoucherNotFound, RedirectNotRegistered and all that
    `check_step` raises. Rule: docs/rules/vouchers.md, "Steps".
    """
    voucher = find_voucher_by_code(
        session, code=step.code, provider_id=step.provider_id
    )
    _check_redirect(session, step)
    check_step(
        voucher,
        session.get_one(Schedule, voucher.schedule_id),
        sequence=step.sequence,
        confirmed=confirmed_sequences(session, voucher.id),
        at=at,
    )
    state = new_state()
    verification = Verification(
        voucher_id=voucher.id,
        sequence=step.sequence,
        state_hash=state_hash(state),
        redirect_uri=step.redirect_uri,
        started_at=at,
        expires_at=at + LIFETIME,
    )
    session.add(verification)
    session.flush()
    record(
        session,
        action="verification.started",
        object_type="voucher",
        object_id=voucher.id,
        at=at,
        after={"verification_id": str(verification.id), "sequence": step.sequence},
    )
    return verification, state


def _check_redirect(session: Session, step: Step) -> None:
    """The browser returns only to an address of the asking client, letter by letter."""
    registered = session.scalar(
        select(Client.redirect_uris).where(
            Client.client_id == step.client_id,
            Client.organisation_id == step.provider_id,
        )
    )
    if step.redirect_uri not in (registered or []):
        raise RedirectNotRegistered
