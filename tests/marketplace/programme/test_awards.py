"""Decisions and awards: money, deadlines, and going on after an interruption."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.audit.models import AuditEntry
from core.events import StoredEvent
from core.ledger.proof import prove
from core.ledger.queries import balance_of
from marketplace.programme import Award, AwardStatus, Batch
from marketplace.programme.errors import AwardNotInState, BatchNotInState
from marketplace.programme.ledger import fund_of, training_balance_of
from marketplace.programme.models import AWARD_MOVES
from marketplace.programme.services.award import award_next
from marketplace.programme.services.decide import decide_batch
from marketplace.programme.services.end_overdue import (
    forfeit_overdue,
    revoke_overdue,
)
from tests.factories import make_award, make_batch, make_scheme
from tests.marketplace.programme.conftest import JAKARTA


def awards_of(session: Session, batch: Batch) -> list[Award]:
    return list(session.scalars(select(Award).where(Award.batch_id == batch.id)))


def test_a_decision_credits_every_selected_person_with_the_schemes_balance(
    session, at, awarded_batch
):
    """LG-01, LG-07: the fund pays exactly what the balances receive."""
    batch = awarded_batch(3)

    awards = awards_of(session, batch)
    assert [award.amount for award in awards] == [3_500_000] * 3
    assert [
        balance_of(session, training_balance_of(award.id, award.participant_id))
        for award in awards
    ] == [3_500_000] * 3
    assert balance_of(session, fund_of("normal")) == -10_500_000
    assert batch.awards_completed_at == at
    proof = prove(session)
    assert proof.holds
    assert (proof.entries, proof.postings) == (3, 6)


def test_the_first_deadline_is_the_last_second_of_the_fifteenth_day_in_jakarta(
    session, at, awarded_batch
):
    batch = awarded_batch(1)

    (award,) = awards_of(session, batch)
    # Decided on 2 March 2026 at 09:00 in Jakarta.
    assert award.purchase_deadline_at == datetime(2026, 3, 17, 16, 59, 59, tzinfo=UTC)
    assert award.purchase_deadline_at.astimezone(JAKARTA).isoformat() == (
        "2026-03-17T23:59:59+07:00"
    )


def test_the_semi_bansos_scheme_gives_thirty_days(session, awarded_batch):
    batch = awarded_batch(1, scheme=make_scheme(session, "semi-bansos"))

    (award,) = awards_of(session, batch)
    assert award.amount == 1_000_000
    assert award.purchase_deadline_at == datetime(2026, 4, 1, 16, 59, 59, tzinfo=UTC)


def test_a_decision_late_in_the_utc_day_counts_from_the_next_day_in_jakarta(
    session, closed_batch
):
    batch = make_batch(session, status="selected")
    late = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)

    decide_batch(
        session, batch_id=batch.id, decree_number="SK-8", at=late, zone=JAKARTA
    )

    assert batch.purchase_deadline_at == datetime(2026, 3, 18, 16, 59, 59, tzinfo=UTC)


def test_each_award_is_an_event_and_an_audit_line_without_the_persons_id(
    session, awarded_batch
):
    batch = awarded_batch(2)

    awards = {award.id: award for award in awards_of(session, batch)}
    events = list(
        session.scalars(select(StoredEvent).where(StoredEvent.topic == "award.granted"))
    )
    assert {event.object_id for event in events} == set(awards)
    assert {frozenset(event.data) for event in events} == {
        frozenset({"award_id", "batch_id", "amount", "purchase_deadline_at"})
    }
    lines = list(
        session.scalars(select(AuditEntry).where(AuditEntry.action == "award.granted"))
    )
    assert {line.object_id for line in lines} == {str(key) for key in awards}
    assert {line.reason for line in lines} == {"SK-7"}


def test_an_interrupted_run_goes_on_and_awards_nobody_twice(session, at, decided_batch):
    batch = decided_batch(5)

    first = award_next(session, batch_id=batch.id, at=at, limit=2)
    unfinished = batch.awards_completed_at
    rest = [award_next(session, batch_id=batch.id, at=at, limit=2) for _ in range(3)]

    assert (first, unfinished) == (2, None)
    assert rest == [2, 1, 0]
    assert batch.awards_completed_at == at
    assert len({award.participant_id for award in awards_of(session, batch)}) == 5
    assert len(awards_of(session, batch)) == 5
    assert prove(session).holds


def test_awards_of_a_later_run_keep_the_deadline_of_the_decision(
    session, at, decided_batch
):
    batch = decided_batch(2)

    award_next(session, batch_id=batch.id, at=at, limit=1)
    award_next(session, batch_id=batch.id, at=at + timedelta(days=3), limit=1)

    assert {
        (award.awarded_at, award.purchase_deadline_at)
        for award in awards_of(session, batch)
    } == {(at, datetime(2026, 3, 17, 16, 59, 59, tzinfo=UTC))}


def test_a_decided_batch_is_not_decided_again(session, at, awarded_batch):
    batch = awarded_batch(1)

    with pytest.raises(BatchNotInState) as refusal:
        decide_batch(
            session, batch_id=batch.id, decree_number="SK-9", at=at, zone=JAKARTA
        )

    assert refusal.value.members == {"state": "decided", "wanted": "decided"}
    assert batch.decree_number == "SK-7"
    assert len(awards_of(session, batch)) == 1


def test_no_award_is_made_before_the_decision(session, at, closed_batch):
    batch = closed_batch(2)

    looked_at = award_next(session, batch_id=batch.id, at=at)

    assert looked_at == 0
    assert awards_of(session, batch) == []


def test_a_missed_first_deadline_revokes_and_returns_the_balance_exactly(
    session, awarded_batch
):
    """LG-01: the fund has back what it gave."""
    batch = awarded_batch(3)
    after = datetime(2026, 3, 17, 17, 0, tzinfo=UTC)

    revoked = revoke_overdue(session, at=after)

    assert revoked == 3
    awards = awards_of(session, batch)
    for award in awards:
        session.refresh(award)
    assert {(award.status, award.ended_at) for award in awards} == {("revoked", after)}
    assert balance_of(session, fund_of("normal")) == 0
    assert [
        balance_of(session, training_balance_of(award.id, award.participant_id))
        for award in awards
    ] == [0, 0, 0]
    returned = session.scalars(
        select(StoredEvent.data["returned"].as_integer()).where(
            StoredEvent.topic == "award.revoked"
        )
    ).all()
    assert returned == [3_500_000] * 3
    assert prove(session).holds


def test_the_whole_last_second_of_the_deadline_counts(session, awarded_batch):
    awarded_batch(1)

    early = revoke_overdue(
        session, at=datetime(2026, 3, 17, 16, 59, 59, 999_999, tzinfo=UTC)
    )
    late = revoke_overdue(session, at=datetime(2026, 3, 17, 17, 0, tzinfo=UTC))

    assert (early, late) == (0, 1)


def test_whoever_bought_in_time_keeps_her_award(session, at):
    award = make_award(
        session,
        balance=500_000,
        first_purchased_at=at,
        purchase_deadline_at=at - timedelta(days=1),
    )

    revoked = revoke_overdue(session, at=at)

    assert revoked == 0
    assert award.status == AwardStatus.ACTIVE
    account = training_balance_of(award.id, award.participant_id)
    assert balance_of(session, account) == 500_000


def test_an_empty_balance_is_revoked_without_a_journal_entry(session, at):
    award = make_award(session, balance=0, purchase_deadline_at=at - timedelta(days=1))

    revoke_overdue(session, at=at)

    session.refresh(award)
    assert award.status == AwardStatus.REVOKED
    assert prove(session).entries == 0


def test_a_missed_next_deadline_forfeits_the_balance_only(session, at):
    missed = make_award(
        session,
        balance=900_000,
        first_purchased_at=at - timedelta(days=40),
        purchase_deadline_at=at - timedelta(days=1),
    )
    unfinished = make_award(
        session,
        first_purchased_at=at - timedelta(days=40),
        purchase_deadline_at=None,
    )

    revoked = revoke_overdue(session, at=at)
    forfeited = forfeit_overdue(session, at=at)

    assert (revoked, forfeited) == (0, 1)
    session.refresh(missed)
    session.refresh(unfinished)
    assert (missed.status, missed.ended_at) == (AwardStatus.FORFEITED, at)
    assert unfinished.status == AwardStatus.ACTIVE
    balance = training_balance_of(missed.id, missed.participant_id)
    assert balance_of(session, balance) == 0
    assert balance_of(session, fund_of("normal")) == -3_500_000
    assert prove(session).holds


def test_revocation_takes_a_chunk_at_a_time(session, at, awarded_batch):
    awarded_batch(3)
    late = at + timedelta(days=30)

    chunks = [revoke_overdue(session, at=late, limit=2) for _ in range(3)]

    assert chunks == [2, 1, 0]
    active = session.scalar(
        select(func.count()).select_from(Award).where(Award.status == "active")
    )
    assert active == 0
    assert prove(session).holds


@pytest.mark.parametrize("before", list(AwardStatus))
@pytest.mark.parametrize("after", list(AwardStatus))
def test_an_award_moves_only_as_the_table_says(before, after):
    award = Award(status=before)

    if after in AWARD_MOVES[before]:
        award.move_to(after)
        assert award.status == after
        return
    with pytest.raises(AwardNotInState) as refusal:
        award.move_to(after)
    assert refusal.value.members == {"state": before, "wanted": after}
    assert award.status == before
