"""When to try again, where a webhook may go, which topics exist.

Schedule, answers and headers are those of Standard Webhooks
(https://www.standardwebhooks.com); requirements WH-03, WH-04 and WH-06.
"""

import ipaddress
import socket
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from partners.webhooks.errors import EndpointUrlRefused, UnknownTopic

# The wait after the first, second … failed attempt; after the last there is no more.
SCHEDULE = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
MAX_ATTEMPTS = len(SCHEDULE) + 1
JITTER = 0.2
LONGEST_RETRY_AFTER = timedelta(hours=24)

ROTATION = timedelta(hours=24)

# How many deliveries of one endpoint are on their way at once, unless its owner says
# otherwise; one that fails is asked one at a time (WH-05).
IN_FLIGHT = 4
MOST_IN_FLIGHT = 10
IN_FLIGHT_WHILE_FAILING = 1
# An endpoint that has kept us waiting for so long is served apart from the quick.
SLOW_AFTER = timedelta(seconds=1)

# How long what was sent can be looked at and sent again (WH-07), and how long a pause
# may last.
KEEP = timedelta(days=30)

HTTPS_PORTS = frozenset({443, 8443})
# All that is routed on the open internet of IPv6; what carries an IPv4 address inside
# (mapped, compatible, NAT64) lies elsewhere.
_OPEN_IPV6 = ipaddress.ip_network("2000::/3")
# Ranges that Python calls global: 6to4, Teredo and other protocols' own, examples.
_NOT_OPEN = tuple(
    ipaddress.ip_network(network)
    for network in (
        *("2002::/16", "2001::/23", "3fff::/20"),
        *("192.0.0.0/24", "192.88.99.0/24"),
    )
)


@dataclass(frozen=True)
class Answer:
    """What came back: `status` is None when nothing did, and `error` says why.

    `text` is the first 1 KiB of the body; `retry_after` the header as it was sent.
    """

    status: int | None
    latency_ms: int
    error: str | None = None
    text: str | None = None
    retry_after: str | None = None

    @property
    def is_success(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    @property
    def is_gone(self) -> bool:
        """410: the receiver wants no more."""
        return self.status == 410


def next_attempt(
    attempts: int, answer: Answer, *, at: datetime, draw: Callable[[], float]
) -> datetime | None:
    """When to try again after `attempts` failed ones, or None for never.

    `draw` gives a number from 0 to 1, which spreads the retries by 20 % to either
    side. 429 and 503 may ask for a longer wait, of at most 24 hours.
    """
    if attempts >= MAX_ATTEMPTS:
        return None
    wait = SCHEDULE[attempts - 1] * (1 - JITTER + 2 * JITTER * draw())
    if answer.status in (429, 503) and answer.retry_after:
        wait = max(wait, min(asked_wait(answer.retry_after, at), LONGEST_RETRY_AFTER))
    return at + wait


def asked_wait(retry_after: str, at: datetime) -> timedelta:
    """The wait that a Retry-After header asks for (RFC 9110, 10.2.3); 0 if unclear."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return timedelta(seconds=min(int(text[:9]), 10**8))
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return timedelta()
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(moment - at, timedelta())


def is_public_address(text: str) -> bool:
    """Whether an IP address is one of the open internet, in whatever notation."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public_address(str(address.ipv4_mapped))
        if address not in _OPEN_IPV6:
            return False
    is_open = address.is_global and not address.is_multicast
    return is_open and not any(address in network for network in _NOT_OPEN)


def check_url(url: str, *, allow_private: bool) -> None:
    """Refuse an address to which webhooks may not go: raises EndpointUrlRefused.

    https on port 443 or 8443, no user name, no fragment. `allow_private` lifts that for
    development. The name is resolved and checked again at each attempt.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise EndpointUrlRefused(reason="it is not a URL") from error
    if any(letter <= " " or letter in '\\<>"^`{|}' for letter in url):
        raise EndpointUrlRefused(reason="it is not a URL")
    if not parts.hostname or "@" in parts.netloc or parts.fragment:
        raise EndpointUrlRefused(reason="it has no host, a user name or a fragment")
    if allow_private and parts.scheme in ("http", "https"):
        return
    if parts.scheme != "https" or port not in (None, *HTTPS_PORTS):
        raise EndpointUrlRefused(reason="only https on port 443 or 8443 is allowed")
    if _is_private_literal(parts.hostname):
        raise EndpointUrlRefused(reason="the host is not on the open internet")


def _is_private_literal(host: str) -> bool:
    """Whether the host is inside by its own spelling, without asking a name server.

    Numbers that are no dotted quad (`127.1`, `0x7f000001`) are addresses to the
    operating system, and nobody on the open internet is called so.
    """
    host = host.lower().rstrip(".")
    try:
        return not is_public_address(host)
    except ValueError:
        name = host.rpartition(".")[2]
        return _is_number(host) or name in ("localhost", "local")


def _is_number(host: str) -> bool:
    try:
        socket.inet_aton(host)
    except OSError:
        return False
    return True


def check_topics(topics: Collection[str], known: Collection[str]) -> None:
    """Refuse a topic that no event has: raises UnknownTopic."""
    for topic in topics:
        if topic not in known:
            raise UnknownTopic(topic=topic)
