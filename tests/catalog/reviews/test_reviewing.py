"""Giving, changing, answering, reporting, looking and objecting."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from catalog.courses import Course
from catalog.reviews import CourseRating, Review, errors
from catalog.reviews.models import ReviewVersion, ShownAs
from catalog.reviews.moderation.models import ReviewReport
from catalog.reviews.rulebook import rulebook
from catalog.reviews.services import report as report_module
from catalog.reviews.services.edit import edit_review
from catalog.reviews.services.moderate import decide_review
from catalog.reviews.services.object import object_to_hidden_review
from catalog.reviews.services.rate import rate_anew, wrong_ratings
from catalog.reviews.services.reply import write_reply
from catalog.reviews.services.report import report_review
from core.audit import AuditEntry
from core.clock import now
from core.events.models import StoredEvent
from core.signing import issuer_of
from core.unit_of_work import unit_of_work
from partners.conflicts.errors import StaffTied
from partners.organisations import Organisation
from tests.factories import (
    letters,
    make_account,
    make_course,
    make_review,
    make_seat,
)

PHONE = "Hubungi saya di 0812 3456 7890"


@pytest.fixture
def course(session):
    return make_course(session)


def rating(session, course):
    session.flush()
    return session.get(CourseRating, course.id, populate_existing=True)


def decide(session, review, reason=None, **changes):
    values = {"note": "", "by": make_account(session).id, "at": now()}
    return decide_review(
        session, review_id=review.id, hide_because=reason, **(values | changes)
    )


def edit(session, review, **changes):
    values = {"stars": 2, "comment": "Terlalu cepat.", "at": now()} | changes
    return edit_review(
        session,
        participant_id=review.participant_id,
        course_id=review.course_id,
        **values,
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


def report(session, review, account=None, at=None):
    return report_review(
        session,
        review_id=review.id,
        account_id=(account or make_account(session)).id,
        reason="offensive",
        note="",
        at=at or now(),
    )


def test_a_report_hides_nothing_and_waits_for_somebody(session, course):
    review = make_review(session, course)

    for _ in range(3):
        report(session, review)

    assert (review.state, review.counts) == ("shown", True)
    assert review.waits_since is not None


def test_a_person_reports_a_review_once_and_never_her_own(session, course):
    review = make_review(session, course)
    somebody = make_account(session)
    report(session, review, somebody)

    with pytest.raises(errors.ReportTwice):
        report(session, review, somebody)
    writer = session.get_one(type(somebody), review.participant_id)
    with pytest.raises(errors.OwnReviewReported):
        report(session, review, writer)


def test_a_person_reports_so_many_a_day(session, course):
    somebody, at = make_account(session), now()
    for _ in range(rulebook().reports_a_day):
        report(session, make_review(session, course), somebody, at=at)

    review = make_review(session, course)
    with pytest.raises(errors.TooManyReports), session.begin_nested():
        report(session, review, somebody, at=at)

    assert session.scalar(select(func.count()).select_from(ReviewReport)) == 10
    report(session, review, somebody, at=at + timedelta(days=1))


def test_a_hidden_review_does_not_count_and_its_writer_is_told_why(session, course):
    review = make_review(session, course, stars=1, comment="Gurunya bodoh.")
    report(session, review)

    decide(session, review, "offensive", note="Tulis ulang tanpa hinaan.")

    assert (review.state, review.counts, review.waits_since) == ("hidden", False, None)
    assert rating(session, course).reviews == 0
    ((_, _, text),) = letters(session, "review-hidden")
    assert "menghina" in text or "insults" in text
    assert "Tulis ulang tanpa hinaan." in text
    assert f"{issuer_of(session).address}/me/courses/{course.id}/review" in text
    (entry,) = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "review.hidden")
    ).all()
    assert entry.reason == "offensive"
    assert session.scalars(select(ReviewReport.state)).all() == ["upheld"]
    with pytest.raises(errors.ReviewIsHidden):
        edit(session, review)


def object_to(session, review):
    return object_to_hidden_review(
        session,
        participant_id=review.participant_id,
        course_id=review.course_id,
        words="Saya jujur.",
        at=now(),
    )


def test_a_writer_objects_once_and_is_answered(session, course):
    review = make_review(session, course)
    with pytest.raises(errors.ReviewNotHidden):
        object_to(session, review)
    decide(session, review, "advertising")

    object_to(session, review)

    assert review.waits_since is not None
    with pytest.raises(errors.ObjectionTwice):
        object_to(session, review)
    decide(session, review, "advertising")
    assert len(letters(session, "review-stays-hidden")) == 1
    assert review.waits_since is None


def test_an_objection_that_is_heard_shows_the_review_again(session, course):
    review = make_review(session, course, stars=2)
    decide(session, review, "advertising")
    object_to(session, review)

    decide(session, review)

    assert (review.state, review.counts) == ("shown", True)
    assert rating(session, course).counts == (0, 1, 0, 0, 0)


def test_nothing_is_decided_where_nothing_waits(session, course):
    review = make_review(session, course)

    with pytest.raises(errors.NothingToDecide):
        decide(session, review)


def test_nobody_decides_about_her_own_institution(session, course):
    review = make_review(session, course)
    seat = make_seat(session, session.get_one(Organisation, course.provider_id))

    with pytest.raises(StaffTied):
        decide(session, review, "offensive", by=seat.account_id)

    assert review.state == "shown"


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


@pytest.mark.race
def test_of_two_who_decide_at_once_one_is_told_that_it_is_done(committed):
    with unit_of_work("test") as session:
        review = make_review(session, make_course(session), comment=PHONE)
    together, outcomes = threading.Barrier(4), []

    def show(_):
        together.wait()
        try:
            with unit_of_work("test") as session:
                decide(session, review)
            outcomes.append("shown")
        except errors.NothingToDecide:
            outcomes.append("refused")

    run(show, range(4))

    assert sorted(outcomes) == ["refused"] * 3 + ["shown"]
    with unit_of_work("test") as session:
        assert len(letters(session, "review-shown")) == 1
        assert session.get_one(Review, review.id).counts


@pytest.mark.race
def test_of_reports_at_once_no_more_pass_than_a_day_has(committed, monkeypatch):
    monkeypatch.setattr(
        report_module, "rulebook", lambda: replace(rulebook(), reports_a_day=2)
    )
    with unit_of_work("test") as session:
        reviews = [make_review(session, make_course(session)) for _ in range(6)]
        somebody = make_account(session)
    together, outcomes = threading.Barrier(6), []

    def tell(review):
        together.wait()
        try:
            with unit_of_work("test") as session:
                report(session, review, somebody)
            outcomes.append("told")
        except errors.TooManyReports:
            outcomes.append("refused")

    run(tell, reviews)

    assert sorted(outcomes) == ["refused"] * 4 + ["told"] * 2


def run(work, each):
    threads = [threading.Thread(target=work, args=(one,)) for one in each]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
