"""What the platform promises, checked."""

from collections.abc import Callable
from time import monotonic, sleep
from typing import TypeVar

Found = TypeVar("Found")

PAUSE_SECONDS = 0.5


class BrokenPromise(Exception):
    """A step was not as promised; the message says what was expected and what came."""


def promise(is_kept: bool, words: str) -> None:
    """Raise BrokenPromise with these words unless the promise is kept."""
    if not is_kept:
        raise BrokenPromise(words)


def wait_for(look: Callable[[], Found | None], what: str, *, seconds: float) -> Found:
    """Look until something is found. Raises BrokenPromise when it takes too long."""
    deadline = monotonic() + seconds
    while True:
        found = look()
        if found is not None:
            return found
        promise(
            monotonic() < deadline, f"{what} did not happen within {seconds:.0f} s."
        )
        sleep(PAUSE_SECONDS)
