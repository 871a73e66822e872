"""A partner's webhook receiver: it keeps what comes and checks the signatures."""

from collections import defaultdict
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from types import TracebackType
from typing import Any, Self

import orjson
from standardwebhooks import Webhook, WebhookVerificationError


@dataclass(frozen=True)
class Delivery:
    """A webhook as it came in."""

    headers: dict[str, str]
    body: bytes

    @property
    def event(self) -> dict[str, Any]:
        """What it tells; only to be read once `is_signed_with` holds."""
        event: dict[str, Any] = orjson.loads(self.body)
        return event

    def is_signed_with(self, secret: str, *, body: bytes | None = None) -> bool:
        """Whether the signature holds, by the library that receivers use."""
        text = (self.body if body is None else body).decode()
        try:
            Webhook(secret).verify(text, self.headers)
        except WebhookVerificationError:
            return False
        return True


class Receiver:
    """Listens on the loopback address, with a path for each partner."""

    def __init__(self) -> None:
        self._taken: defaultdict[str, list[Delivery]] = defaultdict(list)
        self._lock = Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self._take))

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def address(self, partner: str) -> str:
        """Where a partner has its events sent."""
        return f"http://127.0.0.1:{self._server.server_port}/{partner}"

    def deliveries(self, partner: str) -> list[Delivery]:
        """What has come for a partner so far."""
        with self._lock:
            return list(self._taken[partner])

    def _take(self, path: str, delivery: Delivery) -> None:
        with self._lock:
            self._taken[path.removeprefix("/")].append(delivery)


def _handler(take: Any) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            headers = {name.lower(): value for name, value in self.headers.items()}
            take(self.path, Delivery(headers, body))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing: the walkthrough tells the story."""

    return Handler
