"""Background work of the programme.

Each job works in chunks, every chunk in a transaction of its own that leaves the rows
telling what is left. Killed anywhere, the next run goes on; `resume` finds what a dead
worker left behind.
"""

from collections.abc import Callable
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from core.clock import now
from core.jobs import periodic, task
from core.logs import get_logger
from core.unit_of_work import reading, retrying, unit_of_work
from marketplace.programme.models import (
    Application,
    ApplicationStatus,
    Batch,
    BatchStatus,
)
from marketplace.programme.services import award, closing, end_overdue, verify

log = get_logger(__name__)

_zone = ZoneInfo("UTC")


def configure(zone: ZoneInfo) -> None:
    """Set the programme's zone; once per process."""
    global _zone
    _zone = zone


@task("programme.verify_batch")
def verify_batch(batch_id: str) -> None:
    """Check every application of a closed batch."""
    work_off(
        "programme.verify_batch",
        verify.CHUNK,
        lambda session: verify.verify_next(
            session, batch_id=UUID(batch_id), at=now(), limit=verify.CHUNK
        ),
    )


@task("programme.award_batch")
def award_batch(batch_id: str) -> None:
    """Make every award of a decided batch."""
    work_off(
        "programme.award_batch",
        award.CHUNK,
        lambda session: award.award_next(session, batch_id=UUID(batch_id), at=now()),
    )


@periodic("programme.revoke_overdue", "*/5 * * * *")
def revoke_overdue_awards() -> None:
    """Revoke the awards whose first purchase was not made in time."""
    work_off(
        "programme.revoke_overdue",
        end_overdue.CHUNK,
        lambda session: end_overdue.revoke_overdue(session, at=now()),
    )


@periodic("programme.forfeit_overdue", "2-59/5 * * * *")
def forfeit_overdue_balances() -> None:
    """Forfeit the balances whose next purchase was not made in time."""
    work_off(
        "programme.forfeit_overdue",
        end_overdue.CHUNK,
        lambda session: end_overdue.forfeit_overdue(session, at=now()),
    )


@periodic("programme.give_time_back", "* * * * *")
def give_time_back() -> None:
    """Add the days on which the programme was closed to the deadlines for buying."""
    work_off(
        "programme.give_time_back",
        closing.CHUNK,
        lambda session: closing.give_time_back(session, at=now(), zone=_zone),
    )


@periodic("programme.resume", "* * * * *")
def resume() -> None:
    """Go on with batches whose job was lost, such as with the worker's machine."""
    with reading("programme.resume") as session:
        unchecked = exists().where(
            Application.batch_id == Batch.id,
            Application.status == ApplicationStatus.SUBMITTED,
        )
        closed = session.scalars(
            select(Batch.id).where(Batch.status == BatchStatus.CLOSED, unchecked)
        ).all()
        decided = session.scalars(
            select(Batch.id).where(
                Batch.status == BatchStatus.DECIDED,
                Batch.awards_completed_at.is_(None),
            )
        ).all()
    for batch_id in closed:
        verify_batch(str(batch_id))
    for batch_id in decided:
        award_batch(str(batch_id))


def work_off(name: str, chunk: int, step: Callable[[Session], int]) -> int:
    """Run `step` in transactions of its own until it finds less than a full chunk; how
    much it did in all."""

    def once() -> int:
        with unit_of_work(name) as session:
            return step(session)

    total = 0
    while True:
        done = retrying(once)
        total += done
        if done:
            log.info("chunk.done", job=name, done=done, total=total)
        if done < chunk:
            return total
