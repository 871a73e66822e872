"""Access reviews on the wire."""

from typing import Any

import marshmallow as ma
from marshmallow.validate import Length, OneOf

from openapi.fields import Flag, Schema, Text, WholeNumber
from openapi.pagination import PageArgumentsSchema, page_schema
from partners.staff.reviews.rules import OWNERS_DECISIONS, Decision, ReviewState
from partners.staff.rules import Role
from partners.staff.schemas import ROLES


def _decision(**options: Any) -> Text:
    return Text(
        required=True,
        allow_none=True,
        validate=OneOf([*Decision]),
        metadata={
            "description": "What became of the seat; null while nobody decided. `gone`,"
            " `unconfirmed` and `ended_unused` are noted by the end of the review.",
            "example": "keep",
        },
        **options,
    )


class AccessReviewSchema(Schema):
    review_id = ma.fields.UUID(attribute="review.id", required=True)
    organisation_id = ma.fields.UUID(attribute="organisation.id", required=True)
    organisation_code = Text(
        attribute="organisation.code",
        required=True,
        metadata={"example": "kursus-maju"},
    )
    state = Text(
        attribute="review.state", required=True, validate=OneOf([*ReviewState])
    )
    opened_at = ma.fields.AwareDateTime(attribute="review.opened_at", required=True)
    due_at = ma.fields.AwareDateTime(attribute="review.due_at", required=True)
    lapses_at = ma.fields.AwareDateTime(
        attribute="review.lapses_at",
        required=True,
        metadata={"description": "When it ends undone unless it is completed."},
    )
    late = Flag(required=True)
    reminders = WholeNumber(attribute="review.reminders", required=True)
    closed_at = ma.fields.AwareDateTime(
        attribute="review.closed_at", required=True, allow_none=True
    )
    next_at = ma.fields.AwareDateTime(
        attribute="review.next_at",
        required=True,
        allow_none=True,
        metadata={"description": "When the next review opens; null while it is open."},
    )
    seats = WholeNumber(required=True)
    decided = WholeNumber(
        required=True,
        metadata={"description": "Of how many seats nobody has to say anything."},
    )


class ReviewedSeatSchema(Schema):
    """A seat in a review. Addresses are masked."""

    seat_id = ma.fields.UUID(attribute="item.seat_id", required=True)
    full_name = Text(
        attribute="colleague.full_name",
        required=True,
        metadata={"example": "Budi Santoso"},
    )
    email = Text(
        attribute="colleague.email",
        required=True,
        metadata={"example": "b•••@example.org"},
    )
    roles = ma.fields.List(
        ROLES,
        attribute="live.roles",
        required=True,
        metadata={"description": "Those that it has now, or had when it ended."},
    )
    roles_before = ma.fields.List(
        ROLES,
        attribute="item.roles",
        required=True,
        metadata={"description": "Those that it had when the review opened."},
    )
    last_signed_in_at = ma.fields.AwareDateTime(
        attribute="item.last_signed_in_at",
        required=True,
        allow_none=True,
        metadata={"description": "As of the opening of the review."},
    )
    unused = Flag(
        attribute="item.unused",
        required=True,
        metadata={"description": "She had not signed in for 90 days."},
    )
    decision = _decision(attribute="item.decision")
    decided_at = ma.fields.AwareDateTime(
        attribute="item.decided_at", required=True, allow_none=True
    )
    decided_by = Text(
        required=True, allow_none=True, metadata={"example": "Dewi Anggraini"}
    )


class SeatDecisionRequestSchema(Schema):
    decision = Text(
        required=True,
        validate=OneOf([*OWNERS_DECISIONS]),
        metadata={"example": "keep"},
    )
    roles = ma.fields.List(
        ROLES,
        load_default=list,
        validate=Length(max=len(Role)),
        metadata={
            "description": "To keep a seat, the roles that you confirm: those that it"
            " has. To change it, those that it gets.",
            "example": ["owner"],
        },
    )


class RecordedProgramSchema(Schema):
    client_id = Text(required=True)
    name = Text(required=True)
    scopes = ma.fields.List(Text(), required=True)
    last_used_at = Text(required=True, allow_none=True)
    secrets_since = ma.fields.List(Text(), required=True)


class RecordedSeatSchema(Schema):
    seat_id = Text(required=True)
    account_id = Text(required=True)
    full_name = Text(required=True, metadata={"example": "Budi Santoso"})
    email = Text(required=True, metadata={"example": "b•••@example.org"})
    roles_before = ma.fields.List(ROLES, required=True)
    last_signed_in_at = Text(required=True, allow_none=True)
    unused = Flag(required=True)
    decision = _decision()
    roles_after = ma.fields.List(ROLES, required=True, allow_none=True)
    decided_by = Text(required=True, allow_none=True)
    decided_at = Text(required=True, allow_none=True)


class AccessReviewRecordSchema(Schema):
    """All that a review says, to keep. Instants are in UTC."""

    review_id = Text(required=True)
    organisation_id = Text(required=True)
    organisation_code = Text(required=True, metadata={"example": "kursus-maju"})
    organisation = Text(required=True, metadata={"example": "Kursus Maju"})
    state = Text(required=True, validate=OneOf([*ReviewState]))
    rules_version = WholeNumber(required=True)
    opened_at = Text(required=True)
    due_at = Text(required=True)
    closed_at = Text(required=True, allow_none=True)
    closed_by = Text(required=True, allow_none=True)
    programs = ma.fields.List(
        ma.fields.Nested(RecordedProgramSchema), required=True, allow_none=True
    )
    seats = ma.fields.List(ma.fields.Nested(RecordedSeatSchema), required=True)
    sha256 = Text(
        required=True,
        allow_none=True,
        metadata={
            "description": "Of what the review said when it ended, without names; it"
            " stands in the audit trail too. Null while the review is open."
        },
    )
    unaltered = Flag(
        required=True,
        metadata={"description": "Whether what is stored still has that digest."},
    )


class AccessReviewQuerySchema(PageArgumentsSchema):
    state = Text(load_default=None, validate=OneOf([*ReviewState]))
    organisation_id = ma.fields.UUID(load_default=None)
    late = Text(
        load_default=None,
        validate=OneOf(["yes"]),
        metadata={"description": "`yes` shows open ones that should be answered."},
    )


AccessReviewPageSchema = page_schema(AccessReviewSchema, "AccessReviewPage")
ReviewedSeatPageSchema = page_schema(ReviewedSeatSchema, "ReviewedSeatPage")
