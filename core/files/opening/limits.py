"""Bounds of the process itself, which hold whatever a library does."""

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

from core.files.bounds import Bounds
from core.files.opening.answers import Refused


def limit_process(kind: str, bounds: Bounds) -> None:
    """Bound processor time, memory and files; nothing may be written to a disk."""
    seconds, memory = (
        (bounds.pdf_seconds, bounds.pdf_memory)
        if kind == "pdf"
        else (bounds.image_seconds, bounds.image_memory)
    )
    for what, limit in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        # Some systems have no such limit; the caller's patience is bounded anyway.
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (limit, limit))


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Run a block of Python, and refuse the file when it takes too much processor
    time. Only what runs in Python can be interrupted so."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise Refused("intricate")

    signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
