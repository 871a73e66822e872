"""Sending what is due, many at a time, so that no receiver delays another (WH-05).

Endpoints that failed last time have threads of their own: however many of them hang,
those that answer keep theirs. Nothing is sent inside a transaction; a delivery is
claimed in one, sent, and recorded in another.
"""

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime
from threading import Lock

from core.logs import get_logger
from core.unit_of_work import unit_of_work
from partners.webhooks.client import Sender
from partners.webhooks.messages import headers_of
from partners.webhooks.services.claim import Parcel, claim_due
from partners.webhooks.services.record import record_attempt

log = get_logger(__name__)

HEALTHY_THREADS = 24
FAILING_THREADS = 8

Clock = Callable[[], datetime]


class Dispatcher:
    """Claims and sends; one per process."""

    def __init__(
        self,
        sender: Sender,
        clock: Clock,
        *,
        healthy_threads: int = HEALTHY_THREADS,
        failing_threads: int = FAILING_THREADS,
    ) -> None:
        self._sender = sender
        self._clock = clock
        self._lanes = (
            _Lane(failing=False, threads=healthy_threads),
            _Lane(failing=True, threads=failing_threads),
        )
        self._running = Lock()

    def deliver_due(self) -> int:
        """Start sending everything that is due; how many deliveries were started.

        Returns when nothing more can be started, without waiting for slow receivers:
        the next call takes up what they leave. A second call at once does nothing.
        """
        if not self._running.acquire(blocking=False):
            return 0
        try:
            started = 0
            while now_started := sum(map(self._fill, self._lanes)):
                started += now_started
                self._lanes[0].wait_for_room()
            return started
        finally:
            self._running.release()

    def drain(self) -> None:
        """Wait until everything that was started has been recorded."""
        for lane in self._lanes:
            lane.drain()

    def close(self) -> None:
        """Finish what was started, and send no more."""
        for lane in self._lanes:
            lane.pool.shutdown()

    def _fill(self, lane: "_Lane") -> int:
        room = lane.room()
        if room == 0:
            return 0
        with unit_of_work("webhooks.claim") as session:
            parcels = claim_due(
                session, failing=lane.failing, limit=room, at=self._clock()
            )
        for parcel in parcels:
            lane.start(self._deliver, parcel)
        return len(parcels)

    def _deliver(self, parcel: Parcel) -> None:
        headers = headers_of(
            parcel.delivery_id, parcel.body, secrets=parcel.secrets, at=self._clock()
        )
        answer = self._sender.send(parcel.url, parcel.body, headers)
        with unit_of_work("webhooks.record") as session:
            record_attempt(session, parcel.delivery_id, answer, at=self._clock())


class _Lane:
    """A share of the threads."""

    def __init__(self, *, failing: bool, threads: int) -> None:
        self.failing = failing
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="webhooks")
        self._threads = threads
        self._flying: set[Future[None]] = set()

    def room(self) -> int:
        """How many more can be sent at once."""
        self._flying = {future for future in self._flying if not future.done()}
        return self._threads - len(self._flying)

    def start(self, deliver: Callable[[Parcel], None], parcel: Parcel) -> None:
        future = self.pool.submit(deliver, parcel)
        future.add_done_callback(_report)
        self._flying.add(future)

    def wait_for_room(self, seconds: float = 1.0) -> None:
        """Wait until one of those in flight has landed, a second at most."""
        if self._flying:
            wait(self._flying, timeout=seconds, return_when=FIRST_COMPLETED)

    def drain(self) -> None:
        wait(self._flying)


def _report(future: "Future[None]") -> None:
    """An attempt that could not be recorded is sent again when its lease ends."""
    error = future.exception()
    if error is not None:
        log.error("webhook.not_recorded", error=type(error).__name__)
