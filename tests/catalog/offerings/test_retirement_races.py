"""A course is retired while a platform accepts it, or a class of it is planned."""

from functools import partial

import pytest

from catalog.courses import Course, CourseStatus
from catalog.offerings.queries import offerings_of_course
from catalog.schedules.queries import coming_count
from core.clock import now
from core.unit_of_work import snapshot, unit_of_work
from tests.catalog.authoring.drafting import PATH
from tests.catalog.offerings.dealing import Proposer, Seller
from tests.catalog.offerings.test_races import at_once
from tests.catalog.schedules.planning import run
from tests.factories import make_course, make_trainer

pytestmark = pytest.mark.race

ROUNDS = 4


def test_a_retired_course_is_neither_listed_nor_planned_at_the_same_instant(
    app, committed
):
    with unit_of_work("test") as session:
        proposer = Proposer(app.test_client(), session)
        seller = Seller(app.test_client(), session)

    def retire():
        return app.test_client().put(
            f"{proposer.path}/retirement", json={}, headers=proposer.headers()
        )

    for number in range(ROUNDS):
        with unit_of_work("test") as session:
            proposer.course = make_course(session, proposer.institution)
            trainers = [
                str(make_trainer(session, proposer.institution).id) for _ in range(3)
            ]
        if number % 2:
            proposal = proposer.propose(seller)
            other = partial(seller.accept, proposal, client=app.test_client())
        else:
            other = partial(
                app.test_client().post,
                f"{PATH}/{proposer.course.id}/schedules",
                json=run(trainers=trainers),
                headers=proposer.headers(),
            )

        met = at_once([retire, other])

        assert met["done"] == 1, met
        with snapshot("test") as session:
            course = session.get_one(Course, proposer.course.id)
            listed = session.execute(offerings_of_course(course.id)).all()
            planned = coming_count(session, course.id, at=now())
        assert (course.status == CourseStatus.RETIRED) != bool(listed or planned)
