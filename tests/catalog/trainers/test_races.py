"""Several runs want the same trainer at the same instant."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from catalog.trainers.models import TaughtSession
from core.unit_of_work import unit_of_work
from tests.catalog.schedules.planning import Planner, evenings, slug_of

pytestmark = pytest.mark.race

PLANNERS = 6


def test_of_many_classes_at_one_time_a_trainer_teaches_one(app, committed):
    with unit_of_work("test") as session:
        first = Planner(app.test_client(), session)
        planners = [
            Planner(app.test_client(), session, first.institution)
            for _ in range(PLANNERS)
        ]
    wanted = first.trainers(2)
    # Each names the two in another order, and the same evenings.
    orders = [wanted, wanted[::-1]] * (PLANNERS // 2)
    sessions = evenings()

    def plan(number):
        answer = planners[number].try_plan(trainers=orders[number], sessions=sessions)
        return "201" if answer.status_code == 201 else slug_of(answer)

    with ThreadPoolExecutor(PLANNERS) as pool:
        outcomes = Counter(pool.map(plan, range(PLANNERS)))

    assert outcomes == {"201": 1, "trainer-busy": PLANNERS - 1}
    with unit_of_work("test") as session:
        taught = select(func.count()).select_from(TaughtSession)
        assert session.scalar(taught) == 2 * len(sessions)
