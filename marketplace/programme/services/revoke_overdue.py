"""Ending awards whose first purchase was not made in time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from core.audit.services.record import record_many
from core.events import publish_many
from core.ledger.models import LedgerAccount
from core.ledger.services.post_many import Transfer, post_transfers
from marketplace.programme.events import AwardRevoked
from marketplace.programme.ledger import fund_of, training_balance_of
from marketplace.programme.models import Award, AwardStatus, Scheme

# Awards per transaction: a few seconds under the locks.
CHUNK = 5_000

# A deadline is the last second of a day, all of which counts.
LAST_SECOND = timedelta(seconds=1)


def revoke_overdue(session: Session, *, at: datetime, limit: int = CHUNK) -> int:
    """Revoke awards whose first-purchase deadline passed before `at`; how many.

    The whole balance returns to the scheme's fund. The award stays as `revoked`, which
    bars the person from every later batch (programme rules, section 4). To be called
    until fewer than `limit` are left, each time in a transaction of its own; an award
    that a purchase holds locked is passed over and seen again.
    """
    overdue = session.execute(
        select(Award.id, Award.participant_id, Scheme.code)
        .join(Scheme, Scheme.id == Award.scheme_id)
        .where(
            Award.status == AwardStatus.ACTIVE,
            Award.first_purchased_at.is_(None),
            Award.purchase_deadline_at <= at - LAST_SECOND,
        )
        .order_by(Award.id)
        .limit(limit)
        .with_for_update(of=Award, skip_locked=True)
    ).all()
    if not overdue:
        return 0
    ids = [award_id for award_id, _, _ in overdue]
    returned = _return_balances(session, overdue, at=at)
    _end(session, ids, at=at)
    publish_many(
        session,
        [
            AwardRevoked(
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
    session: Session, overdue: Sequence[tuple[UUID, UUID, str]], *, at: datetime
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
                reference=f"award-revocation:{award_id}",
            )
            for award_id, _, scheme_code in overdue
            if returned[award_id]
        ],
        description="Training balance returned: no purchase before the deadline.",
        at=at,
    )
    return returned


def _end(session: Session, ids: list[UUID], *, at: datetime) -> None:
    session.execute(
        update(Award)
        .where(Award.id == func.any(ids))
        .values(status=AwardStatus.REVOKED, ended_at=at)
        .execution_options(synchronize_session=False)
    )
    record_many(
        session,
        action="award.revoked",
        object_type="award",
        object_ids=ids,
        at=at,
        before={"status": str(AwardStatus.ACTIVE)},
        after={"status": str(AwardStatus.REVOKED)},
        reason="first purchase deadline missed",
    )
