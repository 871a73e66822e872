"""Reviews that are reported, looked at, hidden, and objected about."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from catalog.reviews import Review, errors
from catalog.reviews.moderation.models import ReviewReport
from catalog.reviews.rulebook import rulebook
from catalog.reviews.services import report as report_module
from core.audit import AuditEntry
from core.clock import now
from core.signing import issuer_of
from core.unit_of_work import unit_of_work
from partners.conflicts.errors import StaffTied
from partners.organisations import Organisation
from tests.catalog.reviews.acting import (
    PHONE,
    decide,
    edit,
    object_to,
    rating,
    report,
    run,
)
from tests.factories import (
    letters,
    make_account,
    make_course,
    make_review,
    make_seat,
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
