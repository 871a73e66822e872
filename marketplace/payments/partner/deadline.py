"""One deadline over a whole exchange, whatever its parts are doing.

httpx bounds each read on its own, so a partner that sends one byte every few seconds
would hold a worker for ever. Here each read and write gets what the attempt has left.
"""

import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import httpcore
import httpx

_ends_at: ContextVar[float | None] = ContextVar("attempt_ends_at", default=None)


@contextmanager
def attempt_deadline(seconds: float) -> Iterator[None]:
    """Everything this thread sends or reads inside the block ends within `seconds`.

    Holds for clients built by `new_http_client`; past the deadline they raise
    httpx.ConnectTimeout, httpx.WriteTimeout or httpx.ReadTimeout.
    """
    token = _ends_at.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _ends_at.reset(token)


def deadline_passed() -> bool:
    """Whether the surrounding attempt has used up its time."""
    ends_at = _ends_at.get()
    return ends_at is not None and time.monotonic() >= ends_at


def new_http_client(timeout: httpx.Timeout) -> httpx.Client:
    """A pool of connections to one partner: no redirects, and no proxy by accident.

    Certificates are always verified, with TLS 1.2 or higher.
    """
    return httpx.Client(
        transport=_DeadlineTransport(),
        timeout=timeout,
        follow_redirects=False,
        trust_env=False,
    )


class _DeadlineTransport(httpx.HTTPTransport):
    def __init__(self) -> None:
        context = ssl.create_default_context()
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        super().__init__(verify=context, trust_env=False)
        # httpx has no parameter for the network backend of its pool.
        self._pool.close()
        self._pool = httpcore.ConnectionPool(
            ssl_context=context,
            max_connections=20,
            max_keepalive_connections=5,
            keepalive_expiry=5.0,
            network_backend=_DeadlineBackend(),
        )


class _DeadlineBackend(httpcore.NetworkBackend):
    def __init__(self) -> None:
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        left = _left(timeout, httpcore.ConnectTimeout)
        return _DeadlineStream(
            self._inner.connect_tcp(host, port, left, local_address, socket_options)
        )


class _DeadlineStream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _left(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _left(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = _left(timeout, httpcore.ConnectTimeout)
        return _DeadlineStream(
            self._inner.start_tls(ssl_context, server_hostname, left)
        )

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def _left(timeout: float | None, late: Callable[[str], Exception]) -> float | None:
    """The shorter of the part's own limit and what is left of the attempt."""
    ends_at = _ends_at.get()
    if ends_at is None:
        return timeout
    left = ends_at - time.monotonic()
    if left <= 0:
        raise late("The attempt has used up its time.")
    return left if timeout is None else min(timeout, left)
