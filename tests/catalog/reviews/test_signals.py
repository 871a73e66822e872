"""Signs that reviews are not what they seem, each just over and just under its
threshold."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from catalog.reviews import CourseRating, Review
from catalog.reviews.circumstances import Circumstances
from catalog.reviews.models import ReviewOrigin, ReviewSignal
from catalog.reviews.rulebook import rulebook
from catalog.reviews.services.moderate import decide_review
from catalog.reviews.tasks import forget_origins
from core.clock import now
from core.ids import new_id
from core.privacy import vault_of
from partners.conflicts.services.record import KEY_FIELD
from partners.organisations import Organisation
from tests.factories import (
    make_account,
    make_course,
    make_officer,
    make_review,
    make_seat,
)

LIMITS = rulebook().signals
LONG = "Pelatihan ini sangat membantu saya membuka usaha kue di rumah."


@pytest.fixture
def course(session):
    return make_course(session)


def signals(session, review):
    found = session.scalars(
        select(ReviewSignal.signal)
        .where(ReviewSignal.review_id == review.id)
        .order_by(ReviewSignal.signal)
    )
    return list(found)


def many(session, course, number, *, stars=5, **changes):
    at = now()
    return [
        make_review(
            session,
            course,
            stars=stars,
            at=at - timedelta(minutes=1) + timedelta(seconds=place),
            **changes,
        )
        for place in range(number)
    ]


def test_a_burst_of_five_stars_is_seen_also_in_the_earlier_ones(session, course):
    reviews = many(session, course, LIMITS["burst"]["reviews"])

    assert {tuple(signals(session, review)) for review in reviews} == {("burst",)}
    # The weight of this sign alone sets nothing aside: a class ends at one time.
    assert session.get_one(CourseRating, course.id).reviews == len(reviews)


def test_one_fewer_is_no_burst_nor_are_mixed_stars(session, course):
    few = many(session, course, LIMITS["burst"]["reviews"] - 1)
    other = make_course(session)
    many(session, other, LIMITS["burst"]["reviews"] - 3)
    mixed = [make_review(session, other, stars=stars) for stars in (2, 3, 4)]

    assert signals(session, few[-1]) == []
    assert [signals(session, review) for review in mixed] == [[], [], []]


def test_a_burst_from_one_address_does_not_count_until_somebody_looked(session, course):
    told = Circumstances(network=b"one line")
    reviews = many(session, course, LIMITS["burst"]["reviews"], told=told)
    session.expire_all()

    assert signals(session, reviews[0]) == ["burst", "same_origin"]
    assert not any(review.counts for review in reviews)
    assert all(review.state == "shown" for review in reviews)
    assert session.get_one(CourseRating, course.id).reviews == 0

    decide_review(
        session,
        review_id=reviews[0].id,
        hide_because=None,
        note="",
        by=make_account(session).id,
        at=now(),
    )

    assert session.get_one(CourseRating, course.id).counts == (0, 0, 0, 0, 1)
    again = make_review(session, course, stars=5, told=told)
    session.expire_all()
    assert not again.counts
    assert session.get_one(Review, reviews[0].id).counts


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("network", Circumstances(network=b"a")),
        ("district", Circumstances(district_code="317101")),
    ],
)
def test_many_from_one_origin_are_seen_at_its_threshold(session, course, name, told):
    before = many(session, course, LIMITS["same_origin"][name] - 1, told=told)
    assert "same_origin" not in signals(session, before[-1])

    make_review(session, course, stars=5, told=told)

    found = session.scalars(
        select(ReviewSignal).where(
            ReviewSignal.review_id == before[0].id,
            ReviewSignal.signal == "same_origin",
        )
    ).one()
    assert found.facts["of"] == name


def test_the_same_words_are_set_aside_and_the_first_to_say_them_counts(session, course):
    first = make_review(session, course, comment=LONG)
    other = make_course(session)

    copy = make_review(session, other, comment=LONG.upper().replace(".", "!"))

    assert signals(session, first) == []
    assert signals(session, copy) == ["same_words"]
    assert (copy.state, copy.counts) == ("shown", False)
    assert copy.waits_since is not None
    assert session.get_one(CourseRating, other.id).reviews == 0


def test_nearly_the_same_words_of_one_course_are_seen(session, course):
    make_review(session, course, comment=LONG)

    near = make_review(session, course, comment=LONG.replace("sangat", "amat sangat"))
    different = make_review(
        session, course, comment="Guru menjelaskan dengan sabar, tetapi kelas penuh."
    )
    short = [make_review(session, course, comment="Bagus sekali!") for _ in range(2)]

    assert signals(session, near) == ["same_words"]
    assert signals(session, different) == []
    assert signals(session, short[1]) == []


def test_who_gives_five_stars_to_one_institution_only_is_noted(session, course):
    somebody = make_account(session)
    provider = session.get_one(Organisation, course.provider_id)
    more = [make_course(session, provider) for _ in range(2)]
    for each in (course, more[0]):
        make_review(session, each, somebody, stars=5)

    third = make_review(session, more[1], somebody, stars=5)

    assert signals(session, third) == ["one_institution"]
    assert third.counts


def test_a_review_within_moments_of_completion_is_noted(session, course):
    at = now()
    limit = timedelta(minutes=LIMITS["soon"]["minutes"])

    soon = make_review(session, course, at=at, told=Circumstances(completed_at=at))
    later = make_review(
        session, course, at=at, told=Circumstances(completed_at=at - limit)
    )

    assert (signals(session, soon), soon.counts) == (["soon"], True)
    assert signals(session, later) == []


def test_staff_of_the_institution_does_not_rate_it(session, course):
    provider = session.get_one(Organisation, course.provider_id)
    seat = make_seat(session, provider)
    somebody = session.get_one(type(make_account(session)), seat.account_id)

    review = make_review(session, course, somebody, stars=5)

    assert signals(session, review) == ["insider"]
    assert not review.counts


def test_whom_the_register_knows_as_a_tied_person_does_not_rate_it(session, course):
    from partners.conflicts.models import TieKey

    provider = session.get_one(Organisation, course.provider_id)
    make_officer(session, provider, "Budi Santoso")
    session.flush()
    key = session.scalars(
        select(TieKey.key).where(TieKey.organisation_id == provider.id)
    ).first()

    review = make_review(
        session, course, stars=5, told=Circumstances(person_keys=(key,))
    )
    stranger = vault_of(session).index(f"nik:{new_id()}", field=KEY_FIELD)
    other = make_review(session, course, told=Circumstances(person_keys=(stranger,)))

    assert signals(session, review) == ["insider"]
    assert signals(session, other) == []


def test_origins_are_forgotten_after_their_days(session, course):
    at = now()
    old = make_review(session, course, at=at - rulebook().origins_kept)
    new = make_review(session, course, at=at)

    assert forget_origins(session, at=at + timedelta(seconds=1)) == 1

    kept = session.scalars(select(ReviewOrigin.review_id)).all()
    assert kept == [new.id] != [old.id]
