"""The wire of the taxonomies."""

import marshmallow as ma
from marshmallow.validate import Length, OneOf

from catalog.taxonomies.models import Kind
from openapi.fields import Flag, Schema, Text, WholeNumber
from openapi.pagination import PageArgumentsSchema, page_schema

_CODE = Length(min=1, max=120)


class ConceptsQuerySchema(PageArgumentsSchema):
    """What to look for; without words, codes or a group, the top of the tree."""

    query = Text(
        load_default="",
        validate=Length(max=100),
        metadata={
            "description": "Words or their beginnings; small mistakes of typing are"
            " forgiven. The best come first.",
            "example": "progremmer",
        },
    )
    code = ma.fields.List(
        Text(validate=_CODE),
        load_default=[],
        validate=Length(max=100),
        metadata={
            "description": "Exactly these, withdrawn ones too; `query` and `under` are"
            " not looked at then."
        },
    )
    under = Text(
        load_default=None,
        validate=_CODE,
        metadata={
            "description": "What is right below this one; with `query`, anything below."
        },
    )


class ConceptSchema(Schema):
    """An occupation, a skill, a unit of competence, or a group of them."""

    code = Text(
        required=True,
        metadata={
            "description": "What courses name: an ISCO-08 code, an ESCO URI, an SKKNI"
            " unit; of an SKKNI document, its decree.",
            "example": "2512",
        },
    )
    kind = Text(required=True, validate=OneOf([*Kind]))
    level = WholeNumber(
        required=True,
        minimum=1,
        metadata={"description": "1 is the top.", "example": 4},
    )
    title_en = Text(
        required=True, allow_none=True, metadata={"example": "Software developers"}
    )
    title_id = Text(
        required=True,
        allow_none=True,
        metadata={"description": "Of ESCO and ISCO-08 translated by us, if at all."},
    )
    alternatives = ma.fields.List(
        Text(), required=True, metadata={"description": "Other names of it."}
    )
    broader = Text(
        required=True,
        allow_none=True,
        metadata={"description": "The group that it is in.", "example": "251"},
    )
    above = ma.fields.List(
        Text(),
        required=True,
        metadata={"description": "All groups that it is in, the nearest first."},
    )
    has_narrower = Flag(
        required=True, metadata={"description": "Ask for them with `under`."}
    )
    withdrawn_at = ma.fields.AwareDateTime(
        required=True,
        allow_none=True,
        metadata={
            "description": "When an edition came that does not hold it; name another."
        },
    )


class TitledCodeSchema(Schema):
    """A code with the titles that it stands for."""

    taxonomy = Text(required=True, metadata={"example": "occupation"})
    code = Text(required=True, metadata={"example": "2512"})
    title_en = Text(
        required=True, allow_none=True, metadata={"example": "Software developers"}
    )
    title_id = Text(required=True, allow_none=True)
    withdrawn = Flag(required=True)


ConceptPageSchema = page_schema(ConceptSchema, "ConceptPage")
