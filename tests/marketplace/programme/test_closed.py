"""A closed programme: nothing begins, nobody loses anything, and time is given back."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from core.audit.models import AuditEntry
from core.unit_of_work import unit_of_work
from marketplace.programme import Application, Award, AwardStatus, Batch
from marketplace.programme.errors import BatchNotOpen
from marketplace.programme.services.apply import apply
from marketplace.programme.services.award import award_next
from marketplace.programme.services.closing import give_time_back
from marketplace.programme.services.decide import decide_batch
from marketplace.programme.services.end_overdue import (
    forfeit_overdue,
    revoke_overdue,
)
from marketplace.programme.services.select_recipients import select_recipients
from partners.switches import Closure
from partners.switches.errors import ProgrammeClosed
from tests.factories import (
    make_account,
    make_award,
    make_batch,
    make_closure,
    make_participant,
    make_scheme,
)
from tests.marketplace.programme.conftest import JAKARTA, own_headers


def reopen(session, closure: Closure, at) -> None:
    """Two people have opened it; what follows is still to be done."""
    closure.opening_proposed_by, closure.opening_proposed_at = closure.closed_by, at
    closure.opened_by, closure.opened_at = make_account(session).id, at
    session.flush()


def give_back(session, at, **options) -> int:
    moved = give_time_back(session, at=at, zone=JAKARTA, **options)
    session.flush()
    session.expire_all()
    return moved


def test_nobody_joins_a_batch(client, session):
    """Over HTTP: the reason stands in the problem, in the reader's language."""
    participant, batch = make_participant(session), make_batch(session)
    headers = own_headers(session, participant)
    make_closure(session)

    answer = client.post(
        "/v1/me/applications",
        headers={**headers, "Accept-Language": "id"},
        json={"batch_number": batch.number},
    )

    assert answer.status_code == 403
    assert answer.json["type"] == "/problems/programme-closed"
    assert answer.json["reason"] == answer.json["detail"] == "Data sedang diperiksa."
    assert "Retry-After" not in answer.headers
    assert session.scalar(select(func.count()).select_from(Application)) == 0


def test_another_scheme_is_not_concerned(session, at):
    closed, other = make_scheme(session), make_scheme(session, code="semi-bansos")
    make_closure(session, scheme_code=closed.code)
    participant = make_participant(session)

    def join(scheme):
        number = make_batch(session, scheme).number
        return apply(
            session,
            participant_id=participant.id,
            batch_number=number,
            at=at,
            zone=JAKARTA,
        )

    with pytest.raises(ProgrammeClosed):
        join(closed)
    assert join(other).status == "submitted"


def test_what_is_wrong_with_a_batch_is_said_before_that_it_is_closed(session, at):
    make_closure(session)
    batch = make_batch(session, status="closed")

    with pytest.raises(BatchNotOpen):
        apply(
            session,
            participant_id=make_participant(session).id,
            batch_number=batch.number,
            at=at,
            zone=JAKARTA,
        )


def test_no_batch_is_decided(session, at, closed_batch):
    batch = closed_batch(1)
    select_recipients(session, batch_id=batch.id, at=at)
    make_closure(session)

    with pytest.raises(ProgrammeClosed):
        decide_batch(
            session, batch_id=batch.id, decree_number="SK-7", at=at, zone=JAKARTA
        )

    assert batch.status == "selected"


def test_awards_of_a_decided_batch_wait_and_are_made_afterwards(
    session, at, decided_batch
):
    batch = decided_batch(2)
    deadline = batch.purchase_deadline_at
    closure = make_closure(session, closed_at=at)
    awards = select(func.count()).select_from(Award)

    assert award_next(session, batch_id=batch.id, at=at) == 0
    assert batch.awards_completed_at is None
    later = at + timedelta(days=3)
    reopen(session, closure, later)
    # Its deadline is moved first.
    assert award_next(session, batch_id=batch.id, at=later) == 0
    assert session.scalar(awards) == 0
    give_back(session, later)
    assert award_next(session, batch_id=batch.id, at=later) == 2

    made = session.scalars(select(Award)).all()
    assert {award.purchase_deadline_at for award in made} == {
        deadline + timedelta(days=4)
    }


@pytest.mark.parametrize("bought", [False, True])
def test_nobody_loses_a_balance_that_she_could_not_spend(session, at, bought):
    award = make_award(
        session,
        purchase_deadline_at=at - timedelta(hours=1),
        first_purchased_at=at - timedelta(days=9) if bought else None,
    )
    closure = make_closure(session, closed_at=at - timedelta(days=2))
    end = forfeit_overdue if bought else revoke_overdue

    assert end(session, at=at) == 0
    reopen(session, closure, at)
    assert end(session, at=at) == 0
    give_back(session, at)
    assert end(session, at=at) == 0

    assert award.status == AwardStatus.ACTIVE
    assert end(session, at=at + timedelta(days=3)) == 1


def test_every_day_that_was_touched_is_given_back(session):
    """Closed on the evening of the 2nd, opened in the first hour of the 4th: three
    days, and the deadline is still the last second of a day."""
    deadline = datetime(2026, 3, 17, 16, 59, 59, tzinfo=UTC)
    award = make_award(session, purchase_deadline_at=deadline)
    closure = make_closure(session, closed_at=datetime(2026, 3, 2, 13, 0, tzinfo=UTC))
    opened = datetime(2026, 3, 3, 17, 30, tzinfo=UTC)
    reopen(session, closure, opened)

    assert give_back(session, opened) == 1

    assert award.purchase_deadline_at == datetime(2026, 3, 20, 16, 59, 59, tzinfo=UTC)
    entry = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "award.deadline_moved")
    ).one()
    assert (entry.object_id, entry.after) == (str(award.id), {"days": 3})


def test_what_was_over_or_has_no_deadline_stays_as_it_was(session, at):
    missed = make_award(session, purchase_deadline_at=at - timedelta(days=1))
    free = make_award(session, purchase_deadline_at=None)
    ended = make_award(
        session,
        purchase_deadline_at=at + timedelta(days=1),
        status="revoked",
    )
    reopen(session, make_closure(session, closed_at=at), at)

    assert give_back(session, at) == 0

    assert missed.purchase_deadline_at == at - timedelta(days=1)
    assert free.purchase_deadline_at is None
    assert ended.purchase_deadline_at == at + timedelta(days=1)


def test_another_scheme_gets_no_time(session, at):
    closed, other = make_scheme(session), make_scheme(session, code="semi-bansos")
    deadline = at + timedelta(days=1)
    hers, his = (
        make_award(
            session, batch=make_batch(session, each), purchase_deadline_at=deadline
        )
        for each in (closed, other)
    )
    closure = make_closure(session, closed_at=at, scheme_code=closed.code)
    reopen(session, closure, at)

    assert give_back(session, at) == 1

    assert hers.purchase_deadline_at == deadline + timedelta(days=1)
    assert his.purchase_deadline_at == deadline


def test_time_is_given_once_however_often_the_job_runs(session, at):
    deadline = at + timedelta(days=1)
    awards = [make_award(session, purchase_deadline_at=deadline) for _ in range(5)]
    closure = make_closure(session, closed_at=at)
    assert give_back(session, at) == 0
    reopen(session, closure, at)

    moved = [give_back(session, at, limit=2) for _ in range(5)]

    assert moved == [2, 2, 1, 0, 0]
    assert closure.settled_at == at
    for award in awards:
        assert award.purchase_deadline_at == deadline + timedelta(days=1)


def test_a_chunk_that_was_lost_is_given_again(committed, at):
    """Killed within a chunk, the next run goes on where the last commit ended."""
    with unit_of_work("test") as session:
        batch = make_batch(session)
        deadline = at + timedelta(days=1)
        for _ in range(4):
            make_award(session, batch=batch, purchase_deadline_at=deadline)
        reopen(session, make_closure(session, closed_at=at), at)
    with unit_of_work("test") as session:
        assert give_time_back(session, at=at, zone=JAKARTA, limit=2) == 2

    def die() -> None:
        with unit_of_work("test") as session:
            give_time_back(session, at=at, zone=JAKARTA, limit=2)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        die()
    for expected in (2, 0):
        with unit_of_work("test") as session:
            assert give_time_back(session, at=at, zone=JAKARTA, limit=2) == expected

    with unit_of_work("test") as session:
        deadlines = set(session.scalars(select(Award.purchase_deadline_at)))
        assert deadlines == {deadline + timedelta(days=1)}
        assert session.scalars(select(Closure.settled_at)).one() == at
        assert session.scalars(select(Batch.id)).one() == batch.id
