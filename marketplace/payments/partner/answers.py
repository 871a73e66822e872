"""Reading what a partner answers without trusting it.

An answer decides whether money counts as paid, so a body that can be read in two ways
(a key that occurs twice) or that is built to exhaust us is no answer at all.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MAXIMUM_BYTES = 1024 * 1024
MAXIMUM_DEPTH = 20


class UnreadableAnswer(Exception):
    """The partner answered, and what it said cannot be relied on."""


@dataclass(frozen=True)
class Answer:
    """One answer of the partner: status, headers in lower case, and the body's object.

    `body` is None when the body was unreadable; `unreadable` then says why.
    """

    status: int
    headers: Mapping[str, str]
    body: Mapping[str, Any] | None
    unreadable: str | None = None

    @property
    def request_id(self) -> str | None:
        """The partner's own name for this call, for questions to its support."""
        return self.headers.get("request-id")

    @property
    def error(self) -> Mapping[str, Any]:
        """The `error` object of a refusal, or an empty one."""
        found = self.body.get("error") if self.body else None
        return found if isinstance(found, Mapping) else {}

    def error_text(self, name: str) -> str:
        """A member of the error as text; what is missing or no text is empty."""
        value = self.error.get(name)
        return value if isinstance(value, str) else ""


def read_object(raw: bytes) -> Mapping[str, Any]:
    """The JSON object in an answer's body.

    Raises UnreadableAnswer for anything but one object of UTF-8 JSON at most 20 levels
    deep, in which no key occurs twice and every number is a JSON number.
    """
    try:
        text = raw.decode("utf-8")
        _check_depth(text)
        value = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except ValueError as error:
        raise UnreadableAnswer("The body is not JSON.") from error
    if not isinstance(value, dict):
        raise UnreadableAnswer("The body is not a JSON object.")
    return value


def _check_depth(text: str) -> None:
    """Count brackets before parsing: the parser itself recurses once per level."""
    depth, in_string, escaped = 0, False, False
    for character in text:
        if in_string:
            in_string = escaped or character != '"'
            escaped = character == "\\" and not escaped
        elif character == '"':
            in_string = True
        elif character in "[{":
            depth += 1
            if depth > MAXIMUM_DEPTH:
                raise UnreadableAnswer(f"The body is over {MAXIMUM_DEPTH} levels deep.")
        elif character in "]}":
            depth -= 1


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise UnreadableAnswer("A key occurs twice in the body.")
    return found


def _no_constant(name: str) -> None:
    raise UnreadableAnswer(f"{name} is not a JSON number.")
