"""Giving, changing, answering, reporting, looking and objecting."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from catalog.courses import Course
from catalog.reviews import CourseRating, errors
from catalog.reviews.models import ReviewVersion, ShownAs
from catalog.reviews.rulebook import rulebook
from catalog.reviews.services.edit import edit_review
from catalog.reviews.services.rate import rate_anew, wrong_ratings
from catalog.reviews.services.reply import write_reply
from core.clock import now
from core.events.models import StoredEvent
from core.unit_of_work import unit_of_work
from tests.catalog.reviews.acting import (
    PHONE,
    decide,
    edit,
    rating,
    run,
)
from tests.factories import (
    letters,
    make_account,
    make_course,
    make_review,
)


def test_each_review_counts_in_the_rating_of_its_course(session, course):
    for stars in (5, 4, 4, 1):
        make_review(session, course, stars=stars)

    found = rating(session, course)

    assert found.counts == (1, 0, 0, 2, 1)
    assert found.average == 350
    assert found.score == (70_000 + 14_000) // 24
    assert wrong_ratings(session) == []


def test_words_with_a_number_wait_for_somebody_and_count_afterwards(session, course):
    review = make_review(session, course, stars=5, comment=PHONE)
    assert (review.state, review.counts) == ("held", False)
    assert rating(session, course).reviews == 0

    decide(session, review)

    assert (review.state, review.counts, review.waits_since) == ("shown", True, None)
    assert rating(session, course).counts == (0, 0, 0, 0, 1)
    ((_, subject, _),) = letters(session, "review-shown")
    assert subject in ("Your review is shown", "Ulasan Anda ditampilkan")


def test_taking_the_number_out_shows_a_held_review(session, course):
    review = make_review(session, course, comment=PHONE)

    edit(session, review, stars=3, comment="Jelas.")

    assert (review.state, review.counts, review.waits_since) == ("shown", True, None)
    assert rating(session, course).counts == (0, 0, 1, 0, 0)


def test_an_edit_keeps_what_was_said_and_moves_the_stars(session, course):
    review = make_review(session, course, stars=5, comment="Hebat.")

    edit(session, review, shown_as=ShownAs.INITIALS)

    (version,) = session.scalars(select(ReviewVersion)).all()
    assert (version.part, version.stars, version.words) == ("review", 5, "Hebat.")
    assert (review.stars, review.initials) == (2, "A. L.")
    assert rating(session, course).counts == (0, 1, 0, 0, 0)
    events = session.scalars(
        select(StoredEvent.data).where(StoredEvent.topic == "review.changed")
    ).all()
    assert [(data["stars"], data["state"]) for data in events] == [(2, "shown")]


def test_the_same_words_again_change_nothing(session, course):
    review = make_review(session, course, stars=2, comment="Terlalu cepat.")

    edit(session, review)

    assert review.edited_at is None
    assert session.scalars(select(ReviewVersion)).all() == []


def test_a_review_is_changed_within_its_days_only(session, course):
    given_at = now() - rulebook().edit_for
    review = make_review(session, course, stars=5, at=given_at)

    with pytest.raises(errors.ReviewEditTooLate):
        edit(session, review, at=given_at + rulebook().edit_for)

    assert review.stars == 5
    edit(session, review, at=given_at + rulebook().edit_for - timedelta(seconds=1))
    assert review.stars == 2


def test_another_persons_review_is_not_there_to_be_changed(session, course):
    review = make_review(session, course)

    with pytest.raises(errors.ReviewNotFound):
        edit_review(
            session,
            participant_id=make_account(session).id,
            course_id=review.course_id,
            stars=1,
            comment="",
            at=now(),
        )


def reply(session, review, words="Terima kasih.", provider_id=None):
    course = session.get_one(Course, review.course_id)
    return write_reply(
        session,
        review_id=review.id,
        provider_id=provider_id or course.provider_id,
        words=words,
        by=make_account(session).id,
        at=now(),
    )


def test_an_institution_answers_once_and_may_change_the_answer(session, course):
    review = make_review(session, course)
    reply(session, review)

    said = reply(session, review, "Terima kasih banyak.")

    assert said.words == "Terima kasih banyak."
    (version,) = session.scalars(select(ReviewVersion)).all()
    assert (version.part, version.words) == ("reply", "Terima kasih.")


def test_a_reply_with_somebodys_number_is_refused(session, course):
    review = make_review(session, course)

    with pytest.raises(errors.PersonalDataInReply):
        reply(session, review, PHONE)


def test_another_institution_finds_no_review_to_answer(session, course):
    review = make_review(session, course)
    other = make_course(session).provider_id

    with pytest.raises(errors.ReviewNotFound):
        reply(session, review, provider_id=other)


def test_the_check_finds_a_wrong_rating_and_rating_anew_mends_it(session, course):
    make_review(session, course, stars=5)
    other = make_course(session)
    make_review(session, other, stars=3)
    rating(session, course).stars_5 = 7
    session.delete(rating(session, other))
    session.flush()

    assert set(wrong_ratings(session)) == {course.id, other.id}

    assert rate_anew(session) == 2
    session.expire_all()
    assert wrong_ratings(session) == []
    assert rating(session, course).counts == (0, 0, 0, 0, 1)
    assert rating(session, other).score == (70_000 + 3_000) // 21


@pytest.mark.race
def test_of_reviews_at_once_every_one_is_in_the_rating(committed):
    with unit_of_work("test") as session:
        course = make_course(session)
        accounts = [make_account(session) for _ in range(8)]
    together = threading.Barrier(8)

    def give(account):
        together.wait()
        with unit_of_work("test") as session:
            make_review(session, course, account, stars=3)

    run(give, accounts)

    with unit_of_work("test") as session:
        assert session.get_one(CourseRating, course.id).counts == (0, 0, 8, 0, 0)
