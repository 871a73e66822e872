"""Telling institutions which certificates are over."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.trainers.events import TrainerCertificateExpired
from catalog.trainers.models import Trainer, TrainerCertificate, TrainerState
from catalog.trainers.queries import certificates_of, named_in
from core.events import publish

BATCH = 200


def tell_expired(session: Session, *, today: date, at: datetime) -> int:
    """Tell of the next certificates whose last day is before today, each once; how
    many there were. Those of trainers who ended are passed over in silence."""
    over = session.execute(
        select(TrainerCertificate, Trainer.provider_id, Trainer.state)
        .join(Trainer, Trainer.id == TrainerCertificate.trainer_id)
        .where(
            TrainerCertificate.told_at.is_(None),
            TrainerCertificate.valid_until < today,
        )
        .order_by(TrainerCertificate.valid_until, TrainerCertificate.id)
        .limit(BATCH)
        # Another worker takes the next ones.
        .with_for_update(of=TrainerCertificate, skip_locked=True)
    ).all()
    trainers: set[UUID] = {each.trainer_id for each, _, _ in over}
    held = certificates_of(session, trainers)
    named = named_in(session, trainers, at=at)
    for certificate, provider_id, state in over:
        certificate.told_at = at
        if state == TrainerState.ENDED:
            continue
        others = held[certificate.trainer_id]
        courses, schedules = named[certificate.trainer_id]
        publish(
            session,
            TrainerCertificateExpired(
                occurred_at=at,
                audience=(provider_id,),
                trainer_id=certificate.trainer_id,
                certificate_id=certificate.id,
                valid_until=certificate.valid_until,
                qualified=any(each.valid_until >= today for each in others),
                courses=courses,
                schedules=schedules,
            ),
        )
    session.flush()
    return len(over)
