"""Replies that are reported, looked at, hidden, and objected about."""

import threading

import pytest
from sqlalchemy import select

from catalog.courses import Course
from catalog.reviews.errors import ReviewNotFound, TooManyReports
from catalog.reviews.models import ReviewReply
from catalog.reviews.moderation.models import ReplyReport
from catalog.reviews.moderation.queries import reply_cases, waiting_replies
from catalog.reviews.queries import own_review, reviews_for_provider, reviews_of
from catalog.reviews.replies import errors
from catalog.reviews.rulebook import rulebook
from catalog.reviews.services.moderate import decide_reply
from catalog.reviews.services.object import object_to_hidden_reply
from catalog.reviews.services.reply import write_reply
from catalog.reviews.services.report import report_reply
from core.audit import AuditEntry
from core.clock import now
from core.events.models import StoredEvent
from core.unit_of_work import unit_of_work
from partners.accounts import Account
from partners.conflicts.errors import StaffTied
from partners.organisations import Kind, Organisation
from partners.staff import Role
from tests.catalog.reviews.acting import run
from tests.factories import (
    letters,
    make_account,
    make_course,
    make_organisation,
    make_review,
    make_seat,
)
from tests.partners.browsing import browser_for, submit

RUDE = "Anda memang tidak berbakat."


@pytest.fixture
def review(session, course):
    """A review with a reply that insults its writer."""
    review = make_review(session, course, stars=2, comment="Terlalu cepat.")
    write(session, review)
    return review


def write(session, review, words=RUDE):
    provider = provider_of(session, review)
    by = make_account(session).id
    return write_reply(
        session,
        review_id=review.id,
        provider_id=provider.id,
        words=words,
        by=by,
        at=now(),
    )


def provider_of(session, review):
    course = session.get_one(Course, review.course_id)
    return session.get_one(Organisation, course.provider_id)


def report(session, review, account_id=None):
    return report_reply(
        session,
        review_id=review.id,
        account_id=account_id or review.participant_id,
        reason="offensive",
        note="",
        at=now(),
    )


def decide(session, review, because=None, by=None):
    return decide_reply(
        session,
        review_id=review.id,
        hide_because=because,
        note="Mohon sopan.",
        by=by or make_account(session).id,
        at=now(),
    )


def object_to(session, review, provider_id=None):
    return object_to_hidden_reply(
        session,
        review_id=review.id,
        provider_id=provider_id or provider_of(session, review).id,
        words="Itu bukan penghinaan.",
        by=make_account(session).id,
        at=now(),
    )


def the_reply(session, review):
    return session.get_one(ReviewReply, review.id, populate_existing=True)


def test_the_writer_too_reports_a_reply_once_and_nothing_is_hidden_by_it(
    session, review
):
    report(session, review)

    with pytest.raises(errors.ReplyReportedTwice):
        report(session, review)
    reply = the_reply(session, review)
    assert (reply.state, reply.waits_since is not None) == ("shown", True)
    [case] = reply_cases(session, session.execute(waiting_replies()).all())
    assert (case.reply, case.comment) == (RUDE, "Terlalu cepat.")
    assert [each.reason for each in case.reports] == ["offensive"]
    with pytest.raises(errors.ReplyNotFound):
        report(session, make_review(session, make_course(session)))


def test_reports_of_reviews_and_of_replies_count_together(session, course):
    account = make_account(session)
    for number in range(rulebook().reports_a_day):
        one = make_review(session, course, comment=f"Nilai {number}.")
        write(session, one)
        report(session, one, account.id)
    last = make_review(session, course, comment="Terakhir.")
    write(session, last)

    with pytest.raises(TooManyReports):
        report(session, last, account.id)


def test_a_hidden_reply_is_read_by_its_institution_alone_with_the_reason(
    session, course, review
):
    provider = provider_of(session, review)
    make_seat(session, provider, Role.CATALOGUE)
    report(session, review)

    decide(session, review, "offensive")

    session.flush()
    [shown] = session.execute(reviews_of(course.id))
    [own] = session.execute(reviews_for_provider(provider.id))
    hers = own_review(
        session, participant_id=review.participant_id, course_id=course.id
    )
    assert (shown.comment, shown.reply) == ("Terlalu cepat.", None)
    assert hers.reply is None
    assert (own.reply, own.reply_state) == (RUDE, "hidden")
    assert (own.reply_hidden_because, own.reply_hidden_note) == (
        "offensive",
        "Mohon sopan.",
    )
    assert session.scalars(select(ReplyReport.state)).one() == "upheld"
    [(_, _, body)] = letters(session, "review-reply-hidden")
    assert "Mohon sopan." in body
    assert f"/partner/{provider.code}/reviews" in body
    event = session.scalars(
        select(StoredEvent).where(StoredEvent.topic == "review.reply_decided")
    ).one()
    assert (event.data["state"], event.data["cause"]) == ("hidden", "offensive")
    audited = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "review_reply.hidden")
    ).one()
    assert audited.reason == "offensive"


def test_a_hidden_reply_is_not_rewritten_but_objected_to_once_and_shown_again(
    session, course, review
):
    decide(session, review, "offensive")
    with pytest.raises(errors.ReplyIsHidden):
        write(session, review, words="Lagi.")
    with pytest.raises(errors.ReplyDecided):
        decide(session, review, "offensive")

    object_to(session, review)
    with pytest.raises(errors.ReplyObjectedTwice):
        object_to(session, review)
    decide(session, review)

    session.flush()
    assert the_reply(session, review).waits_since is None
    assert [each.reply for each in session.execute(reviews_of(course.id))] == [RUDE]
    with pytest.raises(errors.ReplyNotHidden):
        object_to(session, review)
    write(session, review, words="Terima kasih.")


def test_nobody_decides_about_a_reply_of_her_own_institution(session, review):
    report(session, review)
    seat = make_seat(session, provider_of(session, review), Role.DELIVERY)

    with pytest.raises(StaffTied):
        decide(session, review, "offensive", by=seat.account_id)
    assert the_reply(session, review).state == "shown"


def test_another_institution_finds_no_reply_to_object_about(session, review):
    decide(session, review, "offensive")
    stranger = make_organisation(session, Kind.TRAINING_INSTITUTION)

    with pytest.raises(ReviewNotFound):
        object_to(session, review, stranger.id)


def test_on_pages_it_is_reported_hidden_and_objected_about(app, session, review):
    provider = provider_of(session, review)
    reader = make_account(session, locale="en")
    teacher = make_seat(session, provider, Role.CATALOGUE)
    helper = make_seat(session, make_organisation(session, Kind.OPERATOR), Role.SUPPORT)
    session.flush()

    def browser(account_id):
        account = session.get_one(Account, account_id)
        account.locale = "en"
        return browser_for(app, session, account)

    public = browser(reader.id)
    own, looks = browser(teacher.account_id), browser(helper.account_id)
    listed = public.get(f"/catalogue/{review.course_id}/reviews").text
    address = f"/reviews/{review.id}/reply/report"
    form = public.get(address).text
    sent = submit(public, address, reason="offensive", note="")
    waiting = looks.get("/operator/review-replies").text
    path = f"/operator/review-replies/{review.id}/decision"
    hidden = submit(looks, path, act="hide", hide_because="offensive", note="")
    mine = own.get(f"/partner/{provider.code}/reviews").text
    objection = f"/partner/{provider.code}/reviews/{review.id}/reply-objection"
    empty = submit(own, objection, words=" ")
    objected = submit(own, objection, words="Itu bukan penghinaan.")
    twice = submit(own, objection, words="Itu bukan penghinaan.")
    again = looks.get("/operator/review-replies").text

    assert address in listed
    assert RUDE in form
    assert (sent.status_code, hidden.status_code, empty.status_code) == (303, 303, 422)
    assert f'<p class="comment">{RUDE}</p>' in waiting
    assert "It insults somebody." in mine
    assert (objected.status_code, twice.status_code) == (303, 409)
    assert "Itu bukan penghinaan." in again
    assert RUDE not in public.get(f"/catalogue/{review.course_id}/reviews").text
    assert public.get(address).status_code == 404


@pytest.mark.race
def test_of_two_who_decide_about_a_reply_at_once_one_is_told_that_it_is_done(committed):
    with unit_of_work("test") as session:
        review = make_review(session, make_course(session))
        write(session, review)
        people = [make_account(session).id for _ in range(2)]
    together, outcomes = threading.Barrier(2), []

    def act(by):
        together.wait()
        try:
            with unit_of_work("test") as session:
                decide(session, review, "offensive", by=by)
            outcomes.append("hidden")
        except errors.ReplyDecided:
            outcomes.append("refused")

    run(act, people)

    assert sorted(outcomes) == ["hidden", "refused"]
