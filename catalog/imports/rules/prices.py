"""Published prices and discounts, read as whole rupiah and basis points."""

import re
from dataclasses import dataclass

from catalog.imports.findings import (
    DISCOUNT_UNREADABLE,
    FREE_WITHOUT_DISCOUNT,
    PRICE_CONTRADICTS_DISCOUNT,
    PRICE_FOREIGN_SEPARATORS,
    PRICE_IMPLAUSIBLE,
    PRICE_SEPARATOR_MISSING,
    PRICE_UNREADABLE,
    PRICE_WITHOUT_SEPARATORS,
    Kind,
)

# Nobody sells a course for less than a thousand rupiah: "Rp 20" is more likely 20,000.
SMALLEST_PRICE = 1_000
LARGEST_PRICE = 100_000_000
ALL_OF_IT = 10_000

_LONGEST_NUMBER = 40
_NUMBER = re.compile(r"(?:(?:rp\.?|idr) ?)?([0-9.,]+?)(?:,-|,00)?")
_PLAIN = re.compile(r"0|[1-9][0-9]*")
_DOTTED = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+")
_DOT_MISSING = re.compile(r"[1-9][0-9]{3,}(?:\.[0-9]{3})+")
_COMMAS = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+")
_PERCENTAGE = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,2}))? ?%")


@dataclass(frozen=True)
class Price:
    """A price that can be read in one way only, in whole rupiah; 0 is free."""

    amount: int
    remark: Kind | None = None


@dataclass(frozen=True)
class Doubt:
    """A value that is not certain; `reading` is its one sensible reading, if any."""

    kind: Kind
    reading: int | None = None


def read_price(text: str) -> Price | Doubt:
    """Read a published price: `Gratis`, `Rp 89.700`, `Rp 425000`, `Rp 75.000,-`.

    The dot parts thousands, as Indonesian writes numbers; rupiah have no fractions. A
    number with a dot missing (`Rp 1250.000`) or with commas for dots (`Rp 89,700`) is a
    doubt with a reading; anything else that is not certain is a doubt without one.
    """
    words = " ".join(text.casefold().split())
    if words == "gratis":
        return Price(0)

    number = _NUMBER.fullmatch(words) if len(words) <= _LONGEST_NUMBER else None
    return Doubt(PRICE_UNREADABLE) if number is None else _read_number(number[1])


def _read_number(number: str) -> Price | Doubt:
    if _DOTTED.fullmatch(number):
        return _plausible(Price(_digits(number)))
    if _PLAIN.fullmatch(number):
        return _plausible(Price(_digits(number), PRICE_WITHOUT_SEPARATORS))
    if _DOT_MISSING.fullmatch(number):
        return _plausible(Doubt(PRICE_SEPARATOR_MISSING, _digits(number)))
    if _COMMAS.fullmatch(number):
        return _plausible(Doubt(PRICE_FOREIGN_SEPARATORS, _digits(number)))
    return Doubt(PRICE_UNREADABLE)


def _digits(number: str) -> int:
    return int(number.replace(".", "").replace(",", ""))


def _plausible(read: Price | Doubt) -> Price | Doubt:
    amount = read.amount if isinstance(read, Price) else read.reading
    if amount == 0:
        return Price(0)
    if amount is None or not SMALLEST_PRICE <= amount <= LARGEST_PRICE:
        return Doubt(PRICE_IMPLAUSIBLE)
    return read


def read_discount(text: str) -> int | Doubt | None:
    """Read a published discount as basis points, None when none is stated.

    A blank or a dash states nothing; `0` states that there is none. A decimal comma and
    a decimal point both occur. A bare number other than 0 is a doubt: 50 may be per
    cent, and 0.5 a spreadsheet's half.
    """
    words = " ".join(text.casefold().split())
    if words in ("", "-"):
        return None
    if words == "0":
        return 0
    if words == "gratis":
        return ALL_OF_IT

    percentage = _PERCENTAGE.fullmatch(words)
    if percentage is None:
        return Doubt(DISCOUNT_UNREADABLE)
    whole, fraction = percentage.groups(default="")
    bps = int(whole) * 100 + int(fraction.ljust(2, "0"))
    return bps if bps <= ALL_OF_IT else Doubt(DISCOUNT_UNREADABLE)


def compare_price_with_discount(price: int, discount_bps: int | None) -> Kind | None:
    """Return what is odd about the two together, None when they agree.

    Prices are read as prices after the discount: then all is off exactly when the
    course is free.
    """
    if price == 0 and not discount_bps:
        return FREE_WITHOUT_DISCOUNT
    if discount_bps is not None and (price == 0) != (discount_bps == ALL_OF_IT):
        return PRICE_CONTRADICTS_DISCOUNT
    return None
