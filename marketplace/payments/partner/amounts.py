"""Whole rupiah inside, hundredths on the wire.

A Stripe-style partner counts every currency with two decimals in hundredths, and IDR is
one of them: Rp600.000 travels as 60000000. Nothing outside this module knows that.
"""

from decimal import Decimal

HUNDREDTHS_PER_UNIT = 100


class NotAnAmount(ValueError):
    """A value that is no exact amount of money in the notation asked for."""


def to_wire(amount: int | Decimal) -> int:
    """The hundredths for an amount in whole units, or in units with two decimals.

    Raises NotAnAmount for a negative amount, for a fraction of a hundredth, and for
    anything that is not exact by nature, such as a float.
    """
    if isinstance(amount, bool) or not isinstance(amount, int | Decimal):
        raise NotAnAmount(f"{amount!r} is not an exact amount.")
    if isinstance(amount, Decimal) and not amount.is_finite():
        raise NotAnAmount(f"{amount} is not an amount.")
    if amount < 0:
        raise NotAnAmount(f"{amount} is negative.")
    numerator, denominator = amount.as_integer_ratio()
    hundredths, rest = divmod(numerator * HUNDREDTHS_PER_UNIT, denominator)
    if rest:
        raise NotAnAmount(f"{amount} has a fraction of a hundredth.")
    return hundredths


def from_wire(hundredths: int) -> Decimal:
    """The exact amount in units with two decimals. Raises NotAnAmount."""
    return Decimal(_checked(hundredths)).scaleb(-2)


def whole_units_from_wire(hundredths: int) -> int:
    """The amount in whole rupiah. Raises NotAnAmount if a fraction would be lost."""
    whole, rest = divmod(_checked(hundredths), HUNDREDTHS_PER_UNIT)
    if rest:
        raise NotAnAmount(f"{hundredths} hundredths are not a whole number of units.")
    return whole


def _checked(hundredths: int) -> int:
    if isinstance(hundredths, bool) or not isinstance(hundredths, int):
        raise NotAnAmount(f"{hundredths!r} is not a whole number of hundredths.")
    if hundredths < 0:
        raise NotAnAmount(f"{hundredths} is negative.")
    return hundredths
