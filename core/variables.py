"""What environment variables may hold. Each function reads one kind of value, and
raises ValueError or KeyError for any other."""

import base64
import binascii
import ipaddress
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
LOOPBACK = ("localhost", "127.0.0.1", "::1")
ENVIRONMENTS = ("development", "test", "production")


def text(value: str) -> str:
    if not value.strip():
        raise ValueError
    return value.strip()


def path(value: str) -> Path:
    return Path(text(value))


def environment(value: str) -> str:
    if value not in ENVIRONMENTS:
        raise ValueError
    return value


def count(value: str) -> int:
    number = int(value)
    if number < 1:
        raise ValueError
    return number


def switch(value: str) -> bool:
    return {
        "1": True,
        "true": True,
        "yes": True,
        "0": False,
        "false": False,
        "no": False,
    }[value.lower()]


def optional_count(value: str) -> int | None:
    return None if value.lower() == "none" else count(value)


def zone(value: str) -> ZoneInfo:
    try:
        return ZoneInfo(value)
    except ZoneInfoNotFoundError as error:
        raise ValueError from error


def url(value: str) -> str:
    if not value.startswith(("http://", "https://")):
        raise ValueError
    return value.rstrip("/")


def smtp_url(value: str) -> str:
    """An address of a mail server, or nothing; plain only to this machine."""
    if not value:
        return ""
    parts = urlsplit(value)
    plain = parts.scheme == "smtp+plain"
    if parts.scheme not in ("smtp", "smtps") and not plain:
        raise ValueError
    if not parts.hostname or (plain and parts.hostname not in LOOPBACK):
        raise ValueError
    if parts.port == 0:
        raise ValueError
    return value


def address(value: str) -> str:
    name, at, domain = value.strip().rpartition("@")
    if not name or not at or not domain or any(letter <= " " for letter in value):
        raise ValueError
    return value.strip()


def database_url(value: str) -> str:
    scheme, separator, rest = value.partition("://")
    if not separator or scheme not in ("postgres", "postgresql", "postgresql+psycopg"):
        raise ValueError
    return "postgresql+psycopg://" + rest


def key(value: str) -> bytes:
    try:
        key = base64.b64decode(value, validate=True)
    except binascii.Error as error:
        raise ValueError from error
    if len(key) != 32:
        raise ValueError
    return key


def keys(value: str) -> dict[str, bytes]:
    pairs = [pair.partition(":") for pair in value.split(",")]
    keys = {name.strip(): key(encoded.strip()) for name, _, encoded in pairs}
    if not all(keys) or len(keys) < len(pairs):
        raise ValueError
    return keys


def public_keys(value: str) -> tuple[bytes, ...]:
    return tuple(key(each.strip()) for each in value.split(",") if each.strip())


def networks(value: str) -> tuple[Network, ...]:
    if value.lower() == "none":
        return ()
    return tuple(ipaddress.ip_network(part.strip()) for part in value.split(","))
