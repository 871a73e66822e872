"""All reviews of a course, and saying that one should not be there."""

from uuid import UUID

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from catalog.courses.errors import CourseNotFound
from catalog.courses.queries import known_course
from catalog.reviews.errors import ReviewNotFound
from catalog.reviews.models import ReplyState, Review, ReviewReply, ReviewState
from catalog.reviews.queries import Sort, keys_of, rating_of, reviews_of
from catalog.reviews.replies.errors import ReplyNotFound
from catalog.reviews.schemas import LONGEST_NOTE
from catalog.reviews.services.report import report_reply, report_review
from core.clock import now
from core.unit_of_work import reading, unit_of_work
from marketplace.web.forms import ReviewReportForm
from marketplace.web.site import PageNotFound, blueprint
from openapi.forms import cleaned
from openapi.pagination import paginate
from openapi.security import public
from partners.accounts.web import for_people, signed_in_account

WHY_PUBLIC = "Anyone may read what participants say about a course."
PAGE = 20


@blueprint.get("/catalogue/<uuid:course_id>/reviews")
@public(WHY_PUBLIC)
def course_reviews(course_id: UUID) -> str:
    """The reviews of a course, newest, highest or lowest first; a choice that is none
    of ours counts as not made. Raises InvalidCursor."""
    sort = request.args.get("sort", "")
    sort = sort if sort in list(Sort) else Sort.NEWEST
    wanted = request.args.get("stars", "")
    stars = int(wanted) if wanted in {"1", "2", "3", "4", "5"} else None
    with reading("pages.course_reviews") as session:
        try:
            course = known_course(session, course_id)
        except CourseNotFound as refusal:
            raise PageNotFound from refusal
        rating = rating_of(session, course_id)
        page = paginate(
            session,
            reviews_of(course_id, stars=stars),
            keys_of(sort),
            limit=PAGE,
            cursor=request.args.get("cursor"),
            scalars=False,
        )
    return render_template(
        "pages/course_reviews.html",
        course=course,
        rating=rating,
        page=page,
        sort=sort,
        stars=stars,
        sorts=list(Sort),
    )


@blueprint.get("/reviews/<uuid:review_id>/report")
@for_people
def report(review_id: UUID) -> str:
    """The form to report a review. Raises ReviewNotFound."""
    return _report_page(ReviewReportForm(), review_id)


@blueprint.post("/reviews/<uuid:review_id>/report")
@for_people
def send_report(review_id: UUID) -> Response | tuple[str, int]:
    """Put the review before the operator, once a person."""
    form = ReviewReportForm()
    if not form.validate():
        return _report_page(form, review_id), 422
    with unit_of_work("pages.report_review") as session:
        report_review(
            session,
            review_id=review_id,
            account_id=signed_in_account().id,
            reason=form.reason.data,
            note=cleaned(form.note.data or "", most=LONGEST_NOTE),
            at=now(),
        )
        course_id = session.get_one(Review, review_id).course_id
    flash(_("Thank you. Somebody looks at the review."))
    return redirect(f"/catalogue/{course_id}/reviews", 303)


@blueprint.get("/reviews/<uuid:review_id>/reply/report")
@for_people
def reply_report(review_id: UUID) -> str:
    """The form to report a reply. Raises ReviewNotFound or ReplyNotFound."""
    return _report_page(ReviewReportForm(), review_id, of_reply=True)


@blueprint.post("/reviews/<uuid:review_id>/reply/report")
@for_people
def send_reply_report(review_id: UUID) -> Response | tuple[str, int]:
    """Put the institution's reply before the operator, once a person."""
    form = ReviewReportForm()
    if not form.validate():
        return _report_page(form, review_id, of_reply=True), 422
    with unit_of_work("pages.report_reply") as session:
        report_reply(
            session,
            review_id=review_id,
            account_id=signed_in_account().id,
            reason=form.reason.data,
            note=cleaned(form.note.data or "", most=LONGEST_NOTE),
            at=now(),
        )
        course_id = session.get_one(Review, review_id).course_id
    flash(_("Thank you. Somebody looks at the reply."))
    return redirect(f"/catalogue/{course_id}/reviews", 303)


def _report_page(
    form: ReviewReportForm, review_id: UUID, *, of_reply: bool = False
) -> str:
    with reading("pages.report_review") as session:
        review = session.scalar(
            select(Review).where(
                Review.id == review_id, Review.state == ReviewState.SHOWN
            )
        )
        reply = session.get(ReviewReply, review_id) if of_reply else None
    if review is None:
        raise ReviewNotFound
    if of_reply and (reply is None or reply.state != ReplyState.SHOWN):
        raise ReplyNotFound
    return render_template(
        "pages/review_report.html", form=form, review=review, reply=reply
    )
