"""Callbacks: each event is kept, signed and delivered until the receiver takes it."""

import hashlib
import hmac
import json
from collections.abc import Callable

import httpx

from marketplace.payments.simulator.faults import Faults
from marketplace.payments.simulator.store import Object, Store, new_id

EVENT = "event"
GIVE_UP_SECONDS = 3 * 24 * 60 * 60
LONGEST_PAUSE = 60.0
TIMEOUT = httpx.Timeout(5.0)


class Events:
    """What happened, and whom it is told to. Without a URL nobody is told.

    Delivery is repeated after 1, 2, 4 ... 60 s, for up to three days.
    """

    def __init__(
        self,
        store: Store,
        faults: Faults,
        *,
        clock: Callable[[], float],
        url: str | None,
        secret: str,
    ) -> None:
        self._store = store
        self._faults = faults
        self._clock = clock
        self._url = url
        self._secret = secret
        self._http = httpx.Client(timeout=TIMEOUT, trust_env=False)

    def record(self, kind: str, subject: Object) -> None:
        """Note that something happened to an object, as it is at this moment."""
        now = self._clock()
        event = {
            "id": new_id("evt"),
            "object": EVENT,
            "type": kind,
            "created": int(now),
            "livemode": False,
            "data": {"object": subject},
        }
        with self._store.transaction() as database:
            self._store.add(EVENT, event, created=now)
            if self._url is not None:
                database.execute(
                    "INSERT INTO deliveries VALUES (?, ?, 0)", (event["id"], now)
                )

    def deliver_due(self) -> int:
        """Send what is due, oldest first; returns how many were tried."""
        with self._store.transaction() as database:
            due = database.execute(
                "SELECT event_id, attempts FROM deliveries WHERE due <= ?"
                " ORDER BY due LIMIT 100",
                (self._clock(),),
            ).fetchall()
        for row in due:
            self._deliver(row["event_id"], row["attempts"])
        return len(due)

    def _deliver(self, event_id: str, attempts: int) -> None:
        event = self._store.get(EVENT, event_id)
        if event is None:
            return
        if self._faults.use_up("lost_webhook"):
            taken = True
        else:
            taken = self._send(event)
            if taken and self._faults.use_up("duplicate_webhook"):
                self._send(event)
        too_old = self._clock() - event["created"] > GIVE_UP_SECONDS
        with self._store.transaction() as database:
            if taken or too_old:
                database.execute(
                    "DELETE FROM deliveries WHERE event_id = ?", (event_id,)
                )
                return
            database.execute(
                "UPDATE deliveries SET due = ?, attempts = ? WHERE event_id = ?",
                (
                    self._clock() + min(LONGEST_PAUSE, 2.0 ** min(attempts, 10)),
                    attempts + 1,
                    event_id,
                ),
            )

    def _send(self, event: Object) -> bool:
        if self._url is None:
            return True
        body = json.dumps(event).encode()
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Stripe-Signature": self._sign(body),
        }
        try:
            response = self._http.post(self._url, content=body, headers=headers)
        except httpx.TransportError:
            return False
        return response.is_success

    def _sign(self, body: bytes) -> str:
        """Each attempt is signed anew: receivers refuse what was signed long ago."""
        timestamp = str(int(self._clock()))
        signed = timestamp.encode() + b"." + body
        mark = hmac.new(self._secret.encode(), signed, hashlib.sha256).hexdigest()
        return f"t={timestamp},v1={mark}"
