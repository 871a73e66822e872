"""The access report on the wire."""

import marshmallow as ma

from openapi.fields import Flag, Schema, Text, WholeNumber
from openapi.pagination import PageArgumentsSchema, page_schema
from partners.staff.schemas import ROLES


class _AtAnOrganisation(Schema):
    organisation_id = ma.fields.UUID(attribute="organisation.id", required=True)
    organisation_code = Text(
        attribute="organisation.code",
        required=True,
        metadata={"example": "kursus-maju"},
    )


class PersonsAccessSchema(_AtAnOrganisation):
    """A person with a seat. Addresses are masked; of factors there are only counts."""

    seat_id = ma.fields.UUID(attribute="colleague.seat.id", required=True)
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
    roles = ma.fields.List(ROLES, attribute="colleague.seat.roles", required=True)
    appointed_at = ma.fields.AwareDateTime(
        attribute="colleague.seat.appointed_at", required=True
    )
    roles_since = ma.fields.AwareDateTime(
        attribute="colleague.seat.roles_since",
        required=True,
        metadata={"description": "Since when she has exactly these roles."},
    )
    given_by = Text(
        required=True,
        allow_none=True,
        metadata={
            "description": "Who gave her these roles; null for the operator's command.",
            "example": "Dewi Anggraini",
        },
    )
    last_signed_in_at = ma.fields.AwareDateTime(
        attribute="colleague.account.last_signed_in_at", required=True, allow_none=True
    )
    unused = Flag(
        required=True,
        metadata={"description": "She has not signed in for 90 days."},
    )
    account_disabled = Flag(required=True)
    authenticator = Flag(attribute="factors.authenticator", required=True)
    passkeys = WholeNumber(attribute="factors.passkeys", required=True)
    recovery_codes_left = WholeNumber(attribute="factors.recovery_codes", required=True)
    open_sessions = WholeNumber(
        attribute="sessions",
        required=True,
        metadata={"description": "In how many browsers she is signed in."},
    )


class ProgramsAccessSchema(_AtAnOrganisation):
    """A client: what it may do, and how old its secrets are."""

    client_id = Text(attribute="client.client_id", required=True)
    name = Text(attribute="client.name", required=True)
    auth_method = Text(
        attribute="client.auth_method",
        required=True,
        metadata={"example": "client_secret_basic"},
    )
    scopes = ma.fields.List(Text(), attribute="client.scopes", required=True)
    created_at = ma.fields.AwareDateTime(attribute="client.created_at", required=True)
    disabled_at = ma.fields.AwareDateTime(
        attribute="client.disabled_at", required=True, allow_none=True
    )
    last_used_at = ma.fields.AwareDateTime(
        attribute="client.last_used_at", required=True, allow_none=True
    )
    secrets = WholeNumber(
        required=True, metadata={"description": "How many secrets work now."}
    )
    oldest_secret_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    secret_age_days = WholeNumber(
        required=True,
        allow_none=True,
        metadata={"description": "Of the oldest secret; null without one."},
    )
    public_keys = WholeNumber(required=True)


class ReportQuerySchema(PageArgumentsSchema):
    organisation_id = ma.fields.UUID(
        load_default=None,
        metadata={"description": "Only this organisation; all without it."},
    )


class ReportFileQuerySchema(Schema):
    organisation_id = ma.fields.UUID(
        load_default=None,
        metadata={"description": "Only this organisation; all without it."},
    )


PeoplePageSchema = page_schema(PersonsAccessSchema, "PersonsAccessPage")
ProgramsPageSchema = page_schema(ProgramsAccessSchema, "ProgramsAccessPage")
