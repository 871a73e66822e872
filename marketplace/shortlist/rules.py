"""What became of a course that is kept, and what a balance buys. Pure functions."""

from collections.abc import Iterable
from enum import StrEnum

from catalog.comparing.queries import Facts

MOST = 50


class State(StrEnum):
    """Whether it can be bought now."""

    AVAILABLE = "available"
    FULL = "full"
    NO_CLASS = "no_class"
    NOT_SOLD = "not_sold"
    ENDED = "ended"


class Change(StrEnum):
    """What its price has done since."""

    CHEAPER = "cheaper"
    DEARER = "dearer"
    SAME = "same"


def state_of(facts: Facts | None) -> State:
    """The first thing that stands in the way."""
    if facts is None:
        return State.ENDED
    if facts.lowest_price is None:
        return State.NOT_SOLD
    if facts.next_start is None:
        return State.NO_CLASS
    return State.AVAILABLE if facts.seats_left else State.FULL


def change_of(before: int | None, price: int | None) -> Change | None:
    """None where there was no price, or is none."""
    if before is None or price is None:
        return None
    if price == before:
        return Change.SAME
    return Change.CHEAPER if price < before else Change.DEARER


def together(prices: Iterable[int], balance: int) -> int:
    """How many of the courses a balance buys one after the other, the cheapest
    first."""
    bought, spent = 0, 0
    for price in sorted(prices):
        spent += price
        if spent > balance:
            break
        bought += 1
    return bought
