"""What a closed programme means for batches and awards, and making good for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, SQLColumnExpression, func, select, update
from sqlalchemy.orm import Session

from core.audit.services.record import record_many
from marketplace.programme.models import Award, AwardStatus, Batch, BatchStatus, Scheme
from partners.switches.models import Closure, Switch
from partners.switches.queries import is_unsettled, refuse_closed

# Awards per transaction.
CHUNK = 5_000

Deadline = SQLColumnExpression[datetime | None]


def refuse_closed_scheme(session: Session, batch: Batch) -> None:
    """Raise ProgrammeClosed while the batch's scheme is closed."""
    code = session.scalar(select(Scheme.code).where(Scheme.id == batch.scheme_id))
    refuse_closed(session, Switch.PROGRAMME, scheme_code=code)


def is_held(session: Session, batch: Batch) -> bool:
    """Whether the batch's awards wait: its scheme is closed, or was opened and its
    deadlines are still being moved."""
    held = select(is_unsettled(Switch.PROGRAMME, Scheme.code)).where(
        Scheme.id == batch.scheme_id
    )
    return bool(session.scalar(held))


@dataclass(frozen=True)
class _Lost:
    """The days that a closure took: each on which it was closed, however briefly."""

    closure: Closure
    days: timedelta

    def was_hit(self, deadline: Deadline) -> ColumnElement[bool]:
        """Whether a deadline had not passed when it was closed."""
        return deadline >= self.closure.closed_at


def give_time_back(
    session: Session, *, at: datetime, zone: ZoneInfo, limit: int = CHUNK
) -> int:
    """Add the days of a closure that is over to the deadlines for buying, of at most
    `limit` awards; how many it moved.

    The cursor moves in the same transaction: killed anywhere, no deadline is moved
    twice. When none is left, balances may be revoked and awards made again. To be
    called until fewer than `limit` are left.
    """
    closure = session.scalar(
        select(Closure)
        .where(
            Closure.switch == Switch.PROGRAMME,
            Closure.settled_at.is_(None),
            Closure.opened_at.is_not(None),
        )
        .order_by(Closure.opened_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if closure is None or closure.opened_at is None:
        return 0
    first_day, last_day = (
        instant.astimezone(zone).date()
        for instant in (closure.closed_at, closure.opened_at)
    )
    lost = _Lost(closure, timedelta(days=(last_day - first_day).days + 1))
    if closure.settled_up_to is None:
        _move_batches(session, lost, zone=zone)
    ids = _next_awards(session, lost, limit)
    _move_awards(session, lost, ids, at=at, zone=zone)
    if ids:
        closure.settled_up_to = ids[-1]
    if len(ids) < limit:
        closure.settled_at = at
    session.flush()
    return len(ids)


def _next_awards(session: Session, lost: _Lost, limit: int) -> list[UUID]:
    query = (
        select(Award.id)
        .join(Scheme, Scheme.id == Award.scheme_id)
        .where(
            Award.status == AwardStatus.ACTIVE,
            lost.was_hit(Award.purchase_deadline_at),
        )
        .order_by(Award.id)
        .limit(limit)
        .with_for_update(of=Award)
    )
    if lost.closure.scheme_code is not None:
        query = query.where(Scheme.code == lost.closure.scheme_code)
    if lost.closure.settled_up_to is not None:
        query = query.where(Award.id > lost.closure.settled_up_to)
    return list(session.scalars(query))


def _move_awards(
    session: Session, lost: _Lost, ids: list[UUID], *, at: datetime, zone: ZoneInfo
) -> None:
    if not ids:
        return
    session.execute(
        update(Award)
        .where(Award.id == func.any(ids))
        .values(purchase_deadline_at=_later(Award.purchase_deadline_at, lost, zone))
        .execution_options(synchronize_session=False)
    )
    record_many(
        session,
        action="award.deadline_moved",
        object_type="award",
        object_ids=ids,
        at=at,
        after={"days": lost.days.days},
        reason=f"programme closed: {lost.closure.id}",
    )


def _move_batches(session: Session, lost: _Lost, *, zone: ZoneInfo) -> None:
    """Batches that are decided and whose awards are still to be made."""
    schemes = select(Scheme.id)
    if lost.closure.scheme_code is not None:
        schemes = schemes.where(Scheme.code == lost.closure.scheme_code)
    session.execute(
        update(Batch)
        .where(
            Batch.status == BatchStatus.DECIDED,
            Batch.awards_completed_at.is_(None),
            Batch.scheme_id.in_(schemes),
            lost.was_hit(Batch.purchase_deadline_at),
        )
        .values(purchase_deadline_at=_later(Batch.purchase_deadline_at, lost, zone))
        .execution_options(synchronize_session=False)
    )


def _later(deadline: Deadline, lost: _Lost, zone: ZoneInfo) -> ColumnElement[datetime]:
    """The same second of a later day, as clocks in the programme's zone show it."""
    local = func.timezone(str(zone), deadline) + lost.days
    return func.timezone(str(zone), local)
