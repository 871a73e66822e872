"""Late commits, two relays, two people: with committed rows and threads."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from catalog.courses.models import Course, Offering
from catalog.feed.errors import HoldIsOver
from catalog.feed.models import CatalogChange, CatalogHold, CatalogMark
from catalog.feed.rules import Guard
from catalog.feed.services.decide import reject_hold, release_hold
from catalog.feed.services.relay import relay_changes
from core.clock import now
from core.unit_of_work import unit_of_work
from partners.organisations import Kind
from tests import factories

pytestmark = pytest.mark.race
GUARD = Guard()


@pytest.fixture
def shop(committed):
    """Sixty courses that a platform sells, published."""
    with unit_of_work("test") as session:
        platform = factories.make_organisation(session, Kind.DIGITAL_PLATFORM)
        provider = factories.make_organisation(session)
        for _ in range(60):
            course = factories.make_course(session, provider)
            factories.make_offering(session, course, platform)
    relay()
    return platform.id


def relay(batch=500):
    while True:
        with unit_of_work("test") as session:
            done = relay_changes(session, guard=GUARD, at=now(), batch=batch)
        if not done:
            return


def sequences():
    with unit_of_work("test") as session:
        return session.execute(
            select(CatalogChange.sequence, CatalogChange.course_id).order_by(
                CatalogChange.sequence
            )
        ).all()


def test_31_what_commits_late_gets_a_later_number_and_is_not_skipped(shop):
    with unit_of_work("test") as session:
        early, late = session.scalars(select(Course.id).limit(2)).all()
    written, go_on = threading.Event(), threading.Event()

    def change_and_wait():
        with unit_of_work("test") as session:
            session.get_one(Course, late).title = "Lambat"
            session.flush()
            written.set()
            assert go_on.wait(timeout=20)

    slow = threading.Thread(target=change_and_wait)
    slow.start()
    assert written.wait(timeout=20)
    with unit_of_work("test") as session:
        session.get_one(Course, early).title = "Cepat"
    relay()
    read_up_to = sequences()[-1]
    go_on.set()
    slow.join(timeout=20)
    relay()

    after = [row for row in sequences() if row.sequence > read_up_to.sequence]
    assert read_up_to.course_id == early
    assert [row.course_id for row in after] == [late]


def test_31_many_relays_at_once_number_without_gaps_and_nothing_twice(shop):
    before = len(sequences())
    with unit_of_work("test") as session:
        for offering in session.scalars(select(Offering)):
            offering.price = 1_000

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: relay(batch=7), range(8)))
    relay()

    rows = sequences()
    assert [row.sequence for row in rows] == [*range(1, before + 61)]
    assert len({row.course_id for row in rows[before:]}) == 60
    with unit_of_work("test") as session:
        assert session.scalar(select(func.count()).select_from(CatalogMark)) == 0


def test_35_of_many_who_decide_at_once_one_does(shop):
    with unit_of_work("test") as session:
        for offering in session.scalars(select(Offering).limit(30)):
            offering.withdrawn_at = now()
        people = [factories.make_account(session).id for _ in range(8)]
    relay()
    with unit_of_work("test") as session:
        hold = session.scalars(select(CatalogHold.id)).one()

    def decide(number):
        by = people[number]
        try:
            with unit_of_work("test") as session:
                if number % 2:
                    release_hold(session, hold, note="-", by=by, guard=GUARD, at=now())
                else:
                    reject_hold(session, hold, note="-", by=by, at=now())
        except HoldIsOver:
            return None
        return number

    with ThreadPoolExecutor(8) as pool:
        won = [each for each in pool.map(decide, range(8)) if each is not None]

    [winner] = won
    with unit_of_work("test") as session:
        decided = session.get_one(CatalogHold, hold)
    assert decided.decided_by == people[winner]
    assert len(sequences()) == (90 if winner % 2 else 60)
