"""Lists that are the same for everybody, kept by each process for a moment.

Whoever reads them may keep them for longer than that, so that nothing gets older.
"""

from collections.abc import Callable
from threading import Lock
from time import monotonic

from flask import Flask, current_app

SECONDS = 60


class KeptBodies:
    """Bodies by their names, each made by one reader at a time."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[float, bytes]] = {}
        self._lock = Lock()

    def get(self, name: str, make: Callable[[], bytes]) -> bytes:
        """The body as it was made at most a minute ago."""
        found = self._kept.get(name)
        if found is None or found[0] < monotonic():
            with self._lock:
                found = self._kept.get(name)
                if found is None or found[0] < monotonic():
                    found = (monotonic() + SECONDS, make())
                    self._kept[name] = found
        return found[1]

    def forget(self) -> None:
        self._kept.clear()


def keep_bodies(app: Flask) -> None:
    app.extensions["kept_bodies"] = KeptBodies()


def kept_bodies() -> KeptBodies:
    kept: KeptBodies = current_app.extensions["kept_bodies"]
    return kept
