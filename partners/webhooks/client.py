"""Sending one webhook over HTTP, to the open internet only.

The name is resolved at each attempt and every address checked; the connection goes to
the address that was checked, so a name server that changes its answer gains nothing
(WH-06). Redirects are not followed, the whole attempt ends after 15 seconds, and at
most 64 KiB of an answer are read, of which 1 KiB is kept (WH-04).
"""

import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from threading import Timer
from typing import Any

import httpx

from partners.webhooks.errors import EndpointUrlRefused
from partners.webhooks.rules import Answer, check_url, is_public_address

DEADLINE_SECONDS = 15.0
READ_BYTES = 64 * 1024
KEEP_BYTES = 1024

Resolver = Callable[[str, int], list[str]]


class Blocked(Exception):
    """The host has an address that is not on the open internet."""


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, as the operating system finds them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Sender:
    """Sends webhooks; one per process, shared by all threads.

    Connections are not kept: a kept one is known by its address alone, and two
    receivers behind one address must not share it.
    """

    def __init__(
        self,
        *,
        allow_private: bool,
        resolver: Resolver = resolve,
        transport: httpx.BaseTransport | None = None,
        deadline: float = DEADLINE_SECONDS,
    ) -> None:
        self._allow_private = allow_private
        self._resolver = resolver
        self._deadline = deadline
        self._client = httpx.Client(
            transport=transport,
            timeout=deadline,
            follow_redirects=False,
            trust_env=False,
            limits=httpx.Limits(max_keepalive_connections=0),
        )

    def send(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Post `body` once and say what came back; raises nothing of the network."""
        started = time.monotonic()
        try:
            request = self._request(url, body, headers)
            status, text, retry_after = self._exchange(request)
        except (EndpointUrlRefused, Blocked):
            return Answer(None, _since(started), error="blocked_address")
        except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError) as error:
            took = _since(started)
            late = took >= self._deadline * 1000
            return Answer(None, took, error="timeout" if late else _reason(error))
        return Answer(status, _since(started), text=text, retry_after=retry_after)

    def _request(
        self, url: str, body: bytes, headers: Mapping[str, str]
    ) -> httpx.Request:
        """The request, to the checked address, under the receiver's own name."""
        check_url(url, allow_private=self._allow_private)
        address = httpx.URL(url)
        host = address.host
        port = address.port or (443 if address.scheme == "https" else 80)
        target = self._checked_address(host, port)
        return self._client.build_request(
            "POST",
            address.copy_with(host=target),
            content=body,
            headers={**headers, "host": address.netloc.decode("ascii")},
            extensions={"sni_hostname": host},
        )

    def _checked_address(self, host: str, port: int) -> str:
        addresses = self._resolver(host, port)
        if not addresses:
            raise Blocked(host)
        if not self._allow_private and not all(map(is_public_address, addresses)):
            raise Blocked(host)
        return addresses[0]

    def _exchange(self, request: httpx.Request) -> tuple[int, str, str | None]:
        """Status, first KiB and Retry-After; cut off at the deadline, however slowly
        the receiver drips."""
        connection = _Connection()
        request.extensions["trace"] = connection.trace
        watchdog = Timer(self._deadline, connection.cut)
        watchdog.daemon = True
        watchdog.start()
        try:
            response = self._client.send(request, stream=True)
            try:
                text = _first_bytes(response)
            finally:
                response.close()
        finally:
            watchdog.cancel()
            connection.close()
        return response.status_code, text, response.headers.get("retry-after")


class _Connection:
    """Knows the socket of an attempt, and can cut it from another thread.

    It holds a second handle to the connection: TLS takes the first one over.
    """

    def __init__(self) -> None:
        self._handle: socket.socket | None = None

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        if event == "connection.connect_tcp.complete":
            self._handle = info["return_value"].get_extra_info("socket").dup()

    def cut(self) -> None:
        if self._handle is not None:
            # It may have ended by itself in this moment.
            with suppress(OSError):
                self._handle.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        if self._handle is not None:
            self._handle.close()


def _first_bytes(response: httpx.Response) -> str:
    """What is kept of the body; the rest is left unread beyond 64 KiB."""
    kept, read = b"", 0
    for chunk in response.iter_raw():
        kept += chunk[: KEEP_BYTES - len(kept)]
        read += len(chunk)
        if read >= READ_BYTES:
            break
    # PostgreSQL stores no NUL.
    return kept.decode("utf-8", errors="replace").replace(
        "\0", "\N{REPLACEMENT CHARACTER}"
    )


def _reason(error: Exception) -> str:
    """A short word for the delivery log; never the text of a foreign program."""
    if isinstance(error, httpx.TimeoutException):
        return "timeout"
    if any(isinstance(cause, ssl.SSLError) for cause in _causes(error)):
        return "tls"
    if isinstance(error, (httpx.ConnectError, socket.gaierror)):
        return "connection_failed"
    return "broken_answer"


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _since(started: float) -> int:
    return round((time.monotonic() - started) * 1000)
