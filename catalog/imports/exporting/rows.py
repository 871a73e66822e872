"""A course and its classes as the cells of rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.courses.models import Course
from catalog.imports.exporting.runs import Value, run_row
from catalog.imports.lists.queries import drafts_of
from catalog.imports.lists.runs import coming_runs
from catalog.imports.mapping.fields import FIELDS, PAIRED, RUN_FIELDS

# Hours stand beside their days, and an institution exports its own.
COLUMNS = tuple(name for name in FIELDS if name not in ("institution", "class_hours"))
OF_THE_COURSE = tuple(name for name in COLUMNS if name not in RUN_FIELDS)
# By what a further row of a course is known to be about it.
NAMES = ("reference", "title.id", "title.en")
CHUNK = 500
Row = dict[str, Value]


@dataclass(frozen=True)
class Exported:
    """A course, and its coming classes with the first to start first."""

    course: Row
    runs: tuple[Row, ...]

    def rows(self) -> Iterator[Row]:
        """As a list has them: with every column, a row for each class."""
        first, *more = self.runs or ({},)
        empty = dict.fromkeys(COLUMNS)
        yield empty | self.course | first
        names = {name: self.course[name] for name in NAMES}
        for run in more:
            yield empty | names | run


def exported(
    session: Session, provider_id: UUID, *, at: datetime
) -> Iterator[Exported]:
    """Each course of the institution, as its draft says, in the order of their ids;
    read once, some at a time, in the caller's transaction."""
    query = (
        select(Course)
        .where(Course.provider_id == provider_id)
        .order_by(Course.id)
        .execution_options(yield_per=CHUNK)
    )
    for courses in session.scalars(query).partitions():
        drafts = drafts_of(session, courses)
        runs = coming_runs(session, [course.id for course in courses], at=at)
        for course in courses:
            rows = (
                run_row(run, mode=course.mode, at=at) for run in runs.get(course.id, ())
            )
            yield Exported(as_row(course, drafts[course.id].content), tuple(rows))


def as_row(course: Course, content: Mapping[str, Any]) -> dict[str, Value]:
    """The values of the columns; None where the course says nothing."""
    row: dict[str, Value] = {name: _value(name, content) for name in OF_THE_COURSE}
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
