"""What requirement SC-11 asks of the headers of an answer, and of its page."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from typing import Any

YEAR = 31_536_000
SAFE_SOURCES = {"'none'", "'self'", "data:"}
FETCHED = ("default-src", "script-src", "style-src", "img-src", "connect-src")


def faults_of(response: Any) -> list[str]:
    """What is wrong with an answer over TLS; nothing when all is well."""
    return [
        *_transport(response.headers),
        *_policy(response.headers),
        *_cookies(response.headers),
        *_page(response),
    ]


def is_kept(response: Any) -> bool:
    """Whether a browser or a proxy may keep the answer."""
    return "no-store" not in response.headers.get("Cache-Control", "")


def _transport(headers: Any) -> Iterator[str]:
    age = re.match(r"max-age=(\d+)", headers.get("Strict-Transport-Security", ""))
    if age is None or int(age.group(1)) < YEAR:
        yield "no HSTS of a year"
    for name, wanted in (
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("X-Frame-Options", "DENY"),
    ):
        if headers.getlist(name) != [wanted]:
            yield f"{name} is {headers.getlist(name)}"


def _policy(headers: Any) -> Iterator[str]:
    policies = headers.getlist("Content-Security-Policy")
    if len(policies) != 1:
        yield f"{len(policies)} policies"
        return
    directives = {
        name: set(sources)
        for name, *sources in (part.split() for part in policies[0].split(";"))
    }
    for name in ("frame-ancestors", "base-uri", "default-src"):
        if directives.get(name) != {"'none'"}:
            yield f"{name} is {directives.get(name)}"
    for name in FETCHED:
        strange = directives.get(name, set()) - SAFE_SOURCES
        if strange or (name == "script-src" and "data:" in directives.get(name, ())):
            yield f"{name} allows {sorted(directives[name])}"


def _cookies(headers: Any) -> Iterator[str]:
    """Also of a cookie that is taken away: browsers refuse a `__Host-` cookie without
    `Secure`, and it would stay."""
    for line in headers.getlist("Set-Cookie"):
        ((name, cookie),) = SimpleCookie(line).items()
        well = (
            name.startswith("__Host-")
            and cookie["secure"]
            and cookie["httponly"]
            and cookie["path"] == "/"
            and not cookie["domain"]
            and cookie["samesite"] in ("Lax", "Strict")
        )
        if not well:
            yield f"cookie {line.partition('=')[0]}: {line.partition(';')[2]}"


def _page(response: Any) -> Iterator[str]:
    """What the policy would keep from running is not in the page in the first place."""
    kind = response.headers.get("Content-Type", "")
    if response.data and not kind:
        yield "no content type"
    if response.data.lstrip()[:1] == b"<" and "html" not in kind and "xml" not in kind:
        yield f"markup that is called {kind}"
    if response.mimetype == "text/html":
        if "charset=utf-8" not in kind.lower():
            yield f"a page without its charset: {kind}"
        reader = _Reader()
        reader.feed(response.text)
        yield from reader.inline


class _Reader(HTMLParser):
    """Collects scripts and styles that stand in the page itself."""

    def __init__(self) -> None:
        super().__init__()
        self.inline: list[str] = []

    def handle_starttag(
        self, tag: str, attributes: list[tuple[str, str | None]]
    ) -> None:
        given = dict(attributes)
        # A data block (HTML, 4.12.1) is read by machines and run by none.
        is_data = given.get("type") == "application/ld+json"
        if tag == "style" or (tag == "script" and "src" not in given and not is_data):
            self.inline.append(f"inline <{tag}>")
        for name, value in given.items():
            called = (value or "").strip().lower()
            if name == "style" or name.startswith("on") or "hx-on" in name:
                self.inline.append(f"inline {name} of <{tag}>")
            if called.startswith("javascript:"):
                self.inline.append(f"script in {name} of <{tag}>")
