"""Schemes, a batch that is decided and one that is open, through the real services."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.unit_of_work import unit_of_work
from marketplace.programme import Application, Batch, BatchStatus
from marketplace.programme.services.apply import apply
from marketplace.programme.services.award import award_next
from marketplace.programme.services.decide import decide_batch
from marketplace.programme.services.run_batch import (
    close_batch,
    open_batch,
    plan_batch,
)
from marketplace.programme.services.select_recipients import select_recipients
from marketplace.programme.services.store_scheme import store_scheme
from marketplace.programme.services.verify import verify_next
from marketplace.programme.shipped import TITLES, shipped_document

SCHEME = "normal"

DECIDED_BATCH = 1
OPEN_BATCH = 2
QUOTA = 10_000
DECREE = "SK-DEMO-1"

# Applications per transaction.
CHUNK = 200


def seed_schemes(session: Session, *, at: datetime) -> int:
    """Store the shipped schemes, unless their newest versions say the same; how many
    schemes there are."""
    for code, title in TITLES.items():
        store_scheme(
            session, code=code, title=title, document=shipped_document(code), at=at
        )
    return len(TITLES)


def seed_decided_batch(
    applicants: Sequence[UUID], *, at: datetime, zone: ZoneInfo
) -> Batch:
    """Let the applicants apply to a batch, and decide it so that the eligible have
    their training balance. Goes on where an interrupted seed stopped."""
    batch = _batch(DECIDED_BATCH, at=at)
    if batch.status == BatchStatus.PLANNED:
        with unit_of_work("seed.open") as session:
            batch = open_batch(session, batch_id=batch.id, at=at)
    if batch.status == BatchStatus.OPEN:
        _apply_all(batch, applicants, at=at, zone=zone)
        with unit_of_work("seed.close") as session:
            batch = close_batch(session, batch_id=batch.id, at=at)
    if batch.status == BatchStatus.CLOSED:
        _verify_all(batch, at=at)
        with unit_of_work("seed.select") as session:
            batch = select_recipients(session, batch_id=batch.id, at=at)
    if batch.status == BatchStatus.SELECTED:
        with unit_of_work("seed.decide") as session:
            batch = decide_batch(
                session, batch_id=batch.id, decree_number=DECREE, at=at, zone=zone
            )
    _award_all(batch, at=at)
    return batch


def seed_open_batch(*, at: datetime) -> Batch:
    """A batch that takes applications."""
    batch = _batch(OPEN_BATCH, at=at)
    if batch.status == BatchStatus.PLANNED:
        with unit_of_work("seed.open") as session:
            batch = open_batch(session, batch_id=batch.id, at=at)
    return batch


def _batch(number: int, *, at: datetime) -> Batch:
    with unit_of_work("seed.plan") as session:
        batch = session.scalar(select(Batch).where(Batch.number == number))
        return batch or plan_batch(
            session, number=number, scheme_code=SCHEME, quota=QUOTA, at=at
        )


def _apply_all(
    batch: Batch, applicants: Sequence[UUID], *, at: datetime, zone: ZoneInfo
) -> None:
    for start in range(0, len(applicants), CHUNK):
        with unit_of_work("seed.apply") as session:
            chunk = applicants[start : start + CHUNK]
            have_applied = set(
                session.scalars(
                    select(Application.participant_id).where(
                        Application.batch_id == batch.id,
                        Application.participant_id.in_(chunk),
                    )
                )
            )
            for participant_id in chunk:
                if participant_id not in have_applied:
                    apply(
                        session,
                        participant_id=participant_id,
                        batch_number=batch.number,
                        at=at,
                        zone=zone,
                    )


def _verify_all(batch: Batch, *, at: datetime) -> None:
    checked = 1
    while checked:
        with unit_of_work("seed.verify") as session:
            checked = verify_next(session, batch_id=batch.id, at=at)


def _award_all(batch: Batch, *, at: datetime) -> None:
    awarded = 1
    while awarded:
        with unit_of_work("seed.award") as session:
            awarded = award_next(session, batch_id=batch.id, at=at)
