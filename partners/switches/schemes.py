"""Which schemes there are, told by the floor that has them (marketplace/wiring.py)."""

from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

Reader = Callable[[Session], Sequence[str]]

_readers: list[Reader] = []


def read_schemes_by(reader: Reader) -> None:
    """Have the codes of schemes read by this function; it replaces an earlier one."""
    _readers[:] = [reader]


def scheme_codes(session: Session) -> Sequence[str]:
    """The codes of all schemes, in order; empty where nobody reads them."""
    return _readers[0](session) if _readers else []
