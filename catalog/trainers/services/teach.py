"""Giving a run its trainers: enough of them, fit, and nowhere else at that time."""

from collections.abc import Mapping
from itertools import product
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from catalog.trainers.diary import Diary, Times
from catalog.trainers.models import Part, ScheduleTrainer, TaughtSession
from core.bulk import insert_rows


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
    Diary.read(session, people, times).engage(schedule_id, people, times)
    release(session, schedule_id)
    session.execute(
        delete(ScheduleTrainer).where(ScheduleTrainer.schedule_id == schedule_id)
    )
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


def assign_many(
    session: Session, classes: Mapping[UUID, tuple[Mapping[UUID, Part], Times]]
) -> None:
    """Write down who teaches each of these runs and assists in it, and when; the caller
    has asked a Diary whether they are free."""
    ids = list(classes)
    for table in (TaughtSession, ScheduleTrainer):
        session.execute(delete(table).where(table.schedule_id.in_(ids)))
    teaching: list[dict[str, Any]] = []
    taken: list[dict[str, Any]] = []
    for schedule_id, (people, times) in classes.items():
        for trainer_id, part in people.items():
            named = {"schedule_id": schedule_id, "trainer_id": trainer_id}
            teaching.append(named | {"part": part})
            taken += [
                named | {"sequence": number, "during": f"[{begins},{ends})"}
                for number, (begins, ends) in enumerate(times, 1)
            ]
    insert_rows(session, ScheduleTrainer, teaching)
    insert_rows(session, TaughtSession, taken)
