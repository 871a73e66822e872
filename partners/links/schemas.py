"""Links as their organisation sees them: pairwise subjects, never who somebody is."""

import marshmallow as ma
from marshmallow.validate import Length, OneOf

from openapi.fields import Flag, Schema, Text
from openapi.pagination import page_schema
from partners.links.models import ChangeKind, Side
from partners.links.rules import MAX_LETTERS, is_partner_account

SUBJECT = {
    "description": "Her id for your organisation alone, the `sub` of her tokens.",
    "example": "mfrggzdfmztwq2lknnwg23tpoa",
}


class LinkSchema(Schema):
    """A live link."""

    subject = Text(required=True, metadata=SUBJECT)
    linked_at = ma.fields.AwareDateTime(required=True)
    partner_account_named = Flag(
        required=True,
        attribute="names_an_account",
        metadata={"description": "Whether you have named your own account of hers."},
    )


class OneLinkSchema(LinkSchema):
    """A live link, with what your programs may do at present."""

    scopes = ma.fields.List(
        Text(metadata={"example": "profile:read"}),
        required=True,
        metadata={"description": "Of all your programs that she has linked."},
    )


LinkPageSchema = page_schema(LinkSchema, "LinkPage")


def _no_controls(text: str) -> None:
    if text and not is_partner_account(text[:MAX_LETTERS]):
        raise ma.ValidationError("Must not hold control characters.")


class PartnerAccountRequestSchema(Schema):
    """Your own account of a linked participant."""

    partner_account = Text(
        required=True,
        validate=[Length(min=1, max=MAX_LETTERS), _no_controls],
        metadata={
            "description": "The id of your account, as you like; it is kept as a keyed"
            " hash and shown to nobody. Send it letter by letter the same each time.",
            "example": "user-829134",
        },
    )


class LinkChangeSchema(Schema):
    """One line of a link's history."""

    kind = Text(
        required=True,
        validate=OneOf([str(kind) for kind in ChangeKind]),
        metadata={"example": "linked"},
    )
    side = Text(
        required=True,
        validate=OneOf([str(side) for side in Side]),
        metadata={"description": "Who did it.", "example": "participant"},
    )
    client_id = Text(
        required=True,
        allow_none=True,
        metadata={
            "description": "The program that it is about.",
            "example": "demo-platform",
        },
    )
    scopes = ma.fields.List(
        Text(metadata={"example": "profile:read"}),
        required=True,
        metadata={"description": "What she allowed with it."},
    )
    swapped = Flag(
        required=True,
        metadata={
            "description": "With `account_named`: she had another account before, or"
            " the account another participant."
        },
    )
    changed_at = ma.fields.AwareDateTime(required=True)


LinkHistorySchema = page_schema(LinkChangeSchema, "LinkHistory")
