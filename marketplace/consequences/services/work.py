"""One step of a run, in a transaction of its own."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.consequences.models import Direction, Run, Step
from marketplace.consequences.services.learners import (
    BATCH,
    concerns_learners,
    let_go_on,
    list_learners,
)
from marketplace.consequences.services.money import align_money
from marketplace.consequences.services.tell import tell_sellers
from partners.standing.models import Sanction, State, Stop
from partners.standing.queries import lock_organisation

ORDER = list(Step)
ZONE = ZoneInfo("Asia/Jakarta")


def take_step(
    session: Session,
    run_id: UUID,
    *,
    at: datetime,
    zone: ZoneInfo = ZONE,
    batch: int = BATCH,
) -> bool:
    """Do what is next in a run; whether there is more.

    The organisation is held until the commit, as by every decision about it: two
    workers take turns, and the end of the sanction waits for the batch under way, so
    that the run that undoes sees all of it. A run whose sanction is over does no more.
    """
    lock_organisation(session, session.get_one(Run, run_id).organisation_id)
    run = session.scalars(
        select(Run)
        .where(Run.id == run_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    if run.finished_at is not None:
        return False
    sanction = session.get_one(Sanction, run.sanction_id)
    applies = run.direction == Direction.APPLY
    if applies and sanction.state != State.IN_FORCE:
        run.step = Step.DONE
    elif _do(session, run, sanction, applies=applies, at=at, zone=zone, batch=batch):
        run.step = ORDER[ORDER.index(Step(run.step)) + 1]
    if run.step == Step.DONE:
        run.finished_at = at
    session.flush()
    return run.finished_at is None


def open_runs(session: Session, *, limit: int = 100) -> list[UUID]:
    """Runs that are not finished, the oldest first."""
    return list(
        session.scalars(
            select(Run.id)
            .where(Run.finished_at.is_(None))
            .order_by(Run.id)
            .limit(limit)
        )
    )


def _do(
    session: Session,
    run: Run,
    sanction: Sanction,
    *,
    applies: bool,
    at: datetime,
    zone: ZoneInfo,
    batch: int,
) -> bool:
    """The work of the present step; whether it is finished."""
    if run.step == Step.TELL:
        run.told += tell_sellers(session, sanction, stopped=applies, at=at)
        return True
    if run.step == Step.MONEY:
        if Stop.PAYOUTS in sanction.stops:
            align_money(session, run.organisation_id, at=at)
        return True
    if not concerns_learners(sanction):
        return True
    if applies:
        return (
            list_learners(session, run, sanction, at=at, zone=zone, limit=batch) < batch
        )
    return let_go_on(session, run, at=at, limit=batch) < batch
