"""What is kept of a browser, so that a person recognises hers in a list.

Nothing of the request is stored as it came: a browser says too much of itself, and an
address is somebody's (requirement PD-03).
"""

import hashlib
import ipaddress
from dataclasses import dataclass

# The first that is found counts: each names itself after those below it, too.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("UCBrowser", "UC Browser"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class Device:
    """Where somebody signs in. `mark` is the secret of a cookie that stays."""

    browser: str | None = None
    network: str | None = None
    mark: str | None = None

    @property
    def mark_hash(self) -> bytes | None:
        """What is stored of the mark."""
        if self.mark is None:
            return None
        return hashlib.sha256(self.mark.encode("utf-8", "surrogatepass")).digest()


def describe_browser(user_agent: str) -> str | None:
    """The browser and its system, as `Chrome, Android`; None when neither is known."""
    found = [
        next((name for sign, name in known if sign in user_agent), None)
        for known in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(name for name in found if name) or None


def describe_network(address: str | None) -> str | None:
    """The network of an address: the first three bytes of an IPv4 address, the first
    48 bits of an IPv6 one; None for what is no address."""
    try:
        host = ipaddress.ip_address(address or "")
    except ValueError:
        return None
    if isinstance(host, ipaddress.IPv6Address) and host.ipv4_mapped:
        host = host.ipv4_mapped
    prefix = 24 if host.version == 4 else 48
    return str(ipaddress.ip_network((host, prefix), strict=False))
