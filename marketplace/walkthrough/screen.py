"""How the walkthrough speaks: what is asked, what is answered, what follows."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from rich.console import Console
from rich.rule import Rule
from rich.text import Text

SECRETS = ("token", "secret", "code_verifier", "csrf", "assertion")
SHOWN_OF_SECRET = 8
WIDTH = 76
LONGEST_LINE = 300
MOST_LINES = 40
SHOWN_HEADERS = (
    "accept-language",
    "authorization",
    "dpop-nonce",
    "idempotency-key",
    "idempotent-replayed",
    "location",
    "www-authenticate",
)


@dataclass(frozen=True)
class Exchange:
    """A request and its answer, whichever library made them."""

    who: str
    method: str
    address: str
    status: int
    asked: str = ""
    answered: str = ""
    request_headers: Mapping[str, str] = field(default_factory=dict)
    answer_headers: Mapping[str, str] = field(default_factory=dict)


class Screen:
    """The terminal, or whatever takes its place."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._chapters = 0

    def chapter(self, title: str, about: str) -> None:
        """Begin a part of the story."""
        self._chapters += 1
        self._console.print()
        self._console.print(
            Rule(Text(f"{self._chapters}. {title}", style="bold magenta"), align="left")
        )
        self._console.print(Text(about, style="italic"))

    def say(self, words: str) -> None:
        """A remark between two requests."""
        self._console.print()
        self._console.print(Text(words))

    def say_found(self, words: str) -> None:
        """One line of a list."""
        self._console.print(Text(f"    {words}"), soft_wrap=True)

    def learned(self, words: str) -> None:
        """A promise that was checked and held."""
        self._console.print(Text.assemble(("  ✓ ", "bold green"), words))

    def show(self, exchange: Exchange, fields: Sequence[str] | None = None) -> None:
        """Print an exchange; of a JSON answer only `fields`, if they are given."""
        self._console.print()
        self._console.print(
            Text.assemble(
                ("▶ ", "bold cyan"),
                (f"{exchange.who:<12}", "dim"),
                (f"{exchange.method} ", "bold cyan"),
                (exchange.address, "cyan"),
            ),
            soft_wrap=True,
        )
        self._headers(exchange.request_headers)
        self._body(readable(exchange.asked))
        colour = "green" if exchange.status < HTTPStatus.BAD_REQUEST else "yellow"
        phrase = HTTPStatus(exchange.status).phrase
        self._console.print(
            Text.assemble(
                ("◀ ", f"bold {colour}"), (f"{exchange.status} {phrase}", colour)
            )
        )
        self._headers(exchange.answer_headers)
        self._body(readable(exchange.answered, fields))

    def finish(self, words: str) -> None:
        """The last line of a walk that went well."""
        self._console.print()
        self._console.print(Rule(style="green"))
        self._console.print(Text(words, style="bold green"))

    def fail(self, words: str) -> None:
        """The last line of one that did not."""
        self._console.print()
        self._console.print(Rule(style="red"))
        self._console.print(Text(f"Not as promised: {words}", style="bold red"))

    def _headers(self, headers: Mapping[str, str]) -> None:
        for name, value in headers.items():
            if name.lower() in SHOWN_HEADERS:
                shown = _masked(value) if name.lower() == "authorization" else value
                self._console.print(
                    Text(f"    {name.title()}: {shown}", style="dim"), soft_wrap=True
                )

    def _body(self, text: str) -> None:
        lines = text.splitlines()
        for line in lines[:MOST_LINES]:
            cut = line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]}…"
            self._console.print(Text(f"    {cut}"), soft_wrap=True)
        if len(lines) > MOST_LINES:
            self._console.print(
                Text(f"    … {len(lines) - MOST_LINES} more lines", style="dim")
            )


def readable(body: str, fields: Sequence[str] | None = None) -> str:
    """A body for people: JSON with blanks, forms as lines, pages by their title.

    Of a JSON object only `fields` are kept, if given. Secrets are cut off.
    """
    if not body:
        return ""
    if body.startswith(("{", "[")):
        content = json.loads(body)
        if fields is not None:
            content = {name: content[name] for name in fields if name in content}
        return _as_json(_without_secrets(content))
    if body.lstrip().lower().startswith("<!doctype html"):
        return f"a page: {_title_of(body)}"
    if "=" in body and "\n" not in body:
        pairs = parse_qsl(body, keep_blank_values=True)
        return "\n".join(f"{name}={_cut(name, value)}" for name, value in pairs)
    return body


def _as_json(content: Any, indent: str = "") -> str:
    """On one line what is short, else with a line for each member."""
    line = json.dumps(content, ensure_ascii=False)
    if len(line) <= WIDTH or not isinstance(content, dict | list):
        return line
    inner = indent + "  "
    if isinstance(content, dict):
        opening, closing = "{}"
        parts = [
            f"{json.dumps(name)}: {_as_json(value, inner)}"
            for name, value in content.items()
        ]
    else:
        opening, closing = "[]"
        parts = [_as_json(value, inner) for value in content]
    members = f",\n{inner}".join(parts)
    return f"{opening}\n{inner}{members}\n{indent}{closing}"


def _without_secrets(content: Any) -> Any:
    if isinstance(content, dict):
        return {
            name: _cut(name, value)
            if isinstance(value, str)
            else _without_secrets(value)
            for name, value in content.items()
        }
    if isinstance(content, list):
        return [_without_secrets(one) for one in content]
    return content


def _cut(name: str, value: str) -> str:
    if name == "password":
        return "…"
    is_secret = any(part in name for part in SECRETS) and not name.endswith("_type")
    return _masked(value) if is_secret else value


def _masked(value: str) -> str:
    scheme, blank, secret = value.rpartition(" ")
    if len(secret) <= SHOWN_OF_SECRET:
        return f"{scheme}{blank}…"
    return f"{scheme}{blank}{secret[:SHOWN_OF_SECRET]}…"


def _title_of(page: str) -> str:
    _, _, rest = page.partition("<title>")
    return rest.partition("</title>")[0].strip()
