"""Somebody stops teaching for an institution, or begins again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from catalog.trainers.events import TrainerEnded
from catalog.trainers.models import Trainer, TrainerState
from catalog.trainers.queries import named_in, own_trainer
from core.audit import record
from core.events import publish


def end_trainer(
    session: Session, trainer_id: UUID, *, provider_id: UUID, reason: str, at: datetime
) -> Trainer:
    """From now on no course and no run may name her; those that do are found
    (queries.findings_for). Asked again, it stays as it was first said. Raises
    TrainerNotFound."""
    trainer = own_trainer(session, trainer_id, provider_id=provider_id, lock=True)
    if trainer.state == TrainerState.ENDED:
        return trainer
    trainer.state, trainer.ended_at, trainer.end_reason = TrainerState.ENDED, at, reason
    _changed(session, trainer, "ended", at=at)
    courses, schedules = named_in(session, [trainer.id], at=at)[trainer.id]
    publish(
        session,
        TrainerEnded(
            occurred_at=at,
            audience=(provider_id,),
            trainer_id=trainer.id,
            courses=courses,
            schedules=schedules,
        ),
    )
    session.flush()
    return trainer


def take_back_ending(
    session: Session, trainer_id: UUID, *, provider_id: UUID, at: datetime
) -> Trainer:
    """She teaches again; raises TrainerNotFound."""
    trainer = own_trainer(session, trainer_id, provider_id=provider_id, lock=True)
    if trainer.state == TrainerState.ACTIVE:
        return trainer
    trainer.state, trainer.ended_at, trainer.end_reason = (
        TrainerState.ACTIVE,
        None,
        None,
    )
    _changed(session, trainer, "reinstated", at=at)
    return trainer


def _changed(session: Session, trainer: Trainer, act: str, *, at: datetime) -> None:
    trainer.version += 1
    trainer.changed_at = at
    record(
        session,
        action=f"trainer.{act}",
        object_type="trainer",
        object_id=trainer.id,
        at=at,
        after={"version": trainer.version},
    )
    session.flush()
