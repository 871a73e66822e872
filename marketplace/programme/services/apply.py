"""Joining a batch."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from core.audit.services.record import record
from core.events import publish
from core.ids import new_id
from marketplace.participants.errors import ParticipantNotFound
from marketplace.participants.models import Participant
from marketplace.programme.errors import (
    AlreadyApplied,
    AwardedBefore,
    BatchNotFound,
    BatchNotOpen,
)
from marketplace.programme.events import ApplicationSubmitted
from marketplace.programme.models import (
    Application,
    ApplicationStatus,
    Award,
    Batch,
    BatchStatus,
)
from marketplace.programme.services.closing import refuse_closed_scheme

# An application in one of these states can still lead to an award.
HOPEFUL = (
    ApplicationStatus.SUBMITTED,
    ApplicationStatus.VERIFIED,
    ApplicationStatus.SELECTED,
)


def apply(
    session: Session,
    *,
    participant_id: UUID,
    batch_number: int,
    at: datetime,
    zone: ZoneInfo,
) -> Application:
    """Apply for an award of the batch; eligibility is checked when it closes.

    A person has one application that can still succeed, over all batches. `zone` tells
    on which local day she applies, which is the day her age is tested on. Raises
    ParticipantNotFound, BatchNotFound, AwardedBefore, AlreadyApplied, BatchNotOpen or
    ProgrammeClosed.
    """
    _lock_participant(session, participant_id)
    batch = _batch_by_number(session, batch_number)
    if session.scalar(select(exists().where(Award.participant_id == participant_id))):
        raise AwardedBefore
    _refuse_second(session, participant_id, batch)
    if batch.status != BatchStatus.OPEN:
        raise BatchNotOpen(state=str(batch.status))
    refuse_closed_scheme(session, batch)
    application = Application(
        id=new_id(),
        batch_id=batch.id,
        participant_id=participant_id,
        status=ApplicationStatus.SUBMITTED,
        failed_rules=[],
        submitted_at=at,
        submitted_on=at.astimezone(zone).date(),
    )
    session.add(application)
    record(
        session,
        action="application.submitted",
        object_type="application",
        object_id=application.id,
        at=at,
        after={"batch_number": batch_number},
    )
    publish(
        session,
        ApplicationSubmitted(
            occurred_at=at,
            application_id=application.id,
            batch_id=batch.id,
            participant_id=participant_id,
        ),
    )
    return application


def _lock_participant(session: Session, participant_id: UUID) -> None:
    """Applications of one person take turns; other work on her is not held up."""
    found = session.scalar(
        select(Participant.id)
        .where(Participant.id == participant_id)
        .with_for_update(key_share=True)
    )
    if found is None:
        raise ParticipantNotFound


def _batch_by_number(session: Session, number: int) -> Batch:
    """The batch, which cannot close before this application is written."""
    batch = session.scalar(
        select(Batch)
        .where(Batch.number == number)
        .with_for_update(read=True, key_share=True)
    )
    if batch is None:
        raise BatchNotFound
    return batch


def _refuse_second(session: Session, participant_id: UUID, batch: Batch) -> None:
    """One application per batch, whatever became of it, and one hopeful one at all."""
    earlier = session.execute(
        select(Batch.number, Application.status)
        .join(Application, Application.batch_id == Batch.id)
        .where(
            Application.participant_id == participant_id,
            (Application.status.in_(HOPEFUL)) | (Application.batch_id == batch.id),
        )
        .order_by((Batch.id == batch.id).desc())
        .limit(1)
    ).one_or_none()
    if earlier is not None:
        raise AlreadyApplied(batch_number=earlier.number, state=str(earlier.status))
