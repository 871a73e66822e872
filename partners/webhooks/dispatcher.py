"""Sending what is due, many at a time, so that no receiver delays another (WH-05).

There are two lanes. In the quick one an attempt takes a slot for its first second only:
after that its receiver counts as slow, gets nothing more, and the slot is given to the
next. Endpoints whose last attempt failed or was slow are served in the other lane, so
however many of them hang, the quick keep theirs. Nothing is sent inside a transaction;
a delivery is claimed in one, sent, and recorded in another.
"""

import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime
from threading import Lock

from core.logs import get_logger
from core.unit_of_work import unit_of_work
from partners.webhooks.client import Sender
from partners.webhooks.messages import headers_of
from partners.webhooks.rules import SLOW_AFTER
from partners.webhooks.services.claim import Parcel, claim_due
from partners.webhooks.services.record import Landed, record_attempts

log = get_logger(__name__)

QUICK_SLOTS = 48
SLOW_SLOTS = 48
# For attempts of the quick lane that have lost their slot and are still waited for.
SPARE_THREADS = 64

# A worker that is asked to stop waits for its jobs, so a job ends by itself.
LONGEST_TURN_SECONDS = 20.0
CLAIM_PAUSE_SECONDS = 0.05
LOOK_AGAIN_SECONDS = 0.005
RECORD_AT_ONCE = 100

Clock = Callable[[], datetime]


class Dispatcher:
    """Claims and sends; one per process."""

    def __init__(
        self,
        sender: Sender,
        clock: Clock,
        *,
        quick_slots: int = QUICK_SLOTS,
        slow_slots: int = SLOW_SLOTS,
    ) -> None:
        self._sender = sender
        self._clock = clock
        self._quick = _Lane(slots=quick_slots, spare=SPARE_THREADS)
        self._slow = _Lane(slots=slow_slots)
        self._recorder = _Recorder()
        self._running = Lock()

    def deliver_due(self) -> int:
        """Start sending everything that is due; how many deliveries were started.

        Returns when nothing more can be started, without waiting for slow receivers:
        what they answer is recorded by itself. A second call at once does nothing.
        """
        if not self._running.acquire(blocking=False):
            return 0
        try:
            started, end_at = 0, time.monotonic() + LONGEST_TURN_SECONDS
            while time.monotonic() < end_at:
                # Asked before: what lands after a claim that found nothing makes room
                # for the next of the same endpoint.
                is_busy = self._quick.young() > 0 or self._recorder.is_busy()
                now_started = self._fill(self._quick) + self._fill(self._slow)
                started += now_started
                if not now_started and not is_busy:
                    break
                if now_started:
                    self._quick.wait_for_room()
                else:
                    self._quick.wait_for_landing()
            return started
        finally:
            self._running.release()

    def drain(self) -> None:
        """Wait until everything that was started has been recorded."""
        self._quick.drain()
        self._slow.drain()

    def close(self) -> None:
        """Finish what was started, and send no more."""
        self._quick.pool.shutdown()
        self._slow.pool.shutdown()

    def _fill(self, lane: "_Lane") -> int:
        room = lane.room()
        if room == 0:
            return 0
        with unit_of_work("webhooks.claim") as session:
            parcels = claim_due(
                session, slow=lane is self._slow, limit=room, at=self._clock()
            )
        for parcel in parcels:
            lane.start(self._deliver, parcel)
        return len(parcels)

    def _deliver(self, parcel: Parcel) -> None:
        sent_at = self._clock()
        headers = headers_of(
            parcel.delivery_id, parcel.body, secrets=parcel.secrets, at=sent_at
        )
        answer = self._sender.send(parcel.url, parcel.body, headers)
        self._recorder.take(
            Landed(
                delivery_id=parcel.delivery_id,
                answer=answer,
                at=self._clock(),
                sent_at=sent_at,
                headers=headers,
                body=parcel.body,
            )
        )


class _Lane:
    """A share of the threads. `spare` of them go on with attempts that are no longer
    young and have lost their slot; without spare ones every attempt keeps its own."""

    def __init__(self, *, slots: int, spare: int = 0) -> None:
        self._slots = slots
        self._threads = slots + spare
        self._forgiving = spare > 0
        self.pool = ThreadPoolExecutor(self._threads, thread_name_prefix="webhooks")
        self._flying: dict[Future[None], float] = {}

    def young(self) -> int:
        """How many attempts take a slot."""
        self._flying = {
            future: since for future, since in self._flying.items() if not future.done()
        }
        if not self._forgiving:
            return len(self._flying)
        old_since = time.monotonic() - SLOW_AFTER.total_seconds()
        return sum(since > old_since for since in self._flying.values())

    def room(self) -> int:
        """How many more can be sent at once."""
        free = self._slots - self.young()
        return max(min(free, self._threads - len(self._flying)), 0)

    def start(self, deliver: Callable[[Parcel], None], parcel: Parcel) -> None:
        future = self.pool.submit(deliver, parcel)
        future.add_done_callback(_report)
        self._flying[future] = time.monotonic()

    def wait_for_room(self) -> None:
        """Wait until a quarter of the slots is free, or a moment: a claim costs nearly
        as much for one delivery as for many."""
        end_at = time.monotonic() + CLAIM_PAUSE_SECONDS
        while self.room() < self._slots // 4 and time.monotonic() < end_at:
            self.wait_for_landing()

    def wait_for_landing(self) -> None:
        """Wait until one more has landed, or a moment."""
        if self._flying:
            wait(
                self._flying,
                timeout=CLAIM_PAUSE_SECONDS,
                return_when=FIRST_COMPLETED,
            )
        else:
            time.sleep(LOOK_AGAIN_SECONDS)

    def drain(self) -> None:
        wait(self._flying)


class _Recorder:
    """Writes down what has landed, together with whatever else landed meanwhile."""

    def __init__(self) -> None:
        self._landed: deque[Landed] = deque()
        self._writing = Lock()

    def is_busy(self) -> bool:
        """Whether something has landed and is not written down yet."""
        return bool(self._landed) or self._writing.locked()

    def take(self, landed: Landed) -> None:
        """Have an attempt written down, by this thread or by the one that writes now.

        The writer looks again after it has let go of the lock, so nothing is left.
        """
        self._landed.append(landed)
        while self._landed and self._writing.acquire(blocking=False):
            try:
                self._write()
            finally:
                self._writing.release()

    def _write(self) -> None:
        batch = [
            self._landed.popleft()
            for _ in range(min(len(self._landed), RECORD_AT_ONCE))
        ]
        try:
            _record(batch)
        except Exception as error:
            log.error("webhooks.recorded_singly", error=type(error).__name__)
            for one in batch:
                _record_alone(one)


def _record(batch: list[Landed]) -> None:
    with unit_of_work("webhooks.record") as session:
        record_attempts(session, batch)


def _record_alone(one: Landed) -> None:
    """One that cannot be recorded keeps no other from it; it is sent again when its
    lease ends."""
    try:
        _record([one])
    except Exception as error:
        log.error("webhook.not_recorded", error=type(error).__name__)


def _report(future: "Future[None]") -> None:
    """An attempt that broke is sent again when its lease ends."""
    error = future.exception()
    if error is not None:
        log.error("webhook.not_sent", error=type(error).__name__)
