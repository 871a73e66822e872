"""Where a request really comes from: a proxy is believed only when it is ours.

Anybody can write `X-Forwarded-For`. The header counts when the connection comes from a
network of TRUSTED_PROXIES, and then its last entry alone, which that proxy wrote. From
everybody else the headers are taken away, so that nothing behind can believe them
(requirement SC-14).
"""

import ipaddress
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from werkzeug.middleware.proxy_fix import ProxyFix

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

FORWARDED = ("FOR", "PROTO", "HOST", "PORT", "PREFIX")


class TrustedProxies:
    """A WSGI application behind proxies in the given networks."""

    def __init__(self, app: "WSGIApplication", networks: tuple[Network, ...]) -> None:
        self._app = app
        self._networks = networks
        self._behind = ProxyFix(app, x_for=1, x_proto=1)
        self._is_trusted = lru_cache(maxsize=4096)(self._look_up)

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        if self._is_trusted(environ.get("REMOTE_ADDR", "")):
            return self._behind(environ, start_response)
        for name in FORWARDED:
            environ.pop(f"HTTP_X_FORWARDED_{name}", None)
        environ.pop("HTTP_FORWARDED", None)
        return self._app(environ, start_response)

    def _look_up(self, address: str) -> bool:
        try:
            found = ipaddress.ip_address(address)
        except ValueError:
            return False
        mapped = getattr(found, "ipv4_mapped", None)
        return any((mapped or found) in network for network in self._networks)
