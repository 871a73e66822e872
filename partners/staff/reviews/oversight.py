"""/operator/access/reviews: which organisations are late, and every record."""

from uuid import UUID

from flask import Response, jsonify, render_template, request

from core.clock import now
from core.unit_of_work import reading
from partners.staff.pages import blueprint
from partners.staff.reviews.api import (
    BY_DUE,
    page_of_reviews,
    record_document,
    record_file,
)
from partners.staff.reviews.queries import reviews_with_organisations
from partners.staff.reviews.rules import ReviewState
from partners.staff.rules import Permission
from partners.staff.web import for_operator

PAGE = "/operator/access/reviews"
SHOWN = 20
LATE = "late"


@blueprint.get(PAGE)
@for_operator(Permission.AUDIT_READ)
def all_access_reviews() -> str:
    """Reviews by their state, those due first at the top; the late ones unless asked
    otherwise."""
    state = request.args.get("state", LATE)
    state = state if state in {*ReviewState} else LATE
    with reading("pages.all_access_reviews") as session:
        page = page_of_reviews(
            session,
            reviews_with_organisations(
                state=None if state == LATE else state,
                late_at=now() if state == LATE else None,
            ),
            BY_DUE,
            {"limit": SHOWN, "cursor": request.args.get("cursor") or None},
        )
    return render_template(
        "staff/all_reviews.html",
        page=page,
        state=state,
        states=[*ReviewState],
        late=LATE,
    )


@blueprint.get(f"{PAGE}/<uuid:review_id>/record.json")
@for_operator(Permission.AUDIT_READ)
def any_review_record(review_id: UUID) -> Response:
    """The whole record of any organisation's review."""
    answer = jsonify(record_document(review_id))
    answer.headers.set(
        "Content-Disposition", "attachment", filename="access-review.json"
    )
    return answer


@blueprint.get(f"{PAGE}/<uuid:review_id>/record.csv")
@for_operator(Permission.AUDIT_READ)
def any_review_record_file(review_id: UUID) -> Response:
    """The seats of it, for a spreadsheet."""
    return record_file(review_id)
