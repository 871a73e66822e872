"""Operations that spend something once, at once, with committed rows."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select, text

from core.errors import Refusal
from core.events import StoredEvent
from core.ledger.proof import prove
from core.ledger.queries import balance_of
from core.unit_of_work import snapshot, unit_of_work
from marketplace.participants.errors import IdentityTaken
from marketplace.participants.models import Participant
from marketplace.participants.rules import Occupation
from marketplace.participants.services.register import (
    Declarations,
    Identity,
    add_participant,
)
from marketplace.programme import Application, Award, Batch
from marketplace.programme.ledger import fund_of
from marketplace.programme.services.apply import apply
from marketplace.programme.services.award import award_next
from marketplace.programme.services.decide import decide_batch
from marketplace.programme.services.end_overdue import revoke_overdue
from marketplace.programme.services.run_batch import close_batch
from marketplace.programme.tasks import award_batch, resume, verify_batch
from tests.factories import (
    make_account,
    make_application,
    make_award,
    make_batch,
    make_participant,
)
from tests.factories.partners import LATE
from tests.marketplace.programme.conftest import JAKARTA, make_applied_batch

pytestmark = pytest.mark.race


def at_once(times: int, operation: Callable[[int], Any]) -> Counter[str]:
    """Run an operation on so many threads that start together; outcomes by name."""
    barrier = Barrier(times)

    def run(number: int) -> str:
        barrier.wait()
        try:
            operation(number)
        except Refusal as refusal:
            return type(refusal).__name__
        return "done"

    with ThreadPoolExecutor(times) as threads:
        return Counter(threads.map(run, range(times)))


def make_selected(applicants: int) -> Batch:
    with unit_of_work("test") as session:
        batch = make_batch(session, status="selected")
        for _ in range(applicants):
            person = make_participant(session)
            make_application(session, batch, person, status="selected")
    return batch


def prove_the_books() -> None:
    with snapshot("test") as session:
        assert prove(session).holds


def count(model: type, *conditions: Any) -> int:
    with unit_of_work("test") as session:
        query = select(func.count()).select_from(model).where(*conditions)
        return session.scalar(query)


def test_of_eight_decisions_at_once_one_wins(committed, at):
    batch = make_selected(3)

    def decide(number: int) -> None:
        with unit_of_work("test") as session:
            decide_batch(
                session,
                batch_id=batch.id,
                decree_number=f"SK-{number}",
                at=at,
                zone=JAKARTA,
            )
            award_next(session, batch_id=batch.id, at=at)

    outcomes = at_once(8, decide)

    assert outcomes == {"done": 1, "BatchNotInState": 7}
    assert count(Award) == 3
    assert count(StoredEvent, StoredEvent.topic == "batch.decided") == 1
    prove_the_books()


def test_workers_that_award_at_once_award_nobody_twice(committed, at):
    """LG-01, VC-02."""
    batch = make_selected(20)
    with unit_of_work("test") as session:
        decide_batch(
            session, batch_id=batch.id, decree_number="SK", at=at, zone=JAKARTA
        )

    def award(_: int) -> None:
        while True:
            with unit_of_work("test") as session:
                if not award_next(session, batch_id=batch.id, at=at, limit=3):
                    return

    outcomes = at_once(6, award)

    assert outcomes == {"done": 6}
    assert count(Award) == 20
    with unit_of_work("test") as session:
        assert balance_of(session, fund_of("normal")) == -20 * 3_500_000
    prove_the_books()


def test_one_person_who_applies_sixteen_times_at_once_applies_once(committed, at):
    with unit_of_work("test") as session:
        person = make_participant(session)
        batches = [make_batch(session) for _ in range(4)]

    def join(number: int) -> None:
        with unit_of_work("test") as session:
            apply(
                session,
                participant_id=person.id,
                batch_number=batches[number % 4].number,
                at=at,
                zone=JAKARTA,
            )

    outcomes = at_once(16, join)

    assert outcomes == {"done": 1, "AlreadyApplied": 15}
    assert count(Application) == 1


def test_one_identity_number_registered_eight_times_at_once_is_one_person(
    committed, at
):
    with unit_of_work("test") as session:
        make_participant(session)
        accounts = [make_account(session) for _ in range(8)]

    def register(number: int) -> None:
        identity = Identity(
            nik="3273015705989001",
            family_card="3273011201100002",
            phone=f"08120000000{number}",
            birth_date=at.date().replace(1998, 5, 17),
            district_code="32.73.01",
            declarations=Declarations(Occupation.WORKER),
        )
        with unit_of_work("test") as session:
            add_participant(
                session,
                account_id=accounts[number].id,
                identity=identity,
                at=at,
                today=at.date(),
            )

    outcomes = at_once(8, register)

    assert outcomes == {"done": 1, IdentityTaken.__name__: 7}
    assert count(Participant) == 2


def test_two_revocations_at_once_return_each_balance_once(committed, at):
    with unit_of_work("test") as session:
        batch = make_batch(session)
        for _ in range(10):
            make_award(session, batch=batch, purchase_deadline_at=at)

    def revoke(_: int) -> None:
        with unit_of_work("test") as session:
            revoke_overdue(session, at=LATE)

    outcomes = at_once(4, revoke)

    assert outcomes == {"done": 4}
    assert count(Award, Award.status == "revoked") == 10
    with unit_of_work("test") as session:
        assert balance_of(session, fund_of("normal")) == 0
    prove_the_books()


def test_an_award_that_a_purchase_holds_is_revoked_by_a_later_run(committed, at):
    with unit_of_work("test") as session:
        award = make_award(session, purchase_deadline_at=at)

    with unit_of_work("buying") as buyer:
        buyer.execute(select(Award).where(Award.id == award.id).with_for_update())
        with unit_of_work("revoking") as session:
            while_held = revoke_overdue(session, at=LATE)
    with unit_of_work("revoking") as session:
        afterwards = revoke_overdue(session, at=LATE)

    assert (while_held, afterwards) == (0, 1)
    prove_the_books()


def test_jobs_finish_what_a_request_began_and_a_dead_worker_left(
    committed, at, monkeypatch
):
    """FT-01: chunks of two; the worker dies after the first, and `resume` goes on."""
    monkeypatch.setattr("marketplace.programme.services.verify.CHUNK", 2)
    with unit_of_work("test") as session:
        batch = make_applied_batch(session, 5)
        session.get_one(Batch, batch.id).status = "closed"
    verify_batch(str(batch.id))
    assert count(Application, Application.status == "verified") == 5
    with unit_of_work("test") as session:
        session.execute(text("UPDATE applications SET status = 'selected'"))
        session.execute(text("UPDATE batches SET status = 'selected'"))
    with unit_of_work("test") as session:
        decide_batch(
            session, batch_id=batch.id, decree_number="SK", at=at, zone=JAKARTA
        )
        award_next(session, batch_id=batch.id, at=at, limit=2)

    resume(0)
    resume(0)
    award_batch(str(batch.id))

    assert count(Award) == 5
    with unit_of_work("test") as session:
        assert session.get_one(Batch, batch.id).awards_completed_at is not None
    prove_the_books()


def test_an_application_is_written_before_its_batch_closes_or_is_refused(committed, at):
    with unit_of_work("test") as session:
        batch = make_batch(session)
        people = [make_participant(session) for _ in range(7)]

    def act(number: int) -> None:
        with unit_of_work("test") as session:
            if number == 7:
                close_batch(session, batch_id=batch.id, at=at)
                return
            apply(
                session,
                participant_id=people[number].id,
                batch_number=batch.number,
                at=at,
                zone=JAKARTA,
            )

    outcomes = at_once(8, act)

    assert set(outcomes) <= {"done", "BatchNotOpen"}
    assert count(Application) == outcomes["done"] - 1
