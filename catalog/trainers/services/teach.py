"""Giving a run its trainers: enough of them, fit, and nowhere else at that time."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from itertools import product
from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from catalog.trainers.errors import TrainerBusy
from catalog.trainers.models import Part, ScheduleTrainer, TaughtSession

Times = Sequence[tuple[datetime, datetime]]


def assign(
    session: Session,
    schedule_id: UUID,
    people: Mapping[UUID, Part],
    times: Times,
) -> None:
    """Let them teach the run or assist in it, and nobody else; `times` are its live
    sessions.

    The caller holds the trainers (standings_of). Raises TrainerBusy with the
    first class that is in the way.
    """
    release(session, schedule_id)
    session.execute(
        delete(ScheduleTrainer).where(ScheduleTrainer.schedule_id == schedule_id)
    )
    _check_free(session, people, times)
    session.add_all(
        ScheduleTrainer(schedule_id=schedule_id, trainer_id=each, part=part)
        for each, part in people.items()
    )
    session.add_all(
        TaughtSession(
            schedule_id=schedule_id,
            sequence=sequence,
            trainer_id=trainer_id,
            during=Range(*span),
        )
        for (sequence, span), trainer_id in product(enumerate(times, 1), people)
    )
    session.flush()


def release(session: Session, schedule_id: UUID) -> None:
    """The run takes nobody's time any more."""
    session.execute(
        delete(TaughtSession).where(TaughtSession.schedule_id == schedule_id)
    )


def _check_free(session: Session, trainer_ids: Collection[UUID], times: Times) -> None:
    if not trainer_ids or not times:
        return
    meanwhile = (TaughtSession.during.overlaps(Range(*span)) for span in times)
    found = session.scalar(
        select(TaughtSession)
        .where(TaughtSession.trainer_id.in_(trainer_ids), or_(*meanwhile))
        .order_by(TaughtSession.during, TaughtSession.trainer_id)
        .limit(1)
    )
    if found is None:
        return
    starts_at, ends_at = found.during.lower, found.during.upper
    if starts_at is None or ends_at is None:
        raise RuntimeError("A session has a beginning and an end.")
    raise TrainerBusy(
        trainer_id=str(found.trainer_id),
        schedule_id=str(found.schedule_id),
        starts_at=starts_at.isoformat(),
        ends_at=ends_at.isoformat(),
    )
