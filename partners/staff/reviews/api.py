"""Access reviews over the API: owners answer them, the operator's auditors read all."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response
from flask.views import MethodView
from sqlalchemy import Select
from sqlalchemy.orm import Session

from core.clock import now
from core.sheets import csv_lines
from core.unit_of_work import reading, unit_of_work
from openapi.blueprint import Blueprint
from openapi.downloads import as_csv
from openapi.pagination import (
    InvalidCursor,
    Key,
    Page,
    PageArgumentsSchema,
    paginate,
)
from partners.organisations.models import STOPPED, Organisation
from partners.staff.access import require_operator, require_staff
from partners.staff.errors import (
    LastOwner,
    OrganisationReadOnly,
    OwnRolesUpwards,
    RoleNotHere,
    SeatNotFound,
)
from partners.staff.report.reading import note_reading
from partners.staff.reviews import errors
from partners.staff.reviews.models import AccessReview, ReviewedSeat
from partners.staff.reviews.queries import (
    Progress,
    SeatInReview,
    find_review,
    reviews_with_organisations,
    seats_in,
    show_progress,
    show_seats,
)
from partners.staff.reviews.record import COLUMNS, lines_of, read_seats, record_of
from partners.staff.reviews.rules import Decision
from partners.staff.reviews.schemas import (
    AccessReviewPageSchema,
    AccessReviewQuerySchema,
    AccessReviewRecordSchema,
    AccessReviewSchema,
    ReviewedSeatPageSchema,
    ReviewedSeatSchema,
    SeatDecisionRequestSchema,
)
from partners.staff.reviews.services.close import complete
from partners.staff.reviews.services.decide import decide
from partners.staff.reviews.services.open import open_now
from partners.staff.rules import Permission
from partners.staff.web import current_staff

blueprint = Blueprint(
    "access-reviews",
    __name__,
    url_prefix="/v1",
    description="Owners confirm, from time to time, who may do what.",
)

OWN = "/organisations/<uuid:organisation_id>/access-reviews"
ONE = f"{OWN}/<uuid:review_id>"
OPERATORS = "/access-reviews"

NEWEST_FIRST = [Key(AccessReview.id, "id", descending=True)]
BY_DUE = [Key(AccessReview.due_at, "due_at"), Key(AccessReview.id, "id")]
BY_SEAT = [Key(ReviewedSeat.seat_id, "seat_id")]


@blueprint.route(OWN)
class OwnAccessReviews(MethodView):
    @require_staff(Permission.STAFF_MANAGE)
    @blueprint.arguments(PageArgumentsSchema, location="query")
    @blueprint.response(200, AccessReviewPageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, page: dict[str, Any], organisation_id: UUID) -> Page[Progress]:
        """List the access reviews of your organisation, the newest first."""
        query = reviews_with_organisations(organisation_id=organisation_id)
        with reading("access_reviews.own") as session:
            return page_of_reviews(session, query, NEWEST_FIRST, page)

    @require_staff(Permission.STAFF_MANAGE)
    @blueprint.response(201, AccessReviewSchema)
    @blueprint.refusals(errors.ReviewAlreadyOpen)
    def post(self, organisation_id: UUID) -> Progress:
        """Open an access review before its time. The other owners are told by mail."""
        staff = current_staff()
        with unit_of_work("access_reviews.open_now") as session:
            opened = open_now(
                session, staff.organisation, by=staff.seat.account_id, at=now()
            )
            return _progress(session, opened, staff.organisation)


@blueprint.route(ONE)
class OneAccessReview(MethodView):
    @require_staff(Permission.STAFF_MANAGE)
    @blueprint.response(200, AccessReviewSchema)
    @blueprint.refusals(errors.ReviewNotFound)
    def get(self, organisation_id: UUID, review_id: UUID) -> Progress:
        """Read how far a review has come."""
        with reading("access_reviews.one") as session:
            found = find_review(session, review_id, organisation_id=organisation_id)
            return _progress(session, *found)


@blueprint.route(f"{ONE}/seats")
class SeatsOfAccessReview(MethodView):
    @require_staff(Permission.STAFF_MANAGE)
    @blueprint.arguments(PageArgumentsSchema, location="query")
    @blueprint.response(200, ReviewedSeatPageSchema)
    @blueprint.refusals(InvalidCursor, errors.ReviewNotFound)
    def get(
        self, page: dict[str, Any], organisation_id: UUID, review_id: UUID
    ) -> Page[SeatInReview]:
        """List the seats in a review, with what was decided about each."""
        with unit_of_work("access_reviews.seats") as session:
            review, _ = find_review(session, review_id, organisation_id=organisation_id)
            found = page_of_seats(session, seats_in(review.id), page)
            note_reading(
                session,
                "review",
                organisation_id=organisation_id,
                at=now(),
                lines=len(found.items),
            )
            return found


@blueprint.route(f"{ONE}/seats/<uuid:seat_id>/decision")
class SeatDecision(MethodView):
    @require_staff(Permission.STAFF_MANAGE, while_stopped=True)
    @blueprint.arguments(SeatDecisionRequestSchema)
    @blueprint.response(200, ReviewedSeatSchema)
    @blueprint.refusals(
        errors.ReviewNotFound,
        errors.ReviewOver,
        errors.SeatAlreadyReviewed,
        errors.SeatChangedMeanwhile,
        errors.OwnSeatReview,
        LastOwner,
        OrganisationReadOnly,
        OwnRolesUpwards,
        RoleNotHere,
        SeatNotFound,
    )
    def post(
        self,
        body: dict[str, Any],
        organisation_id: UUID,
        review_id: UUID,
        seat_id: UUID,
    ) -> SeatInReview:
        """Keep a seat, change its roles, or end it: once, with effect at once.

        Nobody decides about her own seat while there is another owner. While the
        organisation is suspended, seats are kept or ended.
        """
        staff, decision = current_staff(), Decision(body["decision"])
        refuse_changes_while_stopped(staff.organisation, decision)
        with unit_of_work("access_reviews.decide") as session:
            item = decide(
                session,
                staff.organisation,
                review_id,
                seat_id,
                decision=decision,
                roles=body["roles"],
                by=staff.seat.account_id,
                at=now(),
            )
            rows = session.execute(
                seats_in(review_id).where(ReviewedSeat.id == item.id)
            ).all()
            return show_seats(session, rows)[0]


@blueprint.route(f"{ONE}/completion")
class AccessReviewCompletion(MethodView):
    @require_staff(Permission.STAFF_MANAGE, while_stopped=True)
    @blueprint.response(200, AccessReviewSchema)
    @blueprint.refusals(
        errors.ReviewNotFound, errors.ReviewOver, errors.ReviewNotFinished
    )
    def post(self, organisation_id: UUID, review_id: UUID) -> Progress:
        """Complete a review of which every seat is decided."""
        staff = current_staff()
        with unit_of_work("access_reviews.complete") as session:
            review = complete(
                session,
                staff.organisation,
                review_id,
                by=staff.seat.account_id,
                at=now(),
            )
            return _progress(session, review, staff.organisation)


@blueprint.route(f"{ONE}/record")
class OwnAccessReviewRecord(MethodView):
    @require_staff(Permission.STAFF_MANAGE)
    @blueprint.response(200, AccessReviewRecordSchema)
    @blueprint.refusals(errors.ReviewNotFound)
    def get(self, organisation_id: UUID, review_id: UUID) -> dict[str, Any]:
        """Read all that a review says: what an auditor asks for."""
        return record_document(review_id, organisation_id=organisation_id)


@blueprint.route(f"{ONE}/record.csv")
class OwnAccessReviewRecordFile(MethodView):
    @require_staff(Permission.STAFF_MANAGE)
    @blueprint.response(200, content_type="text/csv")
    @blueprint.refusals(errors.ReviewNotFound)
    def get(self, organisation_id: UUID, review_id: UUID) -> Response:
        """Download its seats as a file for spreadsheets: UTF-8, no cell a formula."""
        return record_file(review_id, organisation_id=organisation_id)


@blueprint.route(OPERATORS)
class AccessReviews(MethodView):
    @require_operator(Permission.AUDIT_READ)
    @blueprint.arguments(AccessReviewQuerySchema, location="query")
    @blueprint.response(200, AccessReviewPageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, query: dict[str, Any]) -> Page[Progress]:
        """List the access reviews of all organisations, those due first at the top."""
        wanted = reviews_with_organisations(
            organisation_id=query.pop("organisation_id"),
            state=query.pop("state"),
            late_at=now() if query.pop("late") else None,
        )
        with reading("access_reviews.list") as session:
            return page_of_reviews(session, wanted, BY_DUE, query)


@blueprint.route(f"{OPERATORS}/<uuid:review_id>/record")
class AccessReviewRecord(MethodView):
    @require_operator(Permission.AUDIT_READ)
    @blueprint.response(200, AccessReviewRecordSchema)
    @blueprint.refusals(errors.ReviewNotFound)
    def get(self, review_id: UUID) -> dict[str, Any]:
        """Read all that a review of any organisation says."""
        return record_document(review_id)


@blueprint.route(f"{OPERATORS}/<uuid:review_id>/record.csv")
class AccessReviewRecordFile(MethodView):
    @require_operator(Permission.AUDIT_READ)
    @blueprint.response(200, content_type="text/csv")
    @blueprint.refusals(errors.ReviewNotFound)
    def get(self, review_id: UUID) -> Response:
        """Download its seats as a file for spreadsheets: UTF-8, no cell a formula."""
        return record_file(review_id)


def refuse_changes_while_stopped(
    organisation: Organisation, decision: Decision
) -> None:
    """Nobody gets a role at an organisation that is stopped; seats may be kept or
    ended. Raises OrganisationReadOnly."""
    if decision is Decision.CHANGE and organisation.standing in STOPPED:
        raise OrganisationReadOnly(standing=organisation.standing)


def page_of_reviews(
    session: Session,
    query: Select[*tuple[Any, ...]],
    keys: list[Key],
    page: Mapping[str, Any],
) -> Page[Progress]:
    """One page of reviews with how far each has come."""
    found = paginate(session, query, keys, **page, scalars=False)
    return Page(show_progress(session, found.items, at=now()), found.next_cursor)


def page_of_seats(
    session: Session, query: Select[*tuple[Any, ...]], page: Mapping[str, Any]
) -> Page[SeatInReview]:
    """One page of the seats in a review."""
    found = paginate(session, query, BY_SEAT, **page, scalars=False)
    return Page(show_seats(session, found.items), found.next_cursor)


def record_document(
    review_id: UUID, *, organisation_id: UUID | None = None
) -> dict[str, Any]:
    """The record of a review, of one organisation or of any; reading it is noted."""
    with unit_of_work("access_reviews.record") as session:
        review, organisation, seats = _recorded(session, review_id, organisation_id)
        return record_of(session, review, organisation, seats)


def record_file(review_id: UUID, *, organisation_id: UUID | None = None) -> Response:
    """The seats of a record as a file; reading it is noted."""
    with unit_of_work("access_reviews.record_file") as session:
        found = _recorded(session, review_id, organisation_id)
    day = f"{found[0].closed_at or found[0].opened_at:%Y-%m-%d}"
    return as_csv(csv_lines(COLUMNS, lines_of(*found)), f"access-review-{day}.csv")


def _recorded(
    session: Session, review_id: UUID, organisation_id: UUID | None
) -> tuple[AccessReview, Organisation, list[SeatInReview]]:
    review, organisation = find_review(
        session, review_id, organisation_id=organisation_id
    )
    seats = read_seats(session, review)
    note_reading(
        session,
        "record",
        organisation_id=organisation.id,
        at=now(),
        lines=len(seats),
    )
    return review, organisation, seats


def _progress(
    session: Session, review: AccessReview, organisation: Organisation
) -> Progress:
    return show_progress(session, [(review, organisation)], at=now())[0]
