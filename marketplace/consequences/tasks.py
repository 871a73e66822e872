"""Working off what follows from sanctions."""

from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from core import context
from core.clock import now
from core.jobs import enqueue, periodic, task
from core.logs import get_logger
from core.unit_of_work import reading, retrying, unit_of_work
from marketplace.consequences.models import Direction
from marketplace.consequences.services.start import start_run
from marketplace.consequences.services.work import open_runs, take_step
from partners.standing.events import SanctionFinished, SanctionStarted

log = get_logger(__name__)

NAME = "consequences.work"
_zone = ZoneInfo("Asia/Jakarta")


def configure(zone: ZoneInfo) -> None:
    """Set the programme's zone, in which days end."""
    global _zone
    _zone = zone


def on_sanction_started(session: Session, event: SanctionStarted) -> None:
    """What follows is worked off after the sanction's transaction commits."""
    _ask_for(session, start_run(session, event, Direction.APPLY), event)


def on_sanction_finished(session: Session, event: SanctionFinished) -> None:
    """And is undone after the one that ended it."""
    _ask_for(session, start_run(session, event, Direction.UNDO), event)


@task(NAME)
def work(run_id: str) -> None:
    """Work a run off; repeated, it goes on where it ended."""
    with context.acting_as(f"job:{NAME}"):
        work_off(UUID(run_id))


@periodic("consequences.resume", "* * * * *")
def resume() -> None:
    """Go on with runs whose job was lost, such as with the worker's machine."""
    with context.acting_as("job:consequences.resume"):
        with reading("consequences.resume") as session:
            runs = open_runs(session)
        for run_id in runs:
            work_off(run_id)


def work_off(run_id: UUID) -> None:
    """Take the steps of a run until it is finished, each in its own transaction."""

    def step() -> bool:
        with unit_of_work(NAME) as session:
            return take_step(session, run_id, at=now(), zone=_zone)

    while retrying(step):
        pass
    log.info("consequences.finished", run_id=str(run_id))


def _ask_for(
    session: Session, run_id: UUID | None, event: SanctionStarted | SanctionFinished
) -> None:
    """One organisation's runs take turns, in their order."""
    if run_id is not None:
        enqueue(
            session,
            work,
            lock=f"{NAME}:{event.organisation_id}",
            run_id=str(run_id),
        )
