"""A payout as it is asked for, and as the partner shows it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from marketplace.payments.partner.amounts import to_wire
from marketplace.payments.partner.answers import UnreadableAnswer
from marketplace.payments.partner.forms import encode_form

ORDER_ID = "order_id"
MAXIMUM_METADATA_KEYS = 50
MAXIMUM_METADATA_KEY = 40
MAXIMUM_METADATA_VALUE = 500


@dataclass(frozen=True)
class PayoutRequest:
    """An order to pay one amount to one destination.

    `amount` is in whole units of the currency (rupiah). `destination` is the partner's
    reference of a verified account; it stays out of logs and of repr. `metadata` goes
    with `order_id` to the partner and holds no personal data: at most 50 keys in all,
    keys up to 40 characters, values up to 500. Raises ValueError beyond that.
    """

    order_id: str
    amount: int
    destination: str = field(repr=False)
    currency: str = "IDR"
    metadata: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.amount <= 0:
            raise ValueError("A payout is of at least one whole unit.")
        if not self.order_id or not self.destination:
            raise ValueError("A payout names its order and its destination.")
        if ORDER_ID in self.metadata:
            raise ValueError(f"{ORDER_ID} is set from the order itself.")
        _check_metadata(self.all_metadata)

    @property
    def all_metadata(self) -> dict[str, str]:
        """What the partner keeps beside the payout, our order id first."""
        return {ORDER_ID: self.order_id, **self.metadata}

    def form_body(self) -> bytes:
        """The exact request body: store it with the order, send it on every attempt."""
        return encode_form(
            {
                "amount": to_wire(self.amount),
                "currency": self.currency.lower(),
                "destination": self.destination,
                "metadata": self.all_metadata,
            }
        )


@dataclass(frozen=True)
class Payout:
    """The partner's view of one payout.

    `amount_on_wire` is in hundredths. `status` is the partner's word: pending,
    in_transit, paid, failed or canceled, or one that we do not know.
    """

    id: str
    status: str
    amount_on_wire: int
    currency: str
    created_at: datetime
    order_id: str | None
    failure_code: str | None
    failure_message: str | None

    def is_for(self, request: PayoutRequest) -> bool:
        """Whether this is what was asked for, to the last hundredth."""
        return (
            self.order_id == request.order_id
            and self.amount_on_wire == to_wire(request.amount)
            and self.currency == request.currency.upper()
        )


def read_payout(body: Mapping[str, Any]) -> Payout:
    """The payout in an answer. Raises UnreadableAnswer if a part of it is missing."""
    if body.get("object") != "payout":
        raise UnreadableAnswer("The answer is not a payout.")
    metadata = body.get("metadata")
    order_id = metadata.get(ORDER_ID) if isinstance(metadata, Mapping) else None
    return Payout(
        id=_text(body, "id"),
        status=_text(body, "status"),
        amount_on_wire=_integer(body, "amount"),
        currency=_text(body, "currency").upper(),
        created_at=_instant(body, "created"),
        order_id=order_id if isinstance(order_id, str) else None,
        failure_code=_optional_text(body, "failure_code"),
        failure_message=_optional_text(body, "failure_message"),
    )


def _check_metadata(metadata: Mapping[str, str]) -> None:
    if len(metadata) > MAXIMUM_METADATA_KEYS:
        raise ValueError(f"Over {MAXIMUM_METADATA_KEYS} keys of metadata.")
    for key, value in metadata.items():
        if len(key) > MAXIMUM_METADATA_KEY or len(value) > MAXIMUM_METADATA_VALUE:
            raise ValueError(f"The metadata {key[:40]!r} is too long.")


def _text(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value:
        raise UnreadableAnswer(f"The payout has no {name}.")
    return value


def _optional_text(body: Mapping[str, Any], name: str) -> str | None:
    value = body.get(name)
    return value if isinstance(value, str) else None


def _integer(body: Mapping[str, Any], name: str) -> int:
    value = body.get(name)
    if isinstance(value, bool) or not isinstance(value, int):
        raise UnreadableAnswer(f"The payout has no {name}.")
    return value


def _instant(body: Mapping[str, Any], name: str) -> datetime:
    try:
        return datetime.fromtimestamp(_integer(body, name), tz=UTC)
    except (OverflowError, ValueError, OSError) as error:
        raise UnreadableAnswer(f"The payout's {name} is no instant.") from error
