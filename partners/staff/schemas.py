"""An organisation's staff on the wire."""

import marshmallow as ma
from marshmallow.validate import Length, OneOf

from core.text import LOCALES
from openapi.fields import Flag, Schema, Text
from openapi.pagination import page_schema
from partners.staff.rules import Role

ROLES = Text(validate=OneOf([str(role) for role in Role]))


class RolesSchema(Schema):
    """The roles of a seat, at least one."""

    roles = ma.fields.List(
        ROLES,
        required=True,
        validate=Length(min=1, max=len(Role)),
        metadata={"example": ["catalogue"]},
    )


class InvitationRequestSchema(RolesSchema):
    """Whom to invite, and as what."""

    email = Text(
        required=True,
        validate=Length(min=3, max=254),
        metadata={"example": "new.colleague@example.org"},
    )
    locale = Text(
        load_default="id",
        validate=OneOf(LOCALES),
        metadata={"description": "The language of the letter."},
    )


class StaffSeatSchema(Schema):
    """Somebody who works for the organisation. Addresses are masked."""

    seat_id = ma.fields.UUID(attribute="seat.id", required=True)
    full_name = Text(required=True, metadata={"example": "Budi Santoso"})
    email = Text(required=True, metadata={"example": "b•••@example.org"})
    roles = ma.fields.List(ROLES, attribute="seat.roles", required=True)
    appointed_at = ma.fields.AwareDateTime(attribute="seat.appointed_at", required=True)
    last_signed_in_at = ma.fields.AwareDateTime(
        attribute="account.last_signed_in_at", required=True, allow_none=True
    )
    has_second_factor = Flag(required=True)


class InvitationSchema(Schema):
    """An invitation that was neither accepted nor taken back."""

    invitation_id = ma.fields.UUID(attribute="invitation.id", required=True)
    email = Text(required=True, metadata={"example": "new.colleague@example.org"})
    roles = ma.fields.List(ROLES, attribute="invitation.roles", required=True)
    sent_at = ma.fields.AwareDateTime(attribute="invitation.sent_at", required=True)
    expires_at = ma.fields.AwareDateTime(
        attribute="invitation.expires_at", required=True
    )


StaffPageSchema = page_schema(StaffSeatSchema, "StaffPage")
InvitationPageSchema = page_schema(InvitationSchema, "InvitationPage")
