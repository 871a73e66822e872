"""A course in the feed on the wire.

What is sent is the stored text (`catalog/feed/documents.py`), byte for byte; these
schemas say what stands in it.
"""

import marshmallow as ma
from marshmallow.validate import OneOf

from catalog.authoring.content import Access, Level
from catalog.courses.models import Mode
from catalog.taxonomies import Taxonomy
from openapi.fields import AmountField, Flag, Schema, Text, WholeNumber


class FeedTermSchema(Schema):
    """A skill, an occupation or a unit of competence that a course names."""

    taxonomy = Text(required=True, validate=OneOf([*Taxonomy]))
    code = Text(required=True, metadata={"example": "7512"})
    title_en = Text(
        required=True,
        allow_none=True,
        metadata={"example": "Bakers, pastry-cooks and confectionery makers"},
    )
    title_id = Text(required=True, allow_none=True)


class FeedSessionSchema(Schema):
    """When a session of a run is."""

    starts_at = ma.fields.AwareDateTime(required=True)
    ends_at = ma.fields.AwareDateTime(required=True)


class FeedRunSchema(Schema):
    """A run of a course; seats left are at /v1/catalog/availability."""

    id = ma.fields.UUID(required=True)
    code = Text(required=True, metadata={"example": "0a1b2c3d4e-20260302T0900"})
    starts_at = ma.fields.AwareDateTime(required=True)
    ends_at = ma.fields.AwareDateTime(required=True)
    sessions = ma.fields.List(
        ma.fields.Nested(FeedSessionSchema),
        required=True,
        metadata={"description": "None where the run came without its sessions."},
    )
    zone = Text(
        required=True,
        allow_none=True,
        metadata={"description": "In which it is taught.", "example": "Asia/Jakarta"},
    )
    enrolment_opens_at = ma.fields.AwareDateTime(
        required=True,
        allow_none=True,
        metadata={"description": "Null: since it was planned."},
    )
    enrolment_closes_at = ma.fields.AwareDateTime(required=True)
    capacity = WholeNumber(required=True, metadata={"example": 30})
    district_code = Text(required=True, allow_none=True, metadata={"example": "31.71"})
    place = Text(required=True, allow_none=True)
    link = Text(
        required=True,
        allow_none=True,
        metadata={
            "description": "Of an online class: for those who hold a seat, show it to"
            " nobody else."
        },
    )
    evening = Flag(
        required=True,
        allow_none=True,
        metadata={"description": "Null: as the course says."},
    )
    access = ma.fields.List(
        Text(validate=OneOf([*Access])),
        required=True,
        allow_none=True,
        metadata={"description": "Null: as the course says."},
    )
    trainers = ma.fields.List(
        Text(),
        required=True,
        metadata={"description": "Published names of who teaches it."},
    )


class FeedOfferingSchema(Schema):
    """At what price your platform sells the course."""

    id = ma.fields.UUID(required=True, metadata={"description": "Orders name it."})
    price = AmountField(required=True)
    commission_bps = WholeNumber(
        required=True,
        metadata={"description": "Yours, in basis points.", "example": 1000},
    )
    leaves_at = ma.fields.AwareDateTime(
        required=True,
        allow_none=True,
        metadata={"description": "When it leaves, while one side's notice runs."},
    )


class FeedCourseSchema(Schema):
    """A course in the feed. Its canonical JSON (RFC 8785), members that you do not know
    included, is what the checksum is over."""

    class Meta:
        unknown = ma.INCLUDE

    id = ma.fields.UUID(required=True)
    code = Text(
        required=True,
        metadata={
            "description": "Of its public page, /courses/<code>.",
            "example": "membuat-kue-0a1b2c3d4e",
        },
    )
    revision = WholeNumber(
        required=True,
        allow_none=True,
        metadata={
            "description": "What it teaches is at /v1/catalog/contents, and another"
            " number says that it is new. Null while it was never numbered.",
            "example": 3,
        },
    )
    title = Text(required=True, metadata={"example": "Membuat Kue untuk Pemula"})
    title_en = Text(required=True, metadata={"description": "Empty if it has none."})
    summary = Text(required=True)
    summary_en = Text(required=True, metadata={"description": "Empty if it has none."})
    category = Text(required=True, metadata={"example": "gaya-hidup"})
    category_title = Text(required=True, metadata={"example": "Gaya Hidup"})
    institution = Text(required=True, metadata={"example": "lembaga-contoh"})
    institution_name = Text(required=True, metadata={"example": "Lembaga Contoh"})
    mode = Text(required=True, validate=OneOf([*Mode]))
    language = Text(required=True, metadata={"example": "id"})
    more_languages = ma.fields.List(Text(), required=True)
    level = Text(required=True, allow_none=True, validate=OneOf([*Level]))
    evening = Flag(required=True)
    childcare = Flag(required=True)
    access = ma.fields.List(Text(validate=OneOf([*Access])), required=True)
    sessions = WholeNumber(
        required=True, metadata={"description": "How many it has.", "example": 5}
    )
    pass_mark = WholeNumber(required=True, allow_none=True, metadata={"example": 70})
    list_price = AmountField(required=True)
    discount_bps = WholeNumber(required=True, allow_none=True)
    skills = ma.fields.List(Text(), required=True)
    competence_units = ma.fields.List(Text(), required=True)
    terms = ma.fields.List(
        ma.fields.Nested(FeedTermSchema),
        metadata={
            "description": "The codes that it names, with the titles that were"
            " published. Not in courses that changed last before there were any."
        },
    )
    trainers = ma.fields.List(
        Text(),
        metadata={
            "description": "Names that the institution publishes; each of `schedules`"
            " has those of who teaches it.",
            "example": ["Ani L."],
        },
    )
    schedules = ma.fields.List(
        ma.fields.Nested(FeedRunSchema),
        required=True,
        metadata={"description": "The next hundred that are not over or cancelled."},
    )
    offering = ma.fields.Nested(FeedOfferingSchema, required=True)
