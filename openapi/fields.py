"""Fields and schema base of the wire."""

from collections.abc import Mapping
from typing import Any

import marshmallow as ma
from marshmallow.validate import Range

MAX_AMOUNT = 2**53 - 1


class Schema(ma.Schema):
    """Base of all schemas: unknown fields are refused (SC-03), order is kept."""

    class Meta:
        unknown = ma.RAISE


class Text(ma.fields.String):
    """A string that PostgreSQL can store: no NUL and no lone surrogates (SC-06)."""

    default_error_messages = {  # noqa: RUF012 (marshmallow merges these dicts)
        "unstorable": "Must not hold NUL or unpaired surrogate characters."
    }

    def _deserialize(
        self,
        value: Any,
        attr: str | None,
        data: Mapping[str, Any] | None,
        **kwargs: Any,
    ) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        if "\0" in text or any(0xD800 <= ord(letter) <= 0xDFFF for letter in text):
            raise self.make_error("unstorable")
        return text


class WholeNumber(ma.fields.Integer):
    """An integer that was written as one: not 1.0, not "1", not true (LG-06)."""

    def __init__(
        self, *, minimum: int = 0, maximum: int = 2**31 - 1, **kwargs: Any
    ) -> None:
        validators = [Range(min=minimum, max=maximum)]
        super().__init__(strict=True, validate=validators, **kwargs)

    def _deserialize(
        self,
        value: Any,
        attr: str | None,
        data: Mapping[str, Any] | None,
        **kwargs: Any,
    ) -> Any:
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class Flag(ma.fields.Boolean):
    """True or false, and nothing that other languages take for them: not 1, not "y"."""

    def _deserialize(
        self,
        value: Any,
        attr: str | None,
        data: Mapping[str, Any] | None,
        **kwargs: Any,
    ) -> Any:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class MoneySchema(Schema):
    """Money on the wire."""

    amount = WholeNumber(
        required=True,
        maximum=MAX_AMOUNT,
        metadata={
            "description": "Whole units of the currency (rupiah for IDR).",
            "example": 350_000,
        },
    )
    currency = Text(
        required=True,
        validate=ma.validate.Regexp(
            r"^[A-Z]{3}\Z",
            error="Write a currency by its three letters (ISO 4217), such as IDR.",
        ),
        metadata={
            "description": "ISO 4217 code of this deployment's currency.",
            "enum": ["IDR"],
            "example": "IDR",
        },
    )


class AmountField(ma.fields.Nested):
    """An integer amount inside, `{"amount": 350000, "currency": "IDR"}` on the wire."""

    def __init__(self, *, currency: str = "IDR", **kwargs: Any) -> None:
        self.currency = currency
        kwargs.setdefault("metadata", {}).setdefault(
            "example", {"amount": 350000, "currency": currency}
        )
        super().__init__(MoneySchema, **kwargs)

    # marshmallow's Nested names this parameter otherwise than its own base class.
    def _serialize(  # type: ignore[override]
        self, nested_obj: Any, attr: str | None, obj: Any, **kwargs: Any
    ) -> Any:
        if nested_obj is None:
            return None
        return {"amount": nested_obj, "currency": self.currency}

    def _deserialize(
        self,
        value: Any,
        attr: str | None,
        data: Mapping[str, Any] | None,
        partial: Any = None,
        **kwargs: Any,
    ) -> Any:
        money = super()._deserialize(value, attr, data, partial, **kwargs)
        if money["currency"] != self.currency:
            raise ma.ValidationError(
                {"currency": [f"This deployment counts in {self.currency}."]}
            )
        return money["amount"]
