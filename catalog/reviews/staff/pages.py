"""The page of an institution's reviews: its replies, and its objections where one is
hidden."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from catalog.reviews.queries import Sort, keys_of, reviews_for_provider
from catalog.reviews.rulebook import rulebook
from catalog.reviews.schemas import LONGEST_REPLY
from catalog.reviews.services.object import object_to_hidden_reply
from catalog.reviews.services.reply import write_reply
from core.clock import now
from core.text import Text
from core.unit_of_work import reading
from openapi.forms import typed
from openapi.pagination import paginate
from partners.accounts.acting import carry_out
from partners.accounts.web import PageBlueprint, in_words
from partners.organisations import Kind
from partners.staff.portal import Group, Section, add_section
from partners.staff.rules import Permission
from partners.staff.web import current_staff, for_staff

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


@blueprint.get("/partner/<code>/reviews")
@for_staff(Permission.ORGANISATION_READ)
def own() -> str:
    """The reviews of the institution's courses, the newest first."""
    return _page()


@blueprint.post("/partner/<code>/reviews/<uuid:review_id>/reply")
@for_staff(Permission.CATALOGUE_WRITE)
def reply(review_id: UUID) -> Response | tuple[str, int]:
    """Answer a review, or change the answer."""
    return _say(write_reply, review_id, done=_("The reply is published."))


@blueprint.post("/partner/<code>/reviews/<uuid:review_id>/reply-objection")
@for_staff(Permission.CATALOGUE_WRITE)
def object_(review_id: UUID) -> Response | tuple[str, int]:
    """Object to the reply being hidden, once."""
    done = _("You have objected. Somebody looks at it.")
    return _say(object_to_hidden_reply, review_id, done=done)


def _say(
    service: Callable[..., Any], review_id: UUID, *, done: str
) -> Response | tuple[str, int]:
    """Say the words of the form, or show beside the review why they are not taken."""
    staff, words = current_staff(), typed("words", most=LONGEST_REPLY)
    if not words:
        return _page(failed=review_id), 422
    return carry_out(
        "pages.reviews",
        lambda session: service(
            session,
            review_id=review_id,
            provider_id=staff.organisation.id,
            words=words,
            by=staff.seat.account_id,
            at=now(),
        ),
        done=done,
        then=f"/partner/{staff.organisation.code}/reviews",
        again=lambda refusal: _page(
            failed=review_id, words=words, refusal=in_words(refusal)
        ),
    )


def _page(**shown: Any) -> str:
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
