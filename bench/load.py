"""A load generator on loopback: so many connections, each sending its own requests.

Written on sockets, because a client library would take most of the two cores that the
server needs. Bounded in count; every answer is read whole and its status kept.
"""

import socket
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

CONNECTIONS = 8


@dataclass(frozen=True)
class Load:
    """What came of it: answers by status, seconds of each, seconds of the whole."""

    statuses: Counter[int]
    latencies: list[float]
    seconds: float

    @property
    def per_second(self) -> float:
        return len(self.latencies) / self.seconds

    def percentile(self, share: float) -> float:
        """The latency in milliseconds that `share` of the answers stayed within."""
        ordered = sorted(self.latencies)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)] * 1000


def request(
    method: str, path: str, headers: dict[str, str], body: bytes = b""
) -> bytes:
    """A request as bytes, made before the clock starts."""
    lines = [f"{method} {path} HTTP/1.1", "Host: bench"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    lines += [f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode() + body


def send(port: int, requests: Sequence[bytes], connections: int = CONNECTIONS) -> Load:
    """Send all requests over kept-alive connections, each taking the next in turn."""
    statuses: Counter[int] = Counter()
    latencies: list[float] = []
    waiting = iter(requests)
    lock = threading.Lock()

    def work() -> None:
        mine: list[tuple[int, float]] = []
        with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while True:
                with lock:
                    wanted = next(waiting, None)
                if wanted is None:
                    break
                started = time.perf_counter()
                connection.sendall(wanted)
                status = _read(connection)
                mine.append((status, time.perf_counter() - started))
        with lock:
            statuses.update(status for status, _ in mine)
            latencies.extend(seconds for _, seconds in mine)

    started = time.perf_counter()
    threads = [threading.Thread(target=work) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Load(statuses, latencies, time.perf_counter() - started)


def _read(connection: socket.socket) -> int:
    """Read one answer with a Content-Length; its status."""
    received = b""
    while b"\r\n\r\n" not in received:
        received += _more(connection)
    head, _, body = received.partition(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    while len(body) < length:
        body += _more(connection)
    return int(head.split(b" ", 2)[1])


def _more(connection: socket.socket) -> bytes:
    chunk = connection.recv(65536)
    if not chunk:
        raise ConnectionError("The server closed the connection.")
    return chunk
