"""What tests of webhooks share: rows, and a receiver to send to."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.events import StoredEvent
from core.events.services.relay import relay_events
from core.ids import new_id, new_signing_secret
from core.privacy import vault_of
from partners.feed import FeedEntry
from partners.webhooks import Delivery, Endpoint
from partners.webhooks.rules import Answer
from partners.webhooks.services.record import Landed, record_attempts
from tests.factories.partners import EARLY

SECRET = new_signing_secret()


def make_endpoint(session: Session, organisation: Any, **changes: Any) -> Endpoint:
    identity = new_id()
    values: dict[str, Any] = {
        "id": identity,
        "organisation_id": organisation.id,
        "url": "https://hooks.example/",
        "topics": [],
        "secret_sealed": vault_of(session).seal(SECRET, row=identity, field="secret"),
        "created_at": EARLY,
    }
    endpoint = Endpoint(**(values | changes))
    session.add(endpoint)
    session.flush()
    return endpoint


def make_event(session: Session, *organisations: Any, **changes: Any) -> StoredEvent:
    """An event that concerns the organisations, not numbered yet."""
    values: dict[str, Any] = {
        "topic": "order.placed",
        "version": 1,
        "occurred_at": EARLY,
        "object_id": uuid4(),
        "audience": [organisation.id for organisation in organisations],
        "data": {"price": 350_000},
    }
    event = StoredEvent(**(values | changes))
    session.add(event)
    session.flush()
    return event


def entry_of(session: Session, event: StoredEvent, organisation: Any) -> FeedEntry:
    """The event in the organisation's log."""
    return session.scalars(
        select(FeedEntry).where(
            FeedEntry.event_id == event.id,
            FeedEntry.organisation_id == organisation.id,
        )
    ).one()


def attempt(session: Session, delivery: Delivery, answer: Answer, at: datetime) -> None:
    """Record one attempt without any jitter."""
    landed = Landed(
        delivery_id=delivery.id,
        answer=answer,
        at=at,
        sent_at=at,
        headers={"webhook-id": str(delivery.id)},
        body=b'{"type":"order.placed"}',
    )
    record_attempts(session, [landed], draw=lambda: 0.5)
    session.flush()


def relay(session: Session) -> None:
    """Number what there is, which writes the logs and makes the deliveries."""
    relay_events(session)
    session.flush()


@dataclass
class Received:
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """A web server on this machine; `answer` decides what each request gets."""

    answer: Callable[[BaseHTTPRequestHandler], None]
    requests: list[Received] = field(default_factory=list)
    url: str = ""


@contextmanager
def receiver(
    answer: Callable[[BaseHTTPRequestHandler], None] | int = 204,
    *,
    tls: ssl.SSLContext | None = None,
) -> Iterator[Receiver]:
    """Receive webhooks; a number answers each request with that status."""
    if isinstance(answer, int):
        answer = answering(answer)
    seen = Receiver(answer)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("content-length", "0"))
            headers = {name.lower(): value for name, value in self.headers.items()}
            self.received = Received(headers, self.rfile.read(length))
            seen.requests.append(self.received)
            seen.answer(self)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False
        request_queue_size = 64

        def handle_error(self, *_: Any) -> None:
            """Say nothing of clients that hang up."""

    server = Server(("127.0.0.1", 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    seen.url = f"http://127.0.0.1:{server.server_port}/hook"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield seen
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def answering(
    status: int, body: bytes = b"", **headers: str
) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("content-length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return answer
