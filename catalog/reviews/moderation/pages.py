"""The operator's pages: the reviews and the replies that wait, and decisions about
them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from sqlalchemy import Select
from werkzeug.wrappers import Response

from catalog.reviews.moderation.queries import (
    REPLIES_IN_TURN,
    REVIEWS_IN_TURN,
    reply_cases,
    review_cases,
    waiting_replies,
    waiting_reviews,
)
from catalog.reviews.rulebook import rulebook
from catalog.reviews.schemas import LONGEST_NOTE
from catalog.reviews.services.moderate import decide_reply, decide_review
from core.clock import now
from core.text import Text
from core.unit_of_work import reading, unit_of_work
from openapi.forms import typed
from openapi.pagination import Key, paginate
from partners.accounts.web import PageBlueprint
from partners.staff.portal import Group, Section, add_section
from partners.staff.rules import Permission
from partners.staff.web import current_staff, for_operator

PAGE = 20
REVIEWS = "/operator/reviews"
REPLIES = "/operator/review-replies"

blueprint = PageBlueprint("moderation", __name__, template_folder="../../templates")

for path, label in (
    ("reviews", Text("Reviews to look at", "Ulasan untuk diperiksa")),
    ("review-replies", Text("Replies to look at", "Balasan untuk diperiksa")),
):
    add_section(
        Section(
            path,
            label,
            Permission.REVIEWS_MODERATE,
            operator=True,
            group=Group.COURSES,
        )
    )


@blueprint.get(REVIEWS)
@for_operator(Permission.REVIEWS_MODERATE)
def reviews() -> str:
    """The reviews at which somebody is to look, the longest waiting first."""
    return _page(
        "reviews/waiting.html", waiting_reviews(), REVIEWS_IN_TURN, review_cases
    )


@blueprint.get(REPLIES)
@for_operator(Permission.REVIEWS_MODERATE)
def replies() -> str:
    """The replies at which somebody is to look, the longest waiting first."""
    return _page(
        "reviews/replies.html", waiting_replies(), REPLIES_IN_TURN, reply_cases
    )


@blueprint.post(f"{REVIEWS}/<uuid:review_id>/decision")
@for_operator(Permission.REVIEWS_MODERATE)
def decide_about_review(review_id: UUID) -> Response:
    """Show a review, or hide it with a reason."""
    hidden = _decide(decide_review, review_id, rulebook().hide_reasons)
    if hidden is not None:
        flash(
            _("The review is hidden; its writer is told.")
            if hidden
            else _("The review is shown and counts.")
        )
    return redirect(REVIEWS, 303)


@blueprint.post(f"{REPLIES}/<uuid:review_id>/decision")
@for_operator(Permission.REVIEWS_MODERATE)
def decide_about_reply(review_id: UUID) -> Response:
    """Leave a reply shown, or hide it with a reason."""
    hidden = _decide(decide_reply, review_id, rulebook().reply_hide_reasons)
    if hidden is not None:
        flash(
            _("The reply is hidden; the institution is told.")
            if hidden
            else _("The reply is shown.")
        )
    return redirect(REPLIES, 303)


def _page(
    template: str,
    waiting: Select[*tuple[Any, ...]],
    turn: Sequence[Key],
    cases_of: Callable[..., Sequence[Any]],
) -> str:
    with reading("pages.moderation") as session:
        page = paginate(
            session,
            waiting,
            turn,
            limit=PAGE,
            cursor=request.args.get("cursor"),
            scalars=False,
        )
        cases = cases_of(session, page.items)
    return render_template(
        template,
        cases=cases,
        next_cursor=page.next_cursor,
        rules=rulebook(),
        most=LONGEST_NOTE,
    )


def _decide(
    decide: Callable[..., Any], review_id: UUID, reasons: Mapping[str, Text]
) -> bool | None:
    """Decide as the form says; whether it is hidden now, or None after having said that
    hiding needs a reason."""
    reason = request.form.get("hide_because") or None
    hides = request.form.get("act") == "hide"
    if hides and reason not in reasons:
        flash(_("Choose a reason for hiding it."))
        return None
    with unit_of_work("pages.moderate") as session:
        decide(
            session,
            review_id=review_id,
            hide_because=reason if hides else None,
            note=typed("note", most=LONGEST_NOTE),
            by=current_staff().seat.account_id,
            at=now(),
        )
    return hides
