"""Reviews open by themselves when they are due, and owners are told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.unit_of_work import unit_of_work
from partners.accounts import Account
from partners.organisations import Kind, Organisation, Standing
from partners.staff.reviews import AccessReview, ReviewedSeat
from partners.staff.reviews.errors import ReviewAlreadyOpen
from partners.staff.reviews.services.open import open_due, open_now
from tests.factories import (
    kinds_of_letters,
    letters,
    make_access_review,
    make_organisation,
    make_seat,
)

DAY = timedelta(days=1)


def reviews(session) -> list[AccessReview]:
    return session.scalars(select(AccessReview)).all()


def make_partner(session, at, *, age: int, kind=Kind.DIGITAL_PLATFORM, **changes):
    """An organisation with one owner that takes part since `age` days."""
    made = make_organisation(session, kind, created_at=at - age * DAY, **changes)
    make_seat(session, made)
    return made


@pytest.mark.parametrize(
    ("kind", "age", "opens"),
    [
        (Kind.DIGITAL_PLATFORM, 180, True),
        (Kind.DIGITAL_PLATFORM, 179, False),
        (Kind.OPERATOR, 90, True),
        (Kind.OPERATOR, 89, False),
    ],
)
def test_feature_27_the_first_review_opens_when_an_organisation_is_old_enough(
    session, at, kind, age, opens
):
    make_partner(session, at, age=age, kind=kind)

    assert open_due(session, at=at) == int(opens)
    assert len(reviews(session)) == int(opens)


def test_each_live_seat_is_in_it_as_it_is(session, organisation, owner, colleague, at):
    make_seat(session, organisation, ended_at=at - DAY)
    account = session.get_one(Account, colleague.account_id)
    account.last_signed_in_at = at - 3 * DAY

    open_due(session, at=at)

    (review,) = reviews(session)
    assert review.due_at == at + 21 * DAY
    assert review.lapses_at == at + 51 * DAY
    items = session.scalars(select(ReviewedSeat).order_by(ReviewedSeat.seat_id)).all()
    assert [(item.seat_id, item.roles, item.unused) for item in items] == [
        (owner.id, ["owner"], True),
        (colleague.id, ["catalogue"], False),
    ]
    assert items[1].last_signed_in_at == at - 3 * DAY


def test_owners_who_can_sign_in_are_told_and_nobody_else(
    session, organisation, owner, second, colleague, at
):
    session.get_one(Account, second.account_id).disabled_at = at

    open_due(session, at=at)

    ((recipient, subject, body),) = letters(session, "access-review-opened")
    (review,) = reviews(session)
    assert recipient == "dewi@example.org"
    assert subject == "Tinjau siapa yang memiliki akses di Kursus Maju"
    assert f"/partner/kursus-maju/staff/reviews/{review.id}" in body
    assert "23 Maret 2026 09.00 WIB" in body
    (line,) = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "access_review.opened")
    )
    assert line.object_id == str(review.id)


def test_no_second_one_opens_while_one_is_open(session, organisation, owner, at):
    open_due(session, at=at)

    assert open_due(session, at=at + 400 * DAY) == 0
    assert len(reviews(session)) == 1


def test_the_next_one_opens_when_the_last_one_said(session, organisation, owner, at):
    make_access_review(
        session,
        organisation,
        opened_at=at - 200 * DAY,
        state="completed",
        closed_at=at - 180 * DAY,
        closed_by=owner.account_id,
        remind_at=None,
        next_at=at,
        digest=b"d" * 32,
    )

    assert open_due(session, at=at - timedelta(seconds=1)) == 0
    assert open_due(session, at=at) == 1


@pytest.mark.parametrize("standing", ["applied", "suspended", "terminated"])
def test_who_does_not_act_is_not_asked(session, at, standing):
    make_partner(session, at, age=400, standing=Standing(standing))

    assert open_due(session, at=at) == 0


def test_without_staff_there_is_nothing_to_review(session, at):
    make_organisation(session)

    assert open_due(session, at=at) == 0


def test_an_owner_opens_one_before_its_time(
    session, organisation, owner, second, colleague, at
):
    opened = open_now(session, organisation, by=owner.account_id, at=at)

    assert opened.opened_by == owner.account_id
    assert [each[0] for each in letters(session)] == ["eka@example.org"]
    with pytest.raises(ReviewAlreadyOpen):
        open_now(session, organisation, by=second.account_id, at=at)
    assert len(kinds_of_letters(session)) == 1


@pytest.mark.race
def test_however_many_workers_open_it_there_is_one(committed, at):
    with unit_of_work("test") as session:
        for _ in range(5):
            make_partner(session, at, age=400)

    def work(number: int) -> None:
        with unit_of_work("test") as session:
            if number % 2:
                open_due(session, at=at)
                return
            someone = session.scalars(select(Organisation)).all()[number % 5]
            seat = make_seat(session, someone)
            try:
                open_now(session, someone, by=seat.account_id, at=at)
            except ReviewAlreadyOpen:
                return

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(16)))
    with unit_of_work("test") as session:
        open_due(session, at=at)
        opened = reviews(session)
        assert len(opened) == len({each.organisation_id for each in opened}) == 5
