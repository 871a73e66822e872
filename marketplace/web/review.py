"""Reviewing a finished course."""

from uuid import UUID

from flask import flash, redirect, render_template
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from catalog.courses import Course
from core.clock import now
from core.unit_of_work import reading, unit_of_work
from marketplace.reviews.errors import CourseNotFinished
from marketplace.reviews.services.review_course import review_course
from marketplace.web.forms import ReviewForm
from marketplace.web.site import blueprint
from partners.accounts.web import for_people, signed_in_account
from partners.organisations import Organisation
from vouchers.vouchers import Voucher, VoucherStatus


@blueprint.get("/me/courses/<uuid:course_id>/review")
@for_people
def review(course_id: UUID) -> str:
    """Stars and a comment. Raises CourseNotFinished."""
    return _page(ReviewForm(), course_id)


@blueprint.post("/me/courses/<uuid:course_id>/review")
@for_people
def give(course_id: UUID) -> Response | tuple[str, int]:
    """Publish the review, once. Raises CourseNotFinished and ReviewTwice."""
    form = ReviewForm()
    if not form.validate():
        return _page(form, course_id), 422
    with unit_of_work("pages.review") as session:
        review_course(
            session,
            participant_id=signed_in_account().id,
            course_id=course_id,
            stars=int(form.stars.data),
            comment=(form.comment.data or "").replace("\0", "").strip(),
            at=now(),
        )
    flash(_("Thank you. Your review is published without your name."))
    return redirect("/me", 303)


def _page(form: ReviewForm, course_id: UUID) -> str:
    with reading("pages.review") as session:
        title, provider = _finished_course(session, course_id)
    return render_template(
        "pages/review.html", form=form, title=title, provider=provider
    )


def _finished_course(session: Session, course_id: UUID) -> tuple[str, str]:
    """Title and institution of a course that she finished, on sale or not any more."""
    row = session.execute(
        select(Course.title, Organisation.name)
        .join(Organisation, Organisation.id == Course.provider_id)
        .join(Voucher, Voucher.course_id == Course.id)
        .where(
            Course.id == course_id,
            Voucher.participant_id == signed_in_account().id,
            Voucher.status == VoucherStatus.COMPLETED,
        )
        .limit(1)
    ).one_or_none()
    if row is None:
        raise CourseNotFinished
    return row.title, row.name
