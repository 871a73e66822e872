"""The wire of regions."""

from marshmallow.validate import Regexp

from openapi.fields import Schema, Text
from openapi.pagination import PageArgumentsSchema, page_schema


class RegenciesArgumentsSchema(PageArgumentsSchema):
    """Which regencies."""

    province = Text(
        load_default=None,
        validate=Regexp(
            r"^[0-9]{2}\Z", error="Write a province's code: two digits, such as 32."
        ),
        metadata={"description": "A province's code.", "example": "32"},
    )


class DistrictsArgumentsSchema(PageArgumentsSchema):
    """Which districts."""

    regency = Text(
        load_default=None,
        validate=Regexp(
            r"^[0-9]{2}\.[0-9]{2}\Z", error="Write a regency's code, such as 32.73."
        ),
        metadata={"description": "A regency's code.", "example": "32.73"},
    )


class ProvinceSchema(Schema):
    """A province."""

    code = Text(required=True, metadata={"example": "32"})
    name = Text(required=True, metadata={"example": "Jawa Barat"})


class RegencySchema(Schema):
    """A regency or a city."""

    code = Text(required=True, metadata={"example": "32.73"})
    province_code = Text(required=True, metadata={"example": "32"})
    name = Text(required=True, metadata={"example": "Kota Bandung"})
    kind = Text(required=True, metadata={"enum": ["kabupaten", "kota"]})


class DistrictSchema(Schema):
    """A district."""

    code = Text(required=True, metadata={"example": "32.73.01"})
    regency_code = Text(required=True, metadata={"example": "32.73"})
    name = Text(required=True, metadata={"example": "Sukasari"})


ProvincePageSchema = page_schema(ProvinceSchema, "ProvincePage")
RegencyPageSchema = page_schema(RegencySchema, "RegencyPage")
DistrictPageSchema = page_schema(DistrictSchema, "DistrictPage")
