"""Ending awards whose first, or next, purchase was not made in time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from core.audit.services.record import record_many
from core.clock import LAST_SECOND
from core.events import publish_many
from core.ledger.models import LedgerAccount
from core.ledger.services.post_many import Transfer, post_transfers
from marketplace.programme.events import AwardForfeited, AwardRevoked
from marketplace.programme.ledger import fund_of, training_balance_of
from marketplace.programme.models import Award, AwardStatus, Scheme
from partners.switches.models import Switch
from partners.switches.queries import is_unsettled

# Awards per transaction: a few seconds under the locks.
CHUNK = 5_000


@dataclass(frozen=True)
class Missed:
    """A deadline that was missed, and what ends the award."""

    first: bool
    status: AwardStatus
    event: type[AwardRevoked] | type[AwardForfeited]
    reference: str
    reason: str


FIRST_PURCHASE = Missed(
    first=True,
    status=AwardStatus.REVOKED,
    event=AwardRevoked,
    reference="award-revocation",
    reason="first purchase deadline missed",
)
NEXT_PURCHASE = Missed(
    first=False,
    status=AwardStatus.FORFEITED,
    event=AwardForfeited,
    reference="award-forfeit",
    reason="next purchase deadline missed",
)


def revoke_overdue(session: Session, *, at: datetime, limit: int = CHUNK) -> int:
    """Revoke awards whose first-purchase deadline passed before `at`; how many.

    The whole balance returns to the scheme's fund. The award stays as `revoked`, which
    bars the person from every later batch (programme rules, section 4). To be called
    until fewer than `limit` are left, each time in a transaction of its own; an award
    that a purchase holds locked is passed over and seen again.
    """
    return _end_overdue(session, FIRST_PURCHASE, at=at, limit=limit)


def forfeit_overdue(session: Session, *, at: datetime, limit: int = CHUNK) -> int:
    """Forfeit the rest of balances whose next-purchase deadline passed before `at`.

    Only the balance is lost: what she bought, her certificates and her incentive stay
    (programme rules, section 4). Called like revoke_overdue.
    """
    return _end_overdue(session, NEXT_PURCHASE, at=at, limit=limit)


def _end_overdue(session: Session, missed: Missed, *, at: datetime, limit: int) -> int:
    bought = Award.first_purchased_at.is_not(None)
    overdue = session.execute(
        select(Award.id, Award.participant_id, Scheme.code)
        .join(Scheme, Scheme.id == Award.scheme_id)
        .where(
            Award.status == AwardStatus.ACTIVE,
            ~bought if missed.first else bought,
            Award.purchase_deadline_at <= at - LAST_SECOND,
            # Nobody loses a balance that she could not spend.
            ~is_unsettled(Switch.PROGRAMME, Scheme.code),
        )
        .order_by(Award.id)
        .limit(limit)
        .with_for_update(of=Award, skip_locked=True)
    ).all()
    if not overdue:
        return 0
    ids = [award_id for award_id, _, _ in overdue]
    returned = _return_balances(session, overdue, missed, at=at)
    _end(session, ids, missed, at=at)
    publish_many(
        session,
        [
            missed.event(
                occurred_at=at,
                award_id=award_id,
                participant_id=person,
                returned=returned[award_id],
            )
            for award_id, person, _ in overdue
        ],
    )
    return len(ids)


def _return_balances(
    session: Session,
    overdue: Sequence[tuple[UUID, UUID, str]],
    missed: Missed,
    *,
    at: datetime,
) -> dict[UUID, int]:
    """Move what each balance holds back to the fund it came from; how much of each."""
    accounts = {
        award_id: training_balance_of(award_id, person)
        for award_id, person, _ in overdue
    }
    held = dict(
        session.execute(
            select(LedgerAccount.id, LedgerAccount.balance)
            .where(
                LedgerAccount.id
                == func.any([account.id for account in accounts.values()])
            )
            .order_by(LedgerAccount.id)
            .with_for_update()
        ).all()
    )
    returned = {
        award_id: held.get(account.id) or 0 for award_id, account in accounts.items()
    }
    post_transfers(
        session,
        [
            Transfer(
                debit=accounts[award_id],
                credit=fund_of(scheme_code),
                amount=returned[award_id],
                reference=f"{missed.reference}:{award_id}",
            )
            for award_id, _, scheme_code in overdue
            if returned[award_id]
        ],
        description=f"Training balance returned: {missed.reason}.",
        at=at,
    )
    return returned


def _end(session: Session, ids: list[UUID], missed: Missed, *, at: datetime) -> None:
    session.execute(
        update(Award)
        .where(Award.id == func.any(ids))
        .values(status=missed.status, ended_at=at)
        .execution_options(synchronize_session=False)
    )
    record_many(
        session,
        action=missed.event.topic,
        object_type="award",
        object_ids=ids,
        at=at,
        before={"status": str(AwardStatus.ACTIVE)},
        after={"status": str(missed.status)},
        reason=missed.reason,
    )
