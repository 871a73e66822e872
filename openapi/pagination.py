"""Cursor pagination: stable under change, never an offset.

A list is ordered by columns that together are unique; the cursor holds the last row's
values of them. `limit` is at most 100 (requirement SC-05).
"""

import base64
import binascii
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

import marshmallow as ma
from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    and_,
    literal,
    or_,
    tuple_,
)
from sqlalchemy.orm import Session

from core.errors import Malformed
from core.text import Text as Words
from openapi.fields import Schema, Text, WholeNumber

Row = TypeVar("Row")

DEFAULT_LIMIT = 20
MAX_LIMIT = 100


class InvalidCursor(Malformed):
    slug = "invalid-cursor"
    title = Words("The cursor is not one of ours", "Kursor tidak dikenal")
    detail = Words(
        "The cursor was changed, or belongs to another list.",
        "Kursor berubah, atau milik daftar lain.",
    )
    remedy = Words(
        "Start again without a cursor.", "Mulai lagi dari awal tanpa kursor."
    )


class QueryNumber(WholeNumber):
    """A whole number in a query string, where everything is text."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Any, **kwargs: Any
    ) -> Any:
        if isinstance(value, str) and value.isascii() and value.isdigit():
            value = int(value[:20])
        return super()._deserialize(value, attr, data, **kwargs)


class PageArgumentsSchema(Schema):
    """Query parameters of every list."""

    limit = QueryNumber(
        load_default=DEFAULT_LIMIT,
        minimum=1,
        maximum=MAX_LIMIT,
        metadata={"description": "How many at most; 1 to 100."},
    )
    cursor = Text(
        load_default=None,
        validate=ma.validate.Length(max=512),
        metadata={"description": "`next_cursor` of the page before."},
    )


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of a list; `next_cursor` is None on the last."""

    items: Sequence[Row]
    next_cursor: str | None


@dataclass(frozen=True)
class Key:
    """One column of a list's order, and how to find its value on a row."""

    column: SQLColumnExpression[Any]
    attribute: str
    descending: bool = False


def page_schema(item: type[ma.Schema], name: str) -> type[ma.Schema]:
    """The schema of a page of `item`s."""
    return Schema.from_dict(
        {
            "items": ma.fields.List(ma.fields.Nested(item), required=True),
            "next_cursor": Text(
                required=True,
                allow_none=True,
                metadata={"description": "Null on the last page."},
            ),
        },
        name=name,
    )


def paginate(
    session: Session,
    query: Select[*tuple[Any, ...]],
    keys: Sequence[Key],
    *,
    limit: int,
    cursor: str | None,
    scalars: bool = True,
    values: Mapping[str, Any] | None = None,
) -> Page[Any]:
    """One page of `query`, ordered by `keys`; raises InvalidCursor.

    Reads one row more than asked, to know whether there is a next page. `values` are
    those of the query's parameters.
    """
    if cursor is not None:
        query = query.where(_after(keys, _decode(cursor, keys)))
    order = [key.column.desc() if key.descending else key.column.asc() for key in keys]
    query = query.order_by(*order).limit(limit + 1)
    rows: Sequence[Any] = (
        session.scalars(query, values).all()
        if scalars
        else session.execute(query, values).all()
    )
    items = rows[:limit]
    more = len(rows) > limit
    return Page(items, _encode(items[-1], keys) if more else None)


def _after(keys: Sequence[Key], values: Sequence[Any]) -> ColumnElement[bool]:
    """Rows that come after the given values.

    Where all columns go one way the rows are compared as a whole, which PostgreSQL
    answers from the index; else column by column.
    """
    if len({key.descending for key in keys}) == 1:
        columns = tuple_(*(key.column for key in keys))
        last = tuple_(
            *(
                literal(value, key.column.label(None).type)
                for key, value in zip(keys, values, strict=True)
            )
        )
        return columns < last if keys[0].descending else columns > last
    return or_(*_alternatives(keys, values))


def _alternatives(
    keys: Sequence[Key], values: Sequence[Any]
) -> Iterator[ColumnElement[bool]]:
    for place, key in enumerate(keys):
        equal = [
            earlier.column == value
            for earlier, value in zip(keys[:place], values[:place], strict=True)
        ]
        beyond = (
            key.column < values[place] if key.descending else key.column > values[place]
        )
        yield and_(*equal, beyond)


def _encode(row: Any, keys: Sequence[Key]) -> str:
    values = [_tagged(getattr(row, key.attribute)) for key in keys]
    raw = json.dumps(values, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decode(cursor: str, keys: Sequence[Key]) -> list[Any]:
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        values = [_untagged(tag, value) for tag, value in json.loads(raw)]
    except (ValueError, TypeError, KeyError, binascii.Error) as error:
        raise InvalidCursor from error
    if len(values) != len(keys) or not all(map(_suits, values, keys)):
        raise InvalidCursor
    return values


def _suits(value: Any, key: Key) -> bool:
    """Whether a value is of the column's kind, so that the database can compare it."""
    kind = key.column.label(None).type.python_type
    return isinstance(value, (int, float) if kind is float else kind)


def _tagged(value: Any) -> tuple[str, Any]:
    if isinstance(value, datetime):
        return "t", value.isoformat()
    if isinstance(value, UUID):
        return "u", str(value)
    if isinstance(value, (int, float)):
        return "n", value
    return "s", str(value)


def _untagged(tag: str, value: Any) -> Any:
    if tag == "n":
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise ValueError(value)
        return value
    if not isinstance(value, str) or "\0" in value:
        raise ValueError(value)
    readers: dict[str, Callable[[str], Any]] = {
        "t": datetime.fromisoformat,
        "u": UUID,
        "s": str,
    }
    return readers[tag](value)
