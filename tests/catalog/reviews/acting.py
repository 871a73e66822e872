"""What people do with reviews, as the tests of reviews have them do it."""

import threading

from catalog.reviews import CourseRating
from catalog.reviews.services.edit import edit_review
from catalog.reviews.services.moderate import decide_review
from catalog.reviews.services.object import object_to_hidden_review
from catalog.reviews.services.report import report_review
from core.clock import now
from tests.factories import (
    make_account,
)

PHONE = "Hubungi saya di 0812 3456 7890"


def rating(session, course):
    session.flush()
    return session.get(CourseRating, course.id, populate_existing=True)


def edit(session, review, **changes):
    values = {"stars": 2, "comment": "Terlalu cepat.", "at": now()} | changes
    return edit_review(
        session,
        participant_id=review.participant_id,
        course_id=review.course_id,
        **values,
    )


def decide(session, review, reason=None, **changes):
    values = {"note": "", "by": make_account(session).id, "at": now()}
    return decide_review(
        session, review_id=review.id, hide_because=reason, **(values | changes)
    )


def report(session, review, account=None, at=None):
    return report_review(
        session,
        review_id=review.id,
        account_id=(account or make_account(session)).id,
        reason="offensive",
        note="",
        at=at or now(),
    )


def object_to(session, review):
    return object_to_hidden_review(
        session,
        participant_id=review.participant_id,
        course_id=review.course_id,
        words="Saya jujur.",
        at=now(),
    )


def run(work, each):
    threads = [threading.Thread(target=work, args=(one,)) for one in each]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
