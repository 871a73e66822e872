"""Changes of the register at once, and decisions about one thing."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from core.clock import now
from core.unit_of_work import unit_of_work
from partners.conflicts.models import (
    Purpose,
    ReviewAssignment,
    ReviewRole,
    ReviewTask,
    Waiver,
)
from partners.conflicts.queries import group_of
from partners.conflicts.services.assign import ReviewDraft, assign_reviewer
from partners.conflicts.services.waive import (
    WaiverDraft,
    decide_waiver,
    propose_waiver,
)
from partners.organisations import Kind
from tests.factories import make_account, make_officer, make_organisation
from tests.factories.conflicts import JAKARTA
from tests.partners.standing.test_races import MANY, at_once

pytestmark = pytest.mark.race


def test_ties_that_are_entered_at_once_make_one_group(committed):
    """Each thread ties two neighbours of a chain: no link is lost."""
    with unit_of_work("test") as session:
        chain = [make_organisation(session) for _ in range(MANY + 1)]
        ids = [each.id for each in chain]
    barrier = Barrier(MANY)

    def tie(number: int) -> None:
        barrier.wait()
        for neighbour in (number, number + 1):
            with unit_of_work("test") as session:
                name = f"Orang {'abcdefghijkl'[number]}"
                make_officer(session, chain[neighbour], name)

    with ThreadPoolExecutor(MANY) as pool:
        list(pool.map(tie, range(MANY)))

    with unit_of_work("test") as session:
        assert group_of(session, ids[0]) == frozenset(ids)


def test_assessor_and_monitor_are_not_assigned_at_once(committed):
    with unit_of_work("test") as session:
        subject = make_organisation(session)
        both = make_organisation(session, kinds=[Kind.ASSESSOR, Kind.MONITOR])
        by = make_account(session).id

    def assign(number: int) -> None:
        role = ReviewRole.ASSESSOR if number % 2 else ReviewRole.MONITOR
        draft = ReviewDraft(subject.id, both.id, role, ReviewTask.ONSITE_VERIFICATION)
        with unit_of_work("test") as session:
            assign_reviewer(session, draft, by=by, at=now())

    outcomes = at_once(assign)

    assert outcomes.count("done") == 1
    with unit_of_work("test") as session:
        assert session.scalar(select(func.count()).select_from(ReviewAssignment)) == 1


def test_a_waiver_is_decided_once(committed):
    with unit_of_work("test") as session:
        one, other = make_organisation(session), make_organisation(session)
        people = [make_account(session).id for _ in range(MANY + 1)]
        waiver = propose_waiver(
            session,
            WaiverDraft(
                Purpose.SALE,
                one.id,
                "Race.",
                now().astimezone(JAKARTA).date(),
                other_organisation_id=other.id,
            ),
            by=people[-1],
            at=now(),
            zone=JAKARTA,
        )

    def decide(number: int) -> None:
        with unit_of_work("test") as session:
            decide_waiver(
                session,
                waiver_id=waiver.id,
                agrees=number % 2 == 0,
                by=people[number],
                at=now(),
            )

    outcomes = at_once(decide)

    assert outcomes == ["WaiverMoveIllegal"] * (MANY - 1) + ["done"]
    with unit_of_work("test") as session:
        stored = session.get_one(Waiver, waiver.id)
        assert stored.state in ("in_force", "declined")
        assert stored.decided_by in people[:-1]
