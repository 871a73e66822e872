"""Who the participant is, on the wire."""

from openapi.fields import Schema, Text


class UserInfoSchema(Schema):
    sub = Text(
        required=True,
        metadata={
            "description": "Her id for your organisation alone, as in the id_token.",
            "example": "mfrggzdfmztwq2lknnwg23tpoa",
        },
    )
    given_name = Text(
        metadata={
            "description": "Her first name; with the scope profile:read alone.",
            "example": "Ani",
        },
    )
