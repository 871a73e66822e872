"""A receiver of callbacks that keeps what it is sent, and may refuse some first."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Receiver:
    url: str = ""
    refuse_first: int = 0
    received: list[tuple[bytes, str]] = field(default_factory=list)

    def wait_for(self, text: str, count: int = 1) -> list[tuple[bytes, str]]:
        """The callbacks whose body holds the text, once there are `count` of them."""
        ends_at = time.monotonic() + 15
        while time.monotonic() < ends_at:
            found = [one for one in list(self.received) if text.encode() in one[0]]
            if len(found) >= count:
                return found
            time.sleep(0.05)
        raise AssertionError(f"No {count} callbacks with {text!r} within 15 s.")


@contextmanager
def listening() -> Iterator[Receiver]:
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.received.append((body, self.headers["Stripe-Signature"]))
            status = 500 if receiver.refuse_first > 0 else 200
            receiver.refuse_first -= 1
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver.url = f"http://127.0.0.1:{server.server_port}/callbacks"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
