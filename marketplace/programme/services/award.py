"""Making the awards of a decided batch."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, exists, select
from sqlalchemy.orm import Session

from core.audit.services.record import record_many
from core.bulk import insert_columns
from core.events import publish_many
from core.ids import new_id
from core.ledger.services.post import open_accounts
from core.ledger.services.post_many import Transfer, open_new_accounts, post_transfers
from marketplace.programme.events import AwardGranted
from marketplace.programme.ledger import fund_of, training_balance_of
from marketplace.programme.models import (
    Application,
    ApplicationStatus,
    Award,
    AwardStatus,
    Batch,
    BatchStatus,
)
from marketplace.programme.parameters import Parameters
from marketplace.programme.queries import lock_batch, scheme_of
from marketplace.programme.services.closing import is_held

# Awards per transaction: some seconds, so that locks are short and little is lost.
CHUNK = 5_000

Selected = Row[UUID, UUID, bool]


def award_next(
    session: Session, *, batch_id: UUID, at: datetime, limit: int = CHUNK
) -> int:
    """Make the next awards of a decided batch, at most `limit`; how many it looked at.

    Each has its training balance, journal entry, event and audit line in the same
    transaction, which also moves the batch's cursor: killed at any point, a later run
    goes on where the last commit ended, and nobody is awarded twice. Zero means done.
    An award counts from the instant of the decision, not of the chunk. While the scheme
    is closed none is made, and the batch waits.
    """
    batch = lock_batch(session, batch_id)
    if is_held(session, batch):
        return 0
    if batch.status != BatchStatus.DECIDED or batch.awards_completed_at is not None:
        return 0
    rows = _selected_next(session, batch, limit)
    _make_awards(session, batch, [row for row in rows if not row.has_award])
    if rows:
        batch.awarded_up_to = rows[-1].id
    if len(rows) < limit:
        batch.awards_completed_at = at
    session.flush()
    return len(rows)


def _selected_next(session: Session, batch: Batch, limit: int) -> Sequence[Selected]:
    """Selected applications after the cursor. Selection leaves out who was selected
    before; should one be awarded already, she is passed over."""
    has_award = exists().where(Award.participant_id == Application.participant_id)
    query = select(
        Application.id, Application.participant_id, has_award.label("has_award")
    ).where(
        Application.batch_id == batch.id,
        Application.status == ApplicationStatus.SELECTED,
    )
    if batch.awarded_up_to is not None:
        query = query.where(Application.id > batch.awarded_up_to)
    return session.execute(query.order_by(Application.id).limit(limit)).all()


def _make_awards(session: Session, batch: Batch, rows: Sequence[Selected]) -> None:
    scheme = scheme_of(session, batch)
    amount = Parameters.from_document(scheme.document).training_balance
    award_ids = [new_id() for _ in rows]
    people = [row.participant_id for row in rows]
    insert_columns(
        session,
        Award,
        {
            "id": award_ids,
            "application_id": [row.id for row in rows],
            "participant_id": people,
        },
        batch_id=batch.id,
        scheme_id=batch.scheme_id,
        decree_number=batch.decree_number,
        amount=amount,
        status=AwardStatus.ACTIVE,
        awarded_at=batch.decided_at,
        purchase_deadline_at=batch.purchase_deadline_at,
    )
    _credit(session, batch, scheme.code, amount, award_ids, people)
    _tell(session, batch, amount, award_ids, people)


def _credit(
    session: Session,
    batch: Batch,
    scheme_code: str,
    amount: int,
    award_ids: Sequence[UUID],
    people: Sequence[UUID],
) -> None:
    """Move the training balances out of the scheme's fund (design, section 6)."""
    at = _decided_at(batch)
    fund = fund_of(scheme_code)
    open_accounts(session, [fund], at=at)
    accounts = [
        training_balance_of(award_id, person)
        for award_id, person in zip(award_ids, people, strict=True)
    ]
    open_new_accounts(session, accounts, at=at)
    if amount == 0:
        return
    post_transfers(
        session,
        [
            Transfer(
                debit=fund,
                credit=account,
                amount=amount,
                reference=f"award:{award_id}",
            )
            for award_id, account in zip(award_ids, accounts, strict=True)
        ],
        description="Training balance awarded.",
        at=at,
    )


def _tell(
    session: Session,
    batch: Batch,
    amount: int,
    award_ids: Sequence[UUID],
    people: Sequence[UUID],
) -> None:
    at = _decided_at(batch)
    record_many(
        session,
        action="award.granted",
        object_type="award",
        object_ids=award_ids,
        at=at,
        after={"status": str(AwardStatus.ACTIVE), "amount": amount},
        reason=batch.decree_number,
    )
    publish_many(
        session,
        [
            AwardGranted(
                occurred_at=at,
                award_id=award_id,
                batch_id=batch.id,
                participant_id=person,
                amount=amount,
                purchase_deadline_at=batch.purchase_deadline_at or at,
            )
            for award_id, person in zip(award_ids, people, strict=True)
        ],
    )


def _decided_at(batch: Batch) -> datetime:
    if batch.decided_at is None:
        raise ValueError("Awards are made for a decided batch.")
    return batch.decided_at
