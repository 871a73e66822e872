"""/partner/<code>/staff/reviews: owners answer access reviews, and find old ones."""

from uuid import UUID

from flask import Response, flash, jsonify, redirect, render_template, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from core.clock import now
from core.errors import Refusal
from core.unit_of_work import reading, unit_of_work
from openapi.pagination import Page as Paged
from openapi.problems import status_of
from partners.accounts.web import in_words
from partners.staff.errors import RoleNotHere
from partners.staff.forms import role_choices
from partners.staff.pages import blueprint, role_names
from partners.staff.report.reading import note_reading
from partners.staff.reviews.api import (
    NEWEST_FIRST,
    page_of_reviews,
    page_of_seats,
    record_document,
    record_file,
    refuse_changes_while_stopped,
)
from partners.staff.reviews.queries import (
    SeatInReview,
    find_review,
    reviews_with_organisations,
    seats_in,
    settled,
    show_progress,
    undecided,
)
from partners.staff.reviews.rulebook import rulebook
from partners.staff.reviews.rules import OWNERS_DECISIONS, Decision, ReviewState
from partners.staff.reviews.services.close import complete
from partners.staff.reviews.services.decide import decide
from partners.staff.reviews.services.open import open_now
from partners.staff.rules import Permission
from partners.staff.services.seats import has_another_owner
from partners.staff.web import current_staff, for_staff

PAGE = "/partner/<code>/staff/reviews"
ONE = f"{PAGE}/<uuid:review_id>"
SHOWN = 20

Page = AnyResponse | str | tuple[str, int]


@blueprint.get(PAGE)
@for_staff(Permission.STAFF_MANAGE)
def access_reviews() -> str:
    """The review that is open, and those that are over."""
    return _list_page()


@blueprint.post(PAGE)
@for_staff(Permission.STAFF_MANAGE)
def open_access_review() -> Page:
    """Open a review before its time."""
    staff = current_staff()
    try:
        with unit_of_work("pages.open_access_review") as session:
            opened = open_now(
                session, staff.organisation, by=staff.seat.account_id, at=now()
            )
    except Refusal as refusal:
        return _list_page(refusal), status_of(type(refusal))
    flash(_("The review is open."))
    return redirect(f"{_base()}/{opened.id}", 303)


@blueprint.get(ONE)
@for_staff(Permission.STAFF_MANAGE)
def access_review(review_id: UUID) -> str:
    """Each seat with what can be said of it; after its end, what was said."""
    return _page(review_id)


@blueprint.get(f"{ONE}/seats/<uuid:seat_id>")
@blueprint.get(f"{ONE}/completion")
@for_staff(Permission.STAFF_MANAGE)
def after_deciding(review_id: UUID, seat_id: UUID | None = None) -> AnyResponse:
    """Where a reader comes who chooses a language on the page that answered a form."""
    return _back(review_id)


@blueprint.post(f"{ONE}/seats/<uuid:seat_id>")
@for_staff(Permission.STAFF_MANAGE, while_stopped=True)
def decide_seat(review_id: UUID, seat_id: UUID) -> Page:
    """Keep a seat, change its roles, or end it."""
    wanted, staff = request.form.get("decision"), current_staff()
    if wanted not in OWNERS_DECISIONS:
        return _back(review_id)
    decision = Decision(wanted)
    try:
        refuse_changes_while_stopped(staff.organisation, decision)
        with unit_of_work("pages.decide_seat") as session:
            decide(
                session,
                staff.organisation,
                review_id,
                seat_id,
                decision=decision,
                roles=_known_roles(),
                by=staff.seat.account_id,
                at=now(),
            )
    except Refusal as refusal:
        return _page(review_id, refusal), status_of(type(refusal))
    flash(_("It is decided."))
    return _back(review_id)


@blueprint.post(f"{ONE}/completion")
@for_staff(Permission.STAFF_MANAGE, while_stopped=True)
def complete_review(review_id: UUID) -> Page:
    """Complete the review; its record stays."""
    staff = current_staff()
    try:
        with unit_of_work("pages.complete_review") as session:
            complete(
                session,
                staff.organisation,
                review_id,
                by=staff.seat.account_id,
                at=now(),
            )
    except Refusal as refusal:
        return _page(review_id, refusal), status_of(type(refusal))
    flash(_("The review is completed. Its record stays here."))
    return _back(review_id)


@blueprint.get(f"{ONE}/record.json")
@for_staff(Permission.STAFF_MANAGE)
def review_record(review_id: UUID) -> Response:
    """The whole record, for whoever audits the organisation."""
    organisation = current_staff().organisation
    answer = jsonify(record_document(review_id, organisation_id=organisation.id))
    answer.headers.set(
        "Content-Disposition", "attachment", filename="access-review.json"
    )
    return answer


@blueprint.get(f"{ONE}/record.csv")
@for_staff(Permission.STAFF_MANAGE)
def review_record_file(review_id: UUID) -> Response:
    """The seats of the record, for a spreadsheet."""
    organisation = current_staff().organisation
    return record_file(review_id, organisation_id=organisation.id)


def _known_roles() -> list[str]:
    """The roles that were ticked or are confirmed; raises RoleNotHere."""
    roles = request.form.getlist("roles")
    offered = role_choices(current_staff().organisation.kinds)
    unknown = [role for role in roles if role not in offered]
    if unknown:
        raise RoleNotHere(role="")
    return roles


def _list_page(refusal: Refusal | None = None) -> str:
    organisation = current_staff().organisation
    with reading("pages.access_reviews") as session:
        page = page_of_reviews(
            session,
            reviews_with_organisations(organisation_id=organisation.id),
            NEWEST_FIRST,
            {"limit": SHOWN, "cursor": request.args.get("cursor") or None},
        )
    states = [progress.review.state for progress in page.items]
    return render_template(
        "staff/reviews.html",
        organisation=organisation,
        base=_base(),
        page=page,
        one_is_open=ReviewState.OPEN in states,
        every=rulebook().every(organisation.kinds).days,
        refusal=in_words(refusal) if refusal else None,
    )


def _page(review_id: UUID, refusal: Refusal | None = None) -> str:
    staff = current_staff()
    with unit_of_work("pages.access_review") as session:
        found = find_review(session, review_id, organisation_id=staff.organisation.id)
        progress = show_progress(session, [found], at=now())[0]
        waiting, done = _seats(session, review_id)
        own_waits = has_another_owner(session, staff.seat)
    return render_template(
        "staff/review.html",
        organisation=staff.organisation,
        base=_base(),
        progress=progress,
        review=progress.review,
        waiting=waiting,
        done=done,
        own_seat=staff.seat,
        own_waits=own_waits,
        role_names=role_names,
        roles=role_choices(staff.organisation.kinds),
        unused_days=rulebook().unused.days,
        end_unused_days=rulebook().end_unused.days,
        refusal=in_words(refusal) if refusal else None,
    )


def _seats(
    session: Session, review_id: UUID
) -> tuple[Paged[SeatInReview], Paged[SeatInReview]]:
    """A page of the seats that wait, and one of those that are decided."""
    every = seats_in(review_id)
    waiting = page_of_seats(session, undecided(every), {"limit": SHOWN, "cursor": None})
    done = page_of_seats(
        session,
        settled(every),
        {"limit": SHOWN, "cursor": request.args.get("cursor") or None},
    )
    note_reading(
        session,
        "review",
        organisation_id=current_staff().organisation.id,
        at=now(),
        lines=len(waiting.items) + len(done.items),
    )
    return waiting, done


def _base() -> str:
    return f"/partner/{current_staff().organisation.code}/staff/reviews"


def _back(review_id: UUID) -> AnyResponse:
    return redirect(f"{_base()}/{review_id}", 303)
