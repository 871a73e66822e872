"""Pages for staff: an institution's reviews with its replies, and the operator's
list of what somebody is to look at."""

from typing import Any
from uuid import UUID

from flask import current_app, flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from catalog.reviews.queries import (
    Sort,
    cases_of,
    keys_of,
    reviews_for_provider,
    waiting_reviews,
)
from catalog.reviews.rulebook import rulebook
from catalog.reviews.schemas import LONGEST_NOTE, LONGEST_REPLY
from catalog.reviews.services.moderate import decide_review
from catalog.reviews.services.reply import write_reply
from catalog.reviews.staff.api import LONGEST_WAITING
from core.clock import now
from core.errors import Refusal
from core.text import Text
from core.unit_of_work import reading, unit_of_work
from openapi.forms import typed
from openapi.pagination import paginate
from openapi.problems import status_of
from partners.accounts.web import PageBlueprint, in_words
from partners.organisations import Kind
from partners.staff.portal import Group, Section, add_section
from partners.staff.rules import Permission
from partners.staff.web import current_staff, for_operator, for_staff

PAGE = 20

blueprint = PageBlueprint("reviews_pages", __name__, template_folder="../../templates")

add_section(
    Section(
        "reviews",
        Text("Reviews", "Ulasan"),
        Permission.ORGANISATION_READ,
        kinds=frozenset({Kind.TRAINING_INSTITUTION}),
        group=Group.COURSES,
    )
)
add_section(
    Section(
        "reviews",
        Text("Reviews to look at", "Ulasan untuk diperiksa"),
        Permission.REVIEWS_MODERATE,
        operator=True,
        group=Group.COURSES,
    )
)


@blueprint.get("/partner/<code>/reviews")
@for_staff(Permission.ORGANISATION_READ)
def own() -> str:
    """The reviews of the institution's courses, the newest first."""
    return own_page()


@blueprint.post("/partner/<code>/reviews/<uuid:review_id>/reply")
@for_staff(Permission.CATALOGUE_WRITE)
def reply(review_id: UUID) -> Response | tuple[str, int]:
    """Answer a review, or change the answer."""
    staff, words = current_staff(), typed("words", most=LONGEST_REPLY)
    if not words:
        return own_page(failed=review_id), 422
    try:
        with unit_of_work("pages.reply_to_review") as session:
            write_reply(
                session,
                review_id=review_id,
                provider_id=staff.organisation.id,
                words=words,
                by=staff.seat.account_id,
                at=now(),
            )
    except Refusal as refusal:
        page = own_page(failed=review_id, words=words, refusal=in_words(refusal))
        return page, status_of(type(refusal))
    flash(_("The reply is published."))
    return redirect(f"/partner/{staff.organisation.code}/reviews", 303)


@blueprint.get("/operator/reviews")
@for_operator(Permission.REVIEWS_MODERATE)
def waiting() -> str:
    """The reviews at which somebody is to look, the longest waiting first."""
    with reading("pages.waiting_reviews") as session:
        page = paginate(
            session,
            waiting_reviews(),
            LONGEST_WAITING,
            limit=PAGE,
            cursor=request.args.get("cursor"),
            scalars=False,
        )
        cases = cases_of(session, page.items)
    return render_template(
        "reviews/waiting.html",
        cases=cases,
        next_cursor=page.next_cursor,
        rules=rulebook(),
        most=LONGEST_NOTE,
    )


@blueprint.post("/operator/reviews/<uuid:review_id>/decision")
@for_operator(Permission.REVIEWS_MODERATE)
def decide(review_id: UUID) -> Response:
    """Show a review, or hide it with a reason."""
    reason = request.form.get("hide_because") or None
    hides = request.form.get("act") == "hide"
    if hides and reason not in rulebook().hide_reasons:
        flash(_("Choose a reason for hiding it."))
        return redirect("/operator/reviews", 303)
    with unit_of_work("pages.decide_review") as session:
        decide_review(
            session,
            review_id=review_id,
            hide_because=reason if hides else None,
            note=typed("note", most=LONGEST_NOTE),
            by=current_staff().seat.account_id,
            site=current_app.extensions["settings"].public_url,
            at=now(),
        )
    flash(
        _("The review is hidden; its writer is told.")
        if hides
        else _("The review is shown and counts.")
    )
    return redirect("/operator/reviews", 303)


def own_page(**shown: Any) -> str:
    """The institution's reviews, with what went wrong at one of them."""
    staff = current_staff()
    with reading("pages.own_reviews") as session:
        page = paginate(
            session,
            reviews_for_provider(staff.organisation.id),
            keys_of(Sort.NEWEST),
            limit=PAGE,
            cursor=request.args.get("cursor"),
            scalars=False,
        )
    return render_template(
        "reviews/own.html",
        organisation=staff.organisation,
        page=page,
        may_reply=Permission.CATALOGUE_WRITE in staff.permissions,
        most=LONGEST_REPLY,
        reasons=rulebook().reply_hide_reasons,
        **{"failed": None, "words": "", "refusal": None, **shown},
    )
