"""The wire of an institution's runs."""

from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import available_timezones

import marshmallow as ma
from marshmallow.validate import URL, Length, OneOf, Regexp

from catalog.authoring.content import Access
from catalog.courses.models import CancelReason
from catalog.schedules.rules import Span
from openapi.fields import Flag, Schema, Text, WholeNumber
from openapi.pagination import PageArgumentsSchema, page_schema

ZONE = "Asia/Jakarta"
EARLIEST, LATEST = 2000, 2200


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _known_zone(name: str) -> None:
    if name not in _zones():
        raise ma.ValidationError("There is no such time zone (IANA).")


def _in_reach(value: datetime) -> None:
    """Days are counted from it in both directions, in any zone."""
    if not EARLIEST <= value.year <= LATEST:
        raise ma.ValidationError(f"Must be in the years {EARLIEST} to {LATEST}.")


class SpanSchema(Schema):
    """When a session is; of a self-paced run the period in which it is learnt."""

    starts_at = ma.fields.AwareDateTime(
        required=True,
        validate=_in_reach,
        metadata={"example": "2027-03-01T02:00:00Z"},
    )
    ends_at = ma.fields.AwareDateTime(
        required=True,
        validate=_in_reach,
        metadata={"example": "2027-03-01T05:00:00Z"},
    )

    @ma.post_load
    def _span(self, data: dict[str, Any], **_: Any) -> Span:
        return Span(**data)


class ScheduleChangeSchema(Schema):
    """What of a run changes."""

    sessions = ma.fields.List(
        ma.fields.Nested(SpanSchema),
        validate=Length(1, 10),
        metadata={"description": "All of them, in their order."},
    )
    zone = Text(
        validate=[Length(max=64), _known_zone],
        metadata={
            "description": "Where its times are meant (IANA); days end there.",
            "example": ZONE,
        },
    )
    capacity = WholeNumber(minimum=1, maximum=100_000, metadata={"example": 30})
    district_code = Text(
        allow_none=True,
        validate=Regexp(
            r"^[0-9]{2}\.[0-9]{2}\.[0-9]{2}\Z",
            error="Write a district's code, such as 32.73.01.",
        ),
        metadata={"description": "Of /v1/regions/districts.", "example": "32.73.01"},
    )
    place = Text(
        allow_none=True,
        validate=Length(1, 300),
        metadata={"description": "The address.", "example": "Jalan Merdeka 1"},
    )
    link = Text(
        allow_none=True,
        validate=[URL(schemes={"https"}, require_tld=True), Length(max=500)],
        metadata={"example": "https://kelas.example.org/kue", "format": "uri"},
    )
    enrolment_opens_at = ma.fields.AwareDateTime(
        allow_none=True,
        validate=_in_reach,
        metadata={"description": "Null: at once."},
    )
    enrolment_closes_at = ma.fields.AwareDateTime(
        allow_none=True,
        validate=_in_reach,
        metadata={"description": "Null: as late as is allowed."},
    )
    access = ma.fields.List(
        Text(validate=OneOf([*Access])), validate=Length(max=len(Access))
    )
    reference = Text(
        allow_none=True,
        validate=Length(1, 100),
        metadata={
            "description": "Your own number of it, by which a list finds it again; of"
            " the runs of a course no two have the same.",
            "example": "K-2027-03",
        },
    )
    trainers = ma.fields.List(
        ma.fields.UUID(),
        validate=Length(max=30),
        metadata={"description": "Who teaches it, of /v1/provider/trainers."},
    )
    assistants = ma.fields.List(
        ma.fields.UUID(),
        validate=Length(max=30),
        metadata={
            "description": "Who helps in it, of the same; they count for no seats."
        },
    )

    @ma.post_load
    def _tuples(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        lists = {name: data[name] for name in ("sessions", "access") if name in data}
        changed = data | {name: tuple(value) for name, value in lists.items()}
        for name in {"trainers", "assistants"} & data.keys():
            changed[name] = tuple(sorted(set(data[name])))
        return changed


class ScheduleRequestSchema(ScheduleChangeSchema):
    """A run of a course."""

    sessions = ma.fields.List(
        ma.fields.Nested(SpanSchema),
        required=True,
        validate=Length(1, 10),
        metadata={"description": "All of them, in their order."},
    )
    zone = Text(
        load_default=ZONE,
        validate=[Length(max=64), _known_zone],
        metadata={
            "description": "Where its times are meant (IANA); days end there.",
            "example": ZONE,
        },
    )
    capacity = WholeNumber(
        required=True, minimum=1, maximum=100_000, metadata={"example": 30}
    )


class CancellationSchema(Schema):
    """Why a run is called off."""

    reason = Text(required=True, validate=OneOf([*CancelReason]))
    explanation = Text(
        required=True,
        validate=Length(5, 500),
        metadata={
            "description": "Told to those who hold a seat.",
            "example": "The trainer has fallen ill.",
        },
    )


class OwnScheduleLineSchema(Schema):
    """A run of yours, in a list."""

    id = ma.fields.UUID(required=True)
    code = Text(required=True)
    reference = Text(
        required=True,
        allow_none=True,
        metadata={"description": "Your own number of it."},
    )
    version = WholeNumber(required=True, minimum=1)
    starts_at = ma.fields.AwareDateTime(required=True)
    ends_at = ma.fields.AwareDateTime(required=True)
    enrolment_opens_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    enrolment_closes_at = ma.fields.AwareDateTime(required=True)
    capacity = WholeNumber(required=True)
    seats_taken = WholeNumber(required=True)
    zone = Text(required=True, allow_none=True)
    district_code = Text(required=True, allow_none=True)
    place = Text(required=True, allow_none=True)
    link = Text(required=True, allow_none=True)
    access = ma.fields.List(Text(), required=True, allow_none=True)
    evening = Flag(
        required=True,
        allow_none=True,
        metadata={"description": "Every session begins after working hours."},
    )
    cancelled_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    cancel_reason = Text(
        required=True, allow_none=True, validate=OneOf([*CancelReason])
    )
    cancel_explanation = Text(required=True, allow_none=True)


class OwnScheduleSchema(OwnScheduleLineSchema):
    """A run of yours."""

    sessions = ma.fields.List(
        ma.fields.Nested(SpanSchema),
        required=True,
        metadata={"description": "None where the run came from a list."},
    )
    trainers = ma.fields.List(
        ma.fields.UUID(), required=True, metadata={"description": "Who teaches it."}
    )
    assistants = ma.fields.List(
        ma.fields.UUID(), required=True, metadata={"description": "Who helps in it."}
    )


class OwnScheduleQuerySchema(PageArgumentsSchema):
    """Which runs."""

    which = Text(
        load_default="coming",
        validate=OneOf(["coming", "all"]),
        metadata={"description": "`coming` leaves out what is over or cancelled."},
    )


OwnSchedulePageSchema = page_schema(OwnScheduleLineSchema, "OwnSchedulePage")
