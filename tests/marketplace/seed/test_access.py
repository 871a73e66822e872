"""The demo's access review."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from marketplace.seed.access import seed_access_review
from marketplace.seed.catalogue import seed_courses
from marketplace.seed.organisations import seed_organisations
from marketplace.seed.staff import seed_staff
from partners.staff.reviews import AccessReview, ReviewedSeat

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def test_one_review_waits_with_one_seat_that_nobody_uses(session):
    seed_organisations(session, at=AT)
    seed_courses(session, at=AT)
    seed_staff(session, at=AT)

    made = seed_access_review(session, at=AT)
    again = seed_access_review(session, at=AT + timedelta(days=1))

    assert (made, again) == (1, 0)
    review = session.scalars(select(AccessReview)).one()
    assert review.state == "open"
    assert not review.is_late(at=AT)
    unused = session.scalars(select(ReviewedSeat.unused)).all()
    assert sorted(unused) == [False, False, True]
