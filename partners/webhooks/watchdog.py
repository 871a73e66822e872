"""Cutting connections at their deadline, whatever the other side does.

A timeout of a single read begins anew with every byte; a receiver that drips would hold
its thread for ever. One thread watches all attempts of a process.
"""

import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from threading import Condition, Thread
from typing import Any

LOOK_EVERY_SECONDS = 0.1


class Connection:
    """Knows the socket of an attempt, and can cut it from another thread.

    It holds a second handle to the connection: TLS takes the first one over.
    """

    def __init__(self, cut_at: float) -> None:
        self.cut_at = cut_at
        self._handle: socket.socket | None = None

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Take note of the socket; httpx calls this with what it does."""
        if event == "connection.connect_tcp.complete":
            self._handle = info["return_value"].get_extra_info("socket").dup()

    def cut(self) -> None:
        """End the connection; the thread that waits for it gets an error."""
        if self._handle is not None:
            # It may have ended by itself in this moment.
            with suppress(OSError):
                self._handle.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Give the second handle back."""
        if self._handle is not None:
            self._handle.close()


class Watchdog:
    """Watches connections; its thread sleeps while there are none."""

    def __init__(self) -> None:
        self._watched: set[Connection] = set()
        self._changed = Condition()
        self._thread: Thread | None = None

    @contextmanager
    def watching(self, cut_at: float) -> Iterator[Connection]:
        """Cut the connection that is made in the block when `time.monotonic()` reaches
        `cut_at`."""
        connection = Connection(cut_at)
        with self._changed:
            self._watched.add(connection)
            self._start()
            self._changed.notify()
        try:
            yield connection
        finally:
            with self._changed:
                self._watched.discard(connection)
            connection.close()

    def _start(self) -> None:
        # A process that was forked has no thread of its parent's.
        if self._thread is None or not self._thread.is_alive():
            self._thread = Thread(target=self._watch, name="watchdog", daemon=True)
            self._thread.start()

    def _watch(self) -> None:
        while True:
            with self._changed:
                while not self._watched:
                    self._changed.wait()
                for connection in self._watched:
                    if connection.cut_at <= time.monotonic():
                        connection.cut()
            time.sleep(LOOK_EVERY_SECONDS)
