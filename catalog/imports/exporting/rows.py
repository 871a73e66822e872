"""A course as the cells of a row."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.courses.models import Course
from catalog.imports.lists.queries import drafts_of
from catalog.imports.mapping.fields import FIELDS, PAIRED, RUN_FIELDS

# Runs have a page of their own.
COLUMNS = tuple(
    name for name in FIELDS if name != "institution" and name not in RUN_FIELDS
)
CHUNK = 500
Value = str | int | bool | list[str] | None


def exported(session: Session, provider_id: UUID) -> Iterator[dict[str, Value]]:
    """Each course of the institution, as its draft says, in the order of their ids."""
    last: UUID | None = None
    while True:
        query = select(Course).where(Course.provider_id == provider_id)
        if last is not None:
            query = query.where(Course.id > last)
        courses = session.scalars(query.order_by(Course.id).limit(CHUNK)).all()
        if not courses:
            return
        drafts = drafts_of(session, courses)
        for course in courses:
            yield as_row(course, drafts[course.id].content)
        last = courses[-1].id


def as_row(course: Course, content: Mapping[str, Any]) -> dict[str, Value]:
    """The values of the columns; None where the course says nothing."""
    row: dict[str, Value] = {name: _value(name, content) for name in COLUMNS}
    return row | {"reference": course.code, "link": course.source_url}


def _value(name: str, content: Mapping[str, Any]) -> Value:
    place = FIELDS[name].place
    if place and place[0] in PAIRED:
        return _lines(content.get(place[0]), place[1])
    value: Any = content
    for step in place:
        value = value.get(step) if isinstance(value, Mapping) else None
    if name == "discount" and value is not None:
        return _percent(value)
    if name == "duration" and value is not None:
        return f"{value} menit"
    return value if place else None


def _lines(things: Sequence[Mapping[str, str]] | None, language: str) -> Value:
    """The things in one language, None unless all of them are said in it: a list with
    gaps could not be put together again."""
    lines = [thing.get(language) for thing in things or ()]
    return [line for line in lines if line] if lines and all(lines) else None


def _percent(bps: int) -> str:
    whole, rest = divmod(bps, 100)
    return f"{whole}.{rest:02}%" if rest else f"{whole}%"


def as_cell(value: Value) -> str | int | None:
    """The value as a cell of a sheet: a line for each thing of a list, yes and no in
    the words that are read again."""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, list):
        # The last line has an end too, so that a single one is known to be a line.
        return "".join(f"{each}\n" for each in value)
    return value
