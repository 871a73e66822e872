"""Input that no one should send, made from an operation's own example (SC-05, SC-06).

Each piece has a name, which is what a failing test shows.
"""

import copy
import json
from collections.abc import Iterator
from typing import Any

JSON_TYPE = "application/json"
Piece = tuple[str, bytes, str]

# No JSON document of ours, whatever the operation.
UNREADABLE: dict[str, bytes] = {
    "cut off": b'{"a": ',
    "nothing": b"",
    "not UTF-8": b'{"a": "\xff\xfe"}',
    "UTF-16": '{"a": 1}'.encode("utf-16"),
    "not a number": b'{"a": NaN}',
    "infinity": b'{"a": Infinity}',
    "two documents": b"{}{}",
    "arrays, 100,000 deep": b"[" * 100_000,
    "objects, 100,000 deep": b'{"a":' * 100_000,
    "closed bomb": b"[" * 100_000 + b"]" * 100_000,
}
NO_OBJECT: dict[str, bytes] = {
    "an array": b"[]",
    "null": b"null",
    "a number": b"5",
    "a text": b'"text"',
    "true": b"true",
}
OTHER_TYPES = ("text/plain", "application/x-www-form-urlencoded", "text/xml", "")
READ_ONLY = ("is_admin", "balance", "standing", "__proto__", "x" * 500)
UNSTORABLE = {"NUL": "a\0b", "an unpaired surrogate": "a\ud800b"}
NO_INTEGERS: dict[str, Any] = {
    "negative": -1,
    "huge": 10**30,
    "past 64 bits": 2**63,
    "a fraction": 1.5,
    "a whole fraction": 5.0,
    "a text": "5",
    "a truth": True,
    "an object": {"a": 1},
}
NO_TEXTS: dict[str, Any] = {"a number": 5, "an array": ["a"], "an object": {"a": 1}}
NO_DATES = ("2023-02-30", "2023-13-01", "0000-00-00", "99999-01-01", "yesterday")
# Strange, and perhaps welcome: stored faithfully or refused, never a fault of ours.
STRANGE: dict[str, Any] = {
    "overlong": "a" * 100_000,
    "right to left": "\u202eABC\u202c \u0627\u0644\u0633\u0644\u0627\u0645",
    "four bytes": "\U0001f469\u200d\U0001f393" * 3,
    "combining": "e" + "\u0301" * 50,
    "line ends": "a\r\nSet-Cookie: b=c",
    "SQL": "'; DROP TABLE accounts; --",
    "a format": "{0.__class__} %s %n",
    "blank": "   ",
    "empty": "",
    "null": None,
}


def refused(example: Any) -> Iterator[Piece]:
    """Bodies that must be refused: name, bytes, content type."""
    for name, body in (UNREADABLE | NO_OBJECT).items():
        yield name, body, JSON_TYPE
    good = json.dumps(example).encode()
    for kind in OTHER_TYPES:
        yield f"as {kind or 'nothing'}", good, kind
    for name in READ_ONLY:
        yield f"unknown field {name[:12]}", _dump({**example, name: 1}), JSON_TYPE
    for path, value in leaves(example):
        for name, bad in _wrong_for(path, value).items():
            yield f"{path}: {name}", _dump(replaced(example, path, bad)), JSON_TYPE


def strange(example: Any) -> Iterator[Piece]:
    """Bodies with strange values, which an operation may take or refuse."""
    for path, value in leaves(example):
        if isinstance(value, str):
            for name, odd in STRANGE.items():
                yield f"{path}: {name}", _dump(replaced(example, path, odd)), JSON_TYPE


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, Any]]:
    """Every plain value of a document with the way to it."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from leaves(item, (*path, name))
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from leaves(item, (*path, place))
    else:
        yield path, value


def replaced(example: Any, path: tuple[Any, ...], value: Any) -> Any:
    """A copy of the example with one value replaced."""
    document = copy.deepcopy(example)
    holder = document
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    return document


def _wrong_for(path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    if isinstance(value, bool):
        return {"one": 1, "a word": "true"}
    if isinstance(value, int):
        return NO_INTEGERS
    wrong = UNSTORABLE | NO_TEXTS
    if str(path[-1]).endswith(("_date", "_on")):
        wrong = wrong | {date: date for date in NO_DATES}
    return wrong


def _dump(document: Any) -> bytes:
    """JSON with escapes, so that an unpaired surrogate can be written at all."""
    return json.dumps(document).encode()
