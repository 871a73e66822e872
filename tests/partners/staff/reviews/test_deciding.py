"""Owners say of each seat whether it is kept, changed or ended; once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.unit_of_work import unit_of_work
from partners.accounts import Account
from partners.organisations import Organisation
from partners.staff import Role, Seat
from partners.staff.errors import LastOwner, OwnRolesUpwards, RoleNotHere, SeatNotFound
from partners.staff.reviews import AccessReview, ReviewedSeat
from partners.staff.reviews.errors import (
    OwnSeatReview,
    ReviewNotFound,
    ReviewOver,
    SeatAlreadyReviewed,
    SeatChangedMeanwhile,
)
from partners.staff.reviews.rules import Decision
from partners.staff.reviews.services.decide import decide
from partners.staff.services.seats import change_roles, end_seat
from tests.factories import (
    kinds_of_letters,
    make_access_review,
    make_organisation,
    make_seat,
)

KEEP, CHANGE, END = Decision.KEEP, Decision.CHANGE, Decision.END


@pytest.fixture
def say(session, organisation, owner, review, at):
    """The owner decides about a seat a day after the review was opened."""

    def say(seat: Seat, decision: Decision, *roles: str, by: Seat = owner):
        return decide(
            session,
            organisation,
            review.id,
            seat.id,
            decision=decision,
            roles=roles,
            by=by.account_id,
            at=at + timedelta(days=1),
        )

    return say


def item_of(session, seat: Seat) -> ReviewedSeat:
    return session.scalars(
        select(ReviewedSeat).where(ReviewedSeat.seat_id == seat.id)
    ).one()


def test_a_seat_is_kept_with_the_roles_that_she_confirms(
    session, owner, colleague, say, at
):
    say(colleague, KEEP, Role.CATALOGUE)

    item = item_of(session, colleague)
    assert (item.decision, item.roles_after) == ("keep", ["catalogue"])
    assert item.decided_by == owner.account_id
    assert item.decided_at == at + timedelta(days=1)
    (line,) = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "access_review.seat_decided")
    )
    assert line.after["decision"] == "keep"
    assert kinds_of_letters(session) == []


def test_roles_are_changed_at_once_and_the_person_is_told(session, colleague, say):
    say(colleague, CHANGE, Role.FINANCE)

    assert colleague.roles == ["finance"]
    item = item_of(session, colleague)
    assert (item.roles, item.roles_after) == (["catalogue"], ["finance"])
    assert kinds_of_letters(session) == ["staff-roles-changed"]


def test_changing_to_what_it_is_keeps_it(session, colleague, say):
    say(colleague, CHANGE, Role.CATALOGUE)

    assert item_of(session, colleague).decision == "keep"


def test_a_seat_is_ended_at_once_and_the_person_is_told(
    session, colleague, owner, say, at
):
    say(colleague, END)

    assert colleague.ended_at == at + timedelta(days=1)
    assert colleague.ended_by == owner.account_id
    assert item_of(session, colleague).roles_after is None
    assert kinds_of_letters(session) == ["staff-seat-ended"]


def test_one_decision_stands(session, colleague, second, say):
    say(colleague, KEEP, Role.CATALOGUE)

    with pytest.raises(SeatAlreadyReviewed) as refused:
        say(colleague, END, by=second)

    assert refused.value.members["decision"].en == "Kept"
    assert colleague.ended_at is None
    assert item_of(session, colleague).decision == "keep"


def test_roles_that_changed_meanwhile_are_not_kept_unseen(
    session, organisation, colleague, second, say, at
):
    change_roles(
        session,
        organisation,
        colleague.id,
        roles=[Role.OWNER],
        by=second.account_id,
        at=at,
    )

    with pytest.raises(SeatChangedMeanwhile):
        say(colleague, KEEP, Role.CATALOGUE)
    assert item_of(session, colleague).decision is None

    say(colleague, KEEP, Role.OWNER)
    assert item_of(session, colleague).roles_after == ["owner"]


@pytest.mark.parametrize("decision", [KEEP, CHANGE, END])
def test_nobody_decides_about_her_own_seat_while_there_is_another_owner(
    session, owner, say, decision
):
    with pytest.raises(OwnSeatReview):
        say(owner, decision, Role.OWNER)

    assert item_of(session, owner).decision is None
    assert owner.ended_at is None


def test_another_owner_who_cannot_sign_in_is_none(session, owner, second, say, at):
    session.get_one(Account, second.account_id).disabled_at = at
    session.flush()

    say(owner, KEEP, Role.OWNER)

    assert item_of(session, owner).decision == "keep"


def test_an_only_owner_neither_leaves_nor_gives_herself_a_role(
    session, organisation, owner, colleague, second, say, at
):
    end_seat(session, organisation, second.id, by=None, at=at)

    with pytest.raises(LastOwner):
        say(owner, END)
    with pytest.raises(OwnRolesUpwards):
        say(owner, CHANGE, Role.OWNER, Role.FINANCE)
    assert item_of(session, owner).decision is None


def test_roles_that_the_organisation_does_not_have_are_refused(session, colleague, say):
    with pytest.raises(RoleNotHere):
        say(colleague, CHANGE, Role.TREASURY)
    with pytest.raises(RoleNotHere):
        say(colleague, CHANGE)

    assert item_of(session, colleague).decision is None


def test_who_left_or_came_meanwhile_is_not_in_it(
    session, organisation, colleague, say, at
):
    end_seat(session, organisation, colleague.id, by=None, at=at)
    newcomer = make_seat(session, organisation, Role.FINANCE)

    for seat in (colleague, newcomer):
        with pytest.raises(SeatNotFound):
            say(seat, KEEP, *seat.roles)


def test_a_review_that_is_over_changes_nothing(session, review, colleague, say, at):
    review.state, review.closed_at, review.remind_at = "lapsed", at, None
    review.next_at, review.digest = at, b"d" * 32
    session.flush()

    with pytest.raises(ReviewOver):
        say(colleague, END)

    assert colleague.ended_at is None


def test_another_organisation_s_review_looks_like_none(
    session, owner, review, colleague, at
):
    other = make_organisation(session)

    with pytest.raises(ReviewNotFound):
        decide(
            session,
            other,
            review.id,
            colleague.id,
            decision=END,
            roles=[],
            by=owner.account_id,
            at=at,
        )

    assert colleague.ended_at is None


@pytest.mark.race
def test_of_owners_who_decide_at_once_one_wins_and_the_others_are_told(committed, at):
    with unit_of_work("test") as session:
        organisation = make_organisation(session)
        owners = [make_seat(session, organisation) for _ in range(6)]
        seat = make_seat(session, organisation, Role.CATALOGUE)
        review = make_access_review(session, organisation, opened_at=at)

    def work(number: int) -> str:
        decision = (KEEP, CHANGE, END)[number % 3]
        roles = [Role.CATALOGUE] if decision is KEEP else [Role.FINANCE]
        try:
            with unit_of_work("test") as session:
                decide(
                    session,
                    session.get_one(Organisation, organisation.id),
                    review.id,
                    seat.id,
                    decision=decision,
                    roles=roles,
                    by=owners[number].account_id,
                    at=at,
                )
        except SeatAlreadyReviewed:
            return "told"
        return decision

    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(work, range(6)))

    with unit_of_work("test") as session:
        item, now_is = item_of(session, seat), session.get_one(Seat, seat.id)
        assert outcomes.count("told") == 5
        assert [each for each in outcomes if each != "told"] == [item.decision]
        assert (now_is.ended_at is not None) == (item.decision == "end")
        assert now_is.roles == (
            ["finance"] if item.decision == "change" else ["catalogue"]
        )
        assert session.scalars(select(AccessReview.state)).one() == "open"
