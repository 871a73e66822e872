"""Reviewing a finished course, changing the review, and objecting when it is hidden."""

from typing import Any
from uuid import UUID

from flask import current_app, flash, redirect, render_template, request
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from catalog.courses import Course
from catalog.reviews.models import ReviewState, ShownAs
from catalog.reviews.queries import OwnReview, own_review
from catalog.reviews.rulebook import rulebook
from catalog.reviews.schemas import LONGEST_REPLY
from catalog.reviews.services.edit import edit_review
from catalog.reviews.services.object import object_to_hidden_review
from core.clock import now
from core.unit_of_work import reading, unit_of_work
from marketplace.reviews.errors import CourseNotFinished
from marketplace.reviews.services.review_course import Opinion, review_course
from marketplace.web.forms import COMMENT_LETTERS, ReviewForm, ReviewObjectionForm
from marketplace.web.site import blueprint
from openapi.forms import cleaned
from partners.accounts.web import for_people, signed_in_account
from partners.organisations import Organisation
from vouchers.vouchers import Voucher, VoucherStatus


@blueprint.get("/me/courses/<uuid:course_id>/review")
@for_people
def review(course_id: UUID) -> str:
    """Stars and a comment, or the review that there is. Raises CourseNotFinished."""
    return _page(course_id)


@blueprint.post("/me/courses/<uuid:course_id>/review")
@for_people
def give(course_id: UUID) -> Response | tuple[str, int]:
    """Publish the review, once. Raises CourseNotFinished and ReviewTwice."""
    form = ReviewForm()
    if not form.validate():
        return _page(course_id, form=form), 422
    with unit_of_work("pages.review") as session:
        given = review_course(
            session,
            participant_id=signed_in_account().id,
            course_id=course_id,
            opinion=Opinion(**_said(form)),
            address=request.remote_addr or "",
            at=now(),
            zone=current_app.extensions["settings"].zone,
        )
    flash(
        _("Thank you. Somebody looks at your words before others read them.")
        if given.state == ReviewState.HELD
        else _("Thank you. Your review is published without your name.")
    )
    return redirect("/me", 303)


@blueprint.post("/me/courses/<uuid:course_id>/review/change")
@for_people
def change(course_id: UUID) -> Response | tuple[str, int]:
    """Say it otherwise. Raises ReviewNotFound, ReviewEditTooLate, ReviewIsHidden."""
    form = ReviewForm()
    if not form.validate():
        return _page(course_id, form=form), 422
    with unit_of_work("pages.edit_review") as session:
        edit_review(
            session,
            participant_id=signed_in_account().id,
            course_id=course_id,
            **_said(form),
            at=now(),
        )
    flash(_("Your review is changed."))
    return redirect(f"/me/courses/{course_id}/review", 303)


@blueprint.post("/me/courses/<uuid:course_id>/review/objection")
@for_people
def objection(course_id: UUID) -> Response | tuple[str, int]:
    """Object to the review being hidden, once."""
    form = ReviewObjectionForm()
    if not form.validate():
        return _page(course_id, objection=form), 422
    with unit_of_work("pages.object_to_hidden_review") as session:
        object_to_hidden_review(
            session,
            participant_id=signed_in_account().id,
            course_id=course_id,
            words=cleaned(form.words.data or "", most=LONGEST_REPLY),
            at=now(),
        )
    flash(_("Somebody looks at your review once more, and writes to you."))
    return redirect(f"/me/courses/{course_id}/review", 303)


def _said(form: ReviewForm) -> dict[str, Any]:
    return {
        "stars": int(form.stars.data),
        "comment": cleaned(form.comment.data or "", most=COMMENT_LETTERS),
        "shown_as": ShownAs(form.shown_as.data),
    }


def _page(
    course_id: UUID,
    *,
    form: ReviewForm | None = None,
    objection: ReviewObjectionForm | None = None,
) -> str:
    with reading("pages.review") as session:
        title, provider = _finished_course(session, course_id)
        own = own_review(
            session, participant_id=signed_in_account().id, course_id=course_id
        )
    rules = rulebook()
    return render_template(
        "pages/review.html",
        form=form or ReviewForm(formdata=None, data=_as_given(own)),
        objection=objection or ReviewObjectionForm(formdata=None),
        title=title,
        provider=provider,
        own=own,
        address=f"/me/courses/{course_id}/review",
        days=rules.edit_for.days,
        reasons=rules.hide_reasons,
        may_change=own is None
        or (
            own.review.state != ReviewState.HIDDEN
            and now() < own.review.created_at + rules.edit_for
        ),
    )


def _as_given(own: OwnReview | None) -> dict[str, str]:
    if own is None:
        return {}
    return {
        "stars": str(own.review.stars),
        "comment": own.review.comment,
        "shown_as": ShownAs.INITIALS if own.review.initials else ShownAs.ANONYMOUS,
    }


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
