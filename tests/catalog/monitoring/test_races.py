"""Several workers, or several people, do the same at one instant."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, or_, select

from catalog.monitoring import Finding, Plan, Visit
from catalog.monitoring.services import settle
from catalog.monitoring.services.commit import commit_next
from catalog.monitoring.services.draw import draw_next
from core.clock import now
from core.unit_of_work import unit_of_work
from partners.organisations import Kind
from partners.standing.models import Sanction
from tests.catalog.monitoring.visiting import DAY, Field, instant
from tests.factories import (
    make_account,
    make_course,
    make_finding,
    make_organisation,
    make_schedule,
    make_visit,
)

pytestmark = pytest.mark.race
WORKERS = 4


def at_once(step, at):
    """Every worker does a step at one instant."""
    ready = Barrier(WORKERS)

    def work(_):
        ready.wait()
        with unit_of_work("test") as session:
            return step(session, at=at)

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(work, range(WORKERS)))


def test_of_many_workers_one_commits_and_one_draws(app, committed):
    with unit_of_work("test") as session:
        field = Field(app.test_client(), session)
        field.run()

    for _ in range(3):
        at_once(commit_next, instant(field.first_on - 14 * DAY))
    with unit_of_work("test") as session:
        late = session.scalar(select(func.count()).where(Plan.part == "late"))
        session.execute(
            Plan.__table__.delete().where(
                or_(Plan.first_on != field.first_on, Plan.part == "late")
            )
        )
    drawn = at_once(draw_next, instant(field.first_on - DAY))

    with unit_of_work("test") as session:
        days = session.scalars(select(Plan.first_on)).all()
        visits = session.scalar(select(func.count()).select_from(Visit))
    assert days == [field.first_on]
    assert late % 7 == 0
    assert sorted(drawn) == [False, False, False, True]
    assert visits == 1


def test_of_findings_that_become_final_at_once_one_goes_over_the_threshold(
    app, committed
):
    with unit_of_work("test") as session:
        run = make_schedule(session, make_course(session))
        visit = make_visit(session, run, make_organisation(session, Kind.MONITOR))
        for check in ("syllabus", "trainers"):
            make_finding(
                session,
                visit,
                check_code=check,
                state="upheld",
                decided_by=make_account(session).id,
                decided_at=now(),
                appeal_until=now(),
            )

    settled = at_once(settle.settle_next, now() + DAY)

    with unit_of_work("test") as session:
        effects = session.scalars(select(Finding.effect)).all()
        sanctions = session.scalars(select(Sanction.severity)).all()
    assert settled.count(True) == 2
    assert sorted(map(str, effects)) == ["None", "warning"]
    assert sanctions == ["warning"]
