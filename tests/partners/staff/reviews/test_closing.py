"""A review is completed by an owner, or ends undone, with consequences; both are
records."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from core.audit.models import AuditEntry
from core.unit_of_work import unit_of_work
from partners.accounts import Account
from partners.organisations import Kind, Organisation, Standing
from partners.staff import Role, Seat
from partners.staff.reviews import AccessReview, ReviewedSeat
from partners.staff.reviews.errors import (
    ReviewNotFinished,
    ReviewOver,
    SeatAlreadyReviewed,
)
from partners.staff.reviews.record import read_seats, record_of
from partners.staff.reviews.rules import Decision
from partners.staff.reviews.services.close import complete, lapse_next
from partners.staff.reviews.services.decide import decide
from partners.staff.reviews.services.open import open_due
from partners.staff.services.seats import end_seat
from tests.factories import (
    kinds_of_letters,
    letters,
    make_access_review,
    make_client,
    make_organisation,
    make_seat,
)

DAY = timedelta(days=1)
LAPSE = 51 * DAY


def decisions(session, review) -> dict:
    rows = session.scalars(
        select(ReviewedSeat).where(ReviewedSeat.review_id == review.id)
    )
    return {row.seat_id: row.decision for row in rows}


def sign_in(session, seat: Seat, when) -> None:
    session.get_one(Account, seat.account_id).last_signed_in_at = when
    session.flush()


@pytest.fixture
def say(session, organisation, review, at):
    def say(seat: Seat, decision: Decision, *, by: Seat) -> None:
        decide(
            session,
            organisation,
            review.id,
            seat.id,
            decision=decision,
            roles=seat.roles,
            by=by.account_id,
            at=at,
        )

    return say


@pytest.fixture
def decided(owner, second, colleague, say):
    """Every seat of the review was decided."""
    say(colleague, Decision.END, by=owner)
    say(second, Decision.KEEP, by=owner)
    say(owner, Decision.KEEP, by=second)


def test_feature_27_a_review_is_completed_when_every_seat_is_decided(
    session, organisation, owner, review, decided, at
):
    complete(session, organisation, review.id, by=owner.account_id, at=at + DAY)

    assert (review.state, review.closed_by) == ("completed", owner.account_id)
    assert review.next_at == at + DAY + timedelta(days=180)
    assert review.remind_at is None
    with pytest.raises(ReviewOver):
        complete(session, organisation, review.id, by=owner.account_id, at=at + DAY)


def test_the_operators_next_one_comes_sooner(session, at):
    operator = make_organisation(session, Kind.OPERATOR)
    only = make_seat(session, operator)
    review = make_access_review(session, operator, opened_at=at)
    decide(
        session,
        operator,
        review.id,
        only.id,
        decision=Decision.KEEP,
        roles=only.roles,
        by=only.account_id,
        at=at,
    )

    complete(session, operator, review.id, by=only.account_id, at=at)

    assert review.next_at == at + timedelta(days=90)


def test_what_is_not_decided_keeps_it_open(
    session, organisation, owner, second, colleague, review, say, at
):
    say(colleague, Decision.KEEP, by=owner)

    with pytest.raises(ReviewNotFinished) as refused:
        complete(session, organisation, review.id, by=owner.account_id, at=at)

    assert refused.value.members == {"left": 2}
    assert review.state == "open"


def test_who_left_meanwhile_needs_no_decision(
    session, organisation, owner, second, colleague, review, say, at
):
    end_seat(session, organisation, colleague.id, by=owner.account_id, at=at)
    say(second, Decision.KEEP, by=owner)
    say(owner, Decision.KEEP, by=second)

    complete(session, organisation, review.id, by=owner.account_id, at=at)

    assert decisions(session, review)[colleague.id] == "gone"


def test_the_record_says_who_decided_what_and_which_programs_there_were(
    session, organisation, owner, colleague, review, decided, at
):
    make_client(session, organisation, ["catalog:read"], name="Toko")
    make_client(session, organisation, ["catalog:read"], disabled_at=at, name="Lama")

    complete(session, organisation, review.id, by=owner.account_id, at=at)

    seats = read_seats(session, review)
    document = record_of(session, review, organisation, seats)
    assert document["closed_by"] == "Dewi Ayu"
    ended = next(
        each for each in document["seats"] if each["seat_id"] == str(colleague.id)
    )
    assert (ended["decision"], ended["decided_by"]) == ("end", "Dewi Ayu")
    assert (ended["full_name"], ended["email"]) == ("Citra Dewi", "c••••@example.org")
    assert [each["name"] for each in document["programs"]] == ["Toko"]
    (line,) = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "access_review.completed")
    )
    assert line.after == {"seats": 3, "sha256": document["sha256"]}
    assert document["unaltered"] is True


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE access_review_seats SET decision = 'keep' WHERE decision = 'end'",
        "UPDATE access_review_seats SET decided_at = decided_at - interval '1 day'",
        "UPDATE access_reviews SET closed_at = closed_at - interval '1 day'",
        "DELETE FROM access_review_seats WHERE decision = 'end'",
        "UPDATE access_reviews SET programs = '[]'",
    ],
)
def test_a_record_that_was_altered_shows_it(
    session, organisation, owner, review, decided, at, tampering
):
    make_client(session, organisation, ["catalog:read"])
    complete(session, organisation, review.id, by=owner.account_id, at=at)

    session.execute(text(tampering))
    session.expire_all()

    seats = read_seats(session, review)
    assert record_of(session, review, organisation, seats)["unaltered"] is False


def test_undone_for_too_long_what_is_unused_ends_and_the_rest_stays(
    session, organisation, owner, second, colleague, review, at
):
    late = at + LAPSE
    unused, busy = colleague, make_seat(session, organisation, Role.FINANCE)
    session.add(
        ReviewedSeat(
            review_id=review.id,
            seat_id=busy.id,
            account_id=busy.account_id,
            roles=busy.roles,
            unused=False,
        )
    )
    sign_in(session, owner, late - 3 * DAY)
    sign_in(session, second, late - 179 * DAY)
    sign_in(session, busy, late - DAY)
    sign_in(session, unused, late - 180 * DAY)

    assert lapse_next(session, at=late - timedelta(seconds=1)) is None
    assert lapse_next(session, at=late) is review

    assert review.state == "lapsed"
    assert review.next_at == late + 30 * DAY
    assert decisions(session, review) == {
        owner.id: "unconfirmed",
        second.id: "unconfirmed",
        busy.id: "unconfirmed",
        unused.id: "ended_unused",
    }
    assert unused.ended_at == late
    assert unused.ended_by is None
    assert busy.ended_at is None
    assert lapse_next(session, at=late) is None


def test_owners_and_the_person_are_told_of_it(session, owner, colleague, review, at):
    sign_in(session, owner, at + LAPSE)

    lapse_next(session, at=at + LAPSE)

    told = letters(session, "access-review-lapsed")
    assert {each[0] for each in told} >= {"dewi@example.org"}
    assert "tidak dikonfirmasi dan lama tidak masuk: 2" in told[0][2]
    assert kinds_of_letters(session).count("staff-seat-ended") == 2


def test_what_was_decided_stays_decided(session, owner, colleague, review, say, at):
    say(colleague, Decision.KEEP, by=owner)
    sign_in(session, owner, at + LAPSE)

    lapse_next(session, at=at + LAPSE)

    assert decisions(session, review)[colleague.id] == "keep"
    assert colleague.ended_at is None


def test_the_last_owner_stays_and_it_is_the_one_who_was_here_last(
    session, organisation, owner, second, review, at
):
    sign_in(session, owner, at - 300 * DAY)
    sign_in(session, second, at - 200 * DAY)

    lapse_next(session, at=at + LAPSE)

    assert owner.ended_at is not None
    assert second.ended_at is None
    assert decisions(session, review)[second.id] == "unconfirmed"


def test_a_new_seat_is_not_ended_for_being_unused(
    session, organisation, owner, colleague, review, at
):
    colleague.appointed_at = at
    session.flush()

    lapse_next(session, at=at + LAPSE)

    assert colleague.ended_at is None


def test_terminated_organisations_are_left_alone(session, organisation, review, at):
    organisation.standing = Standing.TERMINATED
    session.flush()

    assert lapse_next(session, at=at + LAPSE) is None
    assert review.state == "open"


def test_after_it_ended_undone_they_are_asked_again_soon(
    session, organisation, owner, review, at
):
    lapse_next(session, at=at + LAPSE)

    assert open_due(session, at=at + LAPSE + 29 * DAY) == 0
    assert open_due(session, at=at + LAPSE + 30 * DAY) == 1


@pytest.mark.race
def test_completing_deciding_and_lapsing_at_once_leave_one_end(committed, at):
    with unit_of_work("test") as session:
        organisation = make_organisation(session)
        only = make_seat(session, organisation)
        idle = make_seat(session, organisation, Role.CATALOGUE)
        review = make_access_review(session, organisation, opened_at=at)

    def work(number: int) -> None:
        try:
            with unit_of_work("test") as session:
                mine = session.get_one(Organisation, organisation.id)
                common = {"by": only.account_id, "at": at + LAPSE}
                match number % 3:
                    case 0:
                        complete(session, mine, review.id, **common)
                    case 1:
                        lapse_next(session, at=at + LAPSE)
                    case _:
                        decide(
                            session,
                            mine,
                            review.id,
                            idle.id,
                            decision=Decision.KEEP,
                            roles=idle.roles,
                            **common,
                        )
        except (ReviewNotFinished, ReviewOver, SeatAlreadyReviewed):
            return

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(6)))

    with unit_of_work("test") as session:
        lapse_next(session, at=at + LAPSE)
        ended = session.scalars(select(AccessReview)).one()
        assert ended.state == "lapsed"
        lines = session.scalars(
            select(AuditEntry).where(AuditEntry.action == "access_review.lapsed")
        ).all()
        assert len(lines) == 1
        kept = decisions(session, ended)[idle.id] == "keep"
        assert (session.get_one(Seat, idle.id).ended_at is None) == kept
