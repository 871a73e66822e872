"""The wire of exports."""

from marshmallow.validate import OneOf

from catalog.imports.exporting.writing import Format
from openapi.fields import Schema, Text


class ExportQuerySchema(Schema):
    """Which kind of file."""

    format = Text(
        load_default=Format.CSV,
        validate=OneOf([*Format]),
        metadata={"description": "csv, xlsx, json or jsonld (schema.org)."},
    )
