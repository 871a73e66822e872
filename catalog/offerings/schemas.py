"""The wire of proposals and offerings."""

import marshmallow as ma
from marshmallow.validate import Length, OneOf, Regexp

from catalog.courses.models import CourseStatus, LeavingBy
from catalog.offerings.models import ProposalState
from openapi.fields import AmountField, Schema, Text, WholeNumber
from openapi.pagination import PageArgumentsSchema, page_schema


class ProposalRequestSchema(Schema):
    """What you ask of a platform."""

    platform = Text(
        required=True,
        validate=Regexp(
            r"^[a-z0-9][a-z0-9-]{0,99}\Z",
            error="Write a platform's code: small letters, digits and hyphens.",
        ),
        metadata={"description": "Its code.", "example": "pintar"},
    )
    price = AmountField(
        required=True, metadata={"description": "What a buyer pays; 0 is free."}
    )
    commission_bps = WholeNumber(
        required=True,
        maximum=10_000,
        metadata={
            "description": "The platform's share of the price in basis points.",
            "example": 1000,
        },
    )
    note = Text(
        load_default="",
        validate=Length(max=1_000),
        metadata={"description": "For the people of the platform."},
    )


class ProposalSchema(Schema):
    """A proposal of an institution to a platform."""

    id = ma.fields.UUID(required=True)
    course_id = ma.fields.UUID(required=True)
    course = Text(required=True, metadata={"description": "The course's code."})
    course_title = Text(required=True)
    course_status = Text(required=True, validate=OneOf([*CourseStatus]))
    institution = Text(required=True, metadata={"description": "Its code."})
    institution_name = Text(required=True)
    platform = Text(required=True, metadata={"description": "Its code."})
    platform_name = Text(required=True)
    price = AmountField(required=True)
    commission_bps = WholeNumber(required=True, metadata={"example": 1000})
    listed_price = AmountField(
        required=True,
        allow_none=True,
        metadata={"description": "What is agreed now; null where nothing is."},
    )
    listed_commission_bps = WholeNumber(required=True, allow_none=True)
    note = Text(required=True)
    state = Text(required=True, validate=OneOf([*ProposalState]))
    proposed_at = ma.fields.AwareDateTime(required=True)
    ended_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    ended_reason = Text(
        required=True,
        allow_none=True,
        metadata={"description": "Why it was declined."},
    )


class ProposalQuerySchema(PageArgumentsSchema):
    """Which proposals."""

    state = Text(load_default=None, validate=OneOf([*ProposalState]))


class DeclineSchema(Schema):
    """Why a platform does not want it."""

    reason = Text(
        required=True,
        validate=Length(5, 500),
        metadata={"example": "We list three courses like this one already."},
    )


class NoticeSchema(Schema):
    """That a course leaves a platform."""

    reason = Text(
        required=True,
        validate=Length(5, 500),
        metadata={"example": "The course is taught no more."},
    )
    leaves_at = ma.fields.AwareDateTime(
        load_default=None,
        allow_none=True,
        metadata={"description": "Null: as soon as the notice allows."},
    )


class AgreedOfferingSchema(Schema):
    """Where your course is listed, or will be once it is published."""

    id = ma.fields.UUID(required=True)
    platform = Text(required=True)
    platform_name = Text(required=True)
    price = AmountField(required=True)
    commission_bps = WholeNumber(required=True, metadata={"example": 1000})
    listed_at = ma.fields.AwareDateTime(required=True)
    leaves_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    leaving_by = Text(required=True, allow_none=True, validate=OneOf([*LeavingBy]))
    leaving_reason = Text(required=True, allow_none=True)


class NoticeGivenSchema(Schema):
    """When the course leaves the platform."""

    id = ma.fields.UUID(required=True)
    leaves_at = ma.fields.AwareDateTime(required=True)
    leaving_by = Text(required=True, validate=OneOf([*LeavingBy]))
    leaving_reason = Text(required=True)


ProposalPageSchema = page_schema(ProposalSchema, "ProposalPage")
AgreedOfferingPageSchema = page_schema(AgreedOfferingSchema, "AgreedOfferingPage")
