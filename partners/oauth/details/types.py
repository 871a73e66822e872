"""The types of authorization details that a client may ask for.

A type is a form, whom it is for, and the words of its act. Names and prices behind the
ids are looked up by the floor that knows them; see `describing.py`.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

import marshmallow as ma

from core.database import Json
from core.text import Text as Words
from openapi.fields import AmountField, Schema, Text, WholeNumber
from partners.organisations.models import Kind

PURCHASE = "course_purchase"
VERIFICATION = "sequence_verification"


class CoursePurchaseSchema(Schema):
    """Buy this offering, in this class, at exactly this price."""

    type = Text(required=True, validate=ma.validate.Equal(PURCHASE))
    offering_id = ma.fields.UUID(required=True)
    schedule_id = ma.fields.UUID(required=True)
    price = AmountField(required=True)


class SequenceVerificationSchema(Schema):
    """Confirm one step of a class, for a verification that was started before."""

    type = Text(required=True, validate=ma.validate.Equal(VERIFICATION))
    verification_id = ma.fields.UUID(required=True)
    sequence = WholeNumber(required=True, minimum=1, maximum=999)


# Who spends has shown who she is a moment ago, not hours ago in a browser left open.
FRESH = timedelta(minutes=15)


@dataclass(frozen=True)
class DetailType:
    """One type: `kind` is that of the organisations whose clients may ask for it,
    `sign_in_within` how fresh her sign-in has to be when she allows it."""

    name: str
    schema: type[Schema]
    kind: Kind
    warning: Words
    sign_in_within: timedelta | None = None

    def read(self, document: Json) -> Json:
        """The detail as it is stored: ids as text, money as a whole number.

        Raises marshmallow's ValidationError for anything but what the type says.
        """
        loaded = self.schema().load(document)
        return {name: _plain(value) for name, value in loaded.items()}

    def write(self, detail: Json) -> Json:
        """A stored detail as it goes over the wire."""
        return cast(Json, self.schema().dump(detail))


TYPES: dict[str, DetailType] = {
    each.name: each
    for each in (
        DetailType(
            PURCHASE,
            CoursePurchaseSchema,
            Kind.DIGITAL_PLATFORM,
            Words(
                "This allows exactly this purchase at exactly this price, once and"
                " within a few minutes. Nothing else is bought with it.",
                "Izin ini hanya untuk pembelian ini dengan harga ini, satu kali dan"
                " dalam beberapa menit. Tidak ada pembelian lain dengan izin ini.",
            ),
            sign_in_within=FRESH,
        ),
        DetailType(
            VERIFICATION,
            SequenceVerificationSchema,
            Kind.TRAINING_INSTITUTION,
            Words(
                "Allow it only if you yourself are attending. It confirms this step"
                " once and within a few minutes, and nothing else.",
                "Izinkan hanya jika Anda sendiri hadir. Izin ini mengonfirmasi langkah"
                " ini satu kali dan dalam beberapa menit, tidak untuk yang lain.",
            ),
        ),
    )
}


def wire_form(detail: Json) -> Json:
    """A stored detail of any type as it goes over the wire."""
    return TYPES[detail["type"]].write(detail)


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value
