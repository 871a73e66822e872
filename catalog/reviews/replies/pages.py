"""The operator's page about replies, and the institution's objection."""

from uuid import UUID

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from catalog.reviews.replies.queries import (
    LONGEST_WAITING,
    reply_cases,
    waiting_replies,
)
from catalog.reviews.replies.services import decide_reply, object_to_hiding
from catalog.reviews.rulebook import rulebook
from catalog.reviews.schemas import LONGEST_NOTE, LONGEST_REPLY
from catalog.reviews.staff.pages import own_page
from core.clock import now
from core.errors import Refusal
from core.text import Text
from core.unit_of_work import reading, unit_of_work
from openapi.forms import typed
from openapi.pagination import paginate
from openapi.problems import status_of
from partners.accounts.web import PageBlueprint, in_words
from partners.staff.portal import Section, add_section
from partners.staff.rules import Permission
from partners.staff.web import current_staff, for_operator, for_staff

PAGE = 20
HOME = "/operator/review-replies"

blueprint = PageBlueprint("reply_pages", __name__, template_folder="../../templates")

add_section(
    Section(
        "review-replies",
        Text("Replies to look at", "Balasan untuk diperiksa"),
        Permission.REVIEWS_MODERATE,
        operator=True,
    )
)


@blueprint.get(HOME)
@for_operator(Permission.REVIEWS_MODERATE)
def waiting() -> str:
    """The replies at which somebody is to look, the longest waiting first."""
    with reading("pages.waiting_replies") as session:
        page = paginate(
            session,
            waiting_replies(),
            LONGEST_WAITING,
            limit=PAGE,
            cursor=request.args.get("cursor"),
            scalars=False,
        )
        cases = reply_cases(session, page.items)
    return render_template(
        "reviews/replies.html",
        cases=cases,
        next_cursor=page.next_cursor,
        rules=rulebook(),
        most=LONGEST_NOTE,
    )


@blueprint.post(f"{HOME}/<uuid:review_id>/decision")
@for_operator(Permission.REVIEWS_MODERATE)
def decide(review_id: UUID) -> Response:
    """Leave a reply shown, or hide it with a reason."""
    reason = request.form.get("hide_because") or None
    hides = request.form.get("act") == "hide"
    if hides and reason not in rulebook().reply_hide_reasons:
        flash(_("Choose a reason for hiding it."))
        return redirect(HOME, 303)
    with unit_of_work("pages.decide_reply") as session:
        decide_reply(
            session,
            review_id=review_id,
            hide_because=reason if hides else None,
            note=typed("note", most=LONGEST_NOTE),
            by=current_staff().seat.account_id,
            at=now(),
        )
    flash(
        _("The reply is hidden; the institution is told.")
        if hides
        else _("The reply is shown.")
    )
    return redirect(HOME, 303)


@blueprint.post("/partner/<code>/reviews/<uuid:review_id>/reply-objection")
@for_staff(Permission.CATALOGUE_WRITE)
def object_(review_id: UUID) -> Response | tuple[str, int]:
    """Object to the reply being hidden, once."""
    staff, words = current_staff(), typed("words", most=LONGEST_REPLY)
    if not words:
        return own_page(failed=review_id), 422
    try:
        with unit_of_work("pages.object_to_hiding") as session:
            object_to_hiding(
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
    flash(_("You have objected. Somebody looks at it."))
    return redirect(f"/partner/{staff.organisation.code}/reviews", 303)
