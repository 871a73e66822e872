"""The most that a platform may keep of a price, told by the floor that has the schemes
(marketplace/wiring.py)."""

from collections.abc import Callable

from sqlalchemy.orm import Session

Reader = Callable[[Session], int | None]

_readers: list[Reader] = []

# Without a scheme a commission is bounded by the price alone.
WHOLE_PRICE = 10_000


def bound_commissions_by(reader: Reader) -> None:
    """Have the bound read by this function; it replaces an earlier one."""
    _readers[:] = [reader]


def most_commission(session: Session) -> int:
    """In basis points of the price: what every scheme allows."""
    found = _readers[0](session) if _readers else None
    return WHOLE_PRICE if found is None else found
