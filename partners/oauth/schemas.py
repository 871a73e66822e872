"""Who the participant is, on the wire."""

from openapi.fields import Schema, Text


class UserInfoSchema(Schema):
    sub = Text(
        required=True,
        metadata={
            "description": "Her id for your organisation alone.",
            "example": "mfrggzdfmztwq2lknnwg23tpoa",
        },
    )
    given_name = Text(
        required=True,
        metadata={"description": "Her first name.", "example": "Ani"},
    )
