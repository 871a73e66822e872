"""A circuit breaker: leave a partner alone that cannot answer, and try again soon."""

import time
from collections import deque
from collections.abc import Callable
from threading import Lock

CONSECUTIVE_CONNECTION_FAILURES = 10
WINDOW_SECONDS = 60.0
WINDOW_CALLS = 20
WINDOW_FAILURE_PERCENT = 50
REST_SECONDS = 30.0


class CircuitBreaker:
    """Opens after 10 connection failures in a row, or if half of 20 calls in 60 s fail.

    After 30 s one call is let through as a probe: if it is answered the circuit closes,
    if not the rest starts anew. One breaker serves one partner, from any thread;
    `clock` counts seconds and never goes back.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._calls: deque[tuple[float, bool]] = deque()
        self._unanswered = 0
        self._rests_until: float | None = None

    def allow(self) -> bool:
        """Whether a call may go out now. Saying yes to a probe uses the probe up."""
        with self._lock:
            if self._rests_until is None:
                return True
            now = self._clock()
            if now < self._rests_until:
                return False
            # A probe that is never reported (its process died) frees the next one.
            self._rests_until = now + REST_SECONDS
            return True

    @property
    def is_open(self) -> bool:
        """Whether the partner is being left alone, or being probed."""
        with self._lock:
            return self._rests_until is not None

    def record_success(self) -> None:
        """The partner answered, if only to refuse."""
        with self._lock:
            self._unanswered = 0
            if self._rests_until is not None:
                self._rests_until = None
                self._calls.clear()
            self._remember(failed=False)

    def record_failure(self, *, connection: bool) -> None:
        """The call got no answer (`connection`), or a server error."""
        with self._lock:
            self._unanswered = self._unanswered + 1 if connection else 0
            self._remember(failed=True)
            if self._rests_until is not None or self._is_failing():
                self._rests_until = self._clock() + REST_SECONDS

    def _remember(self, *, failed: bool) -> None:
        now = self._clock()
        self._calls.append((now, failed))
        while self._calls[0][0] <= now - WINDOW_SECONDS:
            self._calls.popleft()

    def _is_failing(self) -> bool:
        if self._unanswered >= CONSECUTIVE_CONNECTION_FAILURES:
            return True
        failures = sum(failed for _, failed in self._calls)
        return (
            len(self._calls) >= WINDOW_CALLS
            and failures * 100 >= len(self._calls) * WINDOW_FAILURE_PERCENT
        )
