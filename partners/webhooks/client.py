"""Sending one webhook over HTTP, to the open internet only.

The name is resolved at each attempt and every address checked; the connection goes to
the address that was checked, so a name server that changes its answer gains nothing
(WH-06). Redirects are not followed, the whole attempt ends after 15 seconds, and of an
answer 1 KiB is read and kept; the rest, which WH-04 bounds to 64 KiB, is not asked for.
"""

import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping

import httpx

from partners.webhooks.errors import EndpointUrlRefused
from partners.webhooks.rules import Answer, check_url, is_public_address
from partners.webhooks.watchdog import Watchdog

DEADLINE_SECONDS = 15.0
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
        self._watchdog = Watchdog()
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
            status, text, retry_after = self._exchange(
                request, started + self._deadline
            )
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

    def _exchange(
        self, request: httpx.Request, cut_at: float
    ) -> tuple[int, str, str | None]:
        """Status, first KiB and Retry-After; cut off at the deadline, however slowly
        the receiver drips and however long its name server took before."""
        left = cut_at - time.monotonic()
        if left <= 0:
            raise httpx.ConnectTimeout("The name was found too late.")
        request.extensions["timeout"] = httpx.Timeout(left).as_dict()
        with self._watchdog.watching(cut_at) as connection:
            request.extensions["trace"] = connection.trace
            response = self._client.send(request, stream=True)
            try:
                text = _first_bytes(response)
            finally:
                response.close()
        return response.status_code, text, response.headers.get("retry-after")


def _first_bytes(response: httpx.Response) -> str:
    """What is kept of the body. The connection is closed on the rest."""
    kept = b""
    for chunk in response.iter_raw():
        kept += chunk
        if len(kept) >= KEEP_BYTES:
            break
    text = kept[:KEEP_BYTES].decode("utf-8", errors="replace")
    # PostgreSQL stores no NUL.
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")


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
