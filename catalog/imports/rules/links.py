"""Published links, read as web addresses."""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from catalog.imports.findings import (
    LINK_MISSING,
    LINK_REDIRECTS,
    LINK_UNUSABLE,
    LINK_WITHOUT_SCHEME,
    Kind,
)

LONGEST_LINK = 2_000

_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?::[0-9]{1,5})?")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
# Sites whose links lead on to another: where they end may change without notice.
_SHORTENERS = frozenset({"bit.ly", "tinyurl.com", "s.id", "cutt.ly"})


@dataclass(frozen=True)
class Link:
    """A usable address, None when there is none, with what there is to say of it."""

    url: str | None
    remarks: tuple[Kind, ...] = ()


def read_link(text: str) -> Link:
    """Read a published link; only http and https addresses are ever passed on."""
    if not text:
        return Link(None, (LINK_MISSING,))

    has_scheme = _SCHEME.match(text) is not None
    url = text if has_scheme else f"https://{text}"
    parts = _split(url)
    if parts is None:
        return Link(None, (LINK_UNUSABLE,))

    remarks = () if has_scheme else (LINK_WITHOUT_SCHEME,)
    return Link(url, (*remarks, LINK_REDIRECTS) if _redirects(parts) else remarks)


def _split(url: str) -> SplitResult | None:
    if len(url) > LONGEST_LINK or any(blank.isspace() for blank in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:  # Unbalanced brackets: not an address.
        return None
    usable = parts.scheme in ("http", "https") and _HOST.fullmatch(parts.netloc.lower())
    return parts if usable else None


def _redirects(parts: SplitResult) -> bool:
    by_search_engine = (parts.netloc, parts.path) == ("www.google.com", "/url")
    return by_search_engine or parts.netloc.lower() in _SHORTENERS
