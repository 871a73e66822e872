"""The jobs of lists: the dry run, applying, and forgetting after 30 days."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from catalog.imports.lists.models import (
    CourseList,
    CourseListFile,
    CourseListRow,
    ListState,
)
from catalog.imports.lists.queries import known, mapping_of, titles_of
from catalog.imports.lists.services.apply import apply_some
from catalog.imports.lists.services.check import (
    Seen,
    begin_check,
    end_check,
    keep_rows,
)
from catalog.imports.lists.services.receive import content_of
from catalog.imports.mapping import RowRead, RowReader
from catalog.imports.reading import read_list
from catalog.imports.reading.errors import ListRefused
from core.clock import now
from core.jobs import periodic, task
from core.logs import get_logger
from core.unit_of_work import unit_of_work

log = get_logger(__name__)

CHUNK = 500
# Kinds of files in which a cell can be a formula.
SHEETS = ("CSV", "XLSX")
KEPT = timedelta(days=30)
FORGOTTEN_AT_ONCE = 20


@task("course_lists.check")
def check_list(list_id: str) -> None:
    """Read a whole list by its mapping. A job that was killed begins again; one whose
    list was mapped anew, or taken over by another job, stops."""
    identity = UUID(list_id)
    with unit_of_work("course_lists.begin_check") as session:
        found = begin_check(session, identity)
        if found is None:
            return
        run = found.run
        content = content_of(session, identity)
        mapping, columns = mapping_of(found), found.columns
        facts = known(session, found.provider_id)
        seen = Seen(titles_of(session, found.provider_id))
    try:
        with read_list(content) as (shape, records):
            reader = RowReader(
                mapping, facts, is_sheet=shape.kind in SHEETS, columns=columns
            )
            for chunk in _chunks(map(reader.read, records)):
                if not _keep(identity, run, chunk, seen):
                    return
    except ListRefused as refused:
        _end(identity, run, refused.slug)
        return
    _end(identity, run)


def _keep(list_id: UUID, run: int, rows: list[RowRead], seen: Seen) -> bool:
    with unit_of_work("course_lists.check") as session:
        found = _checking(session, list_id, run)
        if found is None:
            return False
        keep_rows(session, found, rows, seen, at=now())
        return True


def _end(list_id: UUID, run: int, problem: str | None = None) -> None:
    with unit_of_work("course_lists.end_check") as session:
        found = _checking(session, list_id, run)
        if found is None:
            return
        if problem is None:
            end_check(session, found, at=now())
        else:
            found.state, found.problem = ListState.UNREADABLE, problem
            found.changed_at = now()


def _checking(session: Session, list_id: UUID, run: int) -> CourseList | None:
    """The list, held, if this run is still the one that is wanted."""
    return session.scalar(
        select(CourseList)
        .where(
            CourseList.id == list_id,
            CourseList.run == run,
            CourseList.state == ListState.CHECKING,
        )
        .with_for_update()
    )


def _chunks(rows: Iterator[RowRead]) -> Iterator[list[RowRead]]:
    chunk: list[RowRead] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


@task("course_lists.apply")
def apply_list(list_id: str) -> None:
    """Apply what is left of a list; killed at any point, it goes on from there."""
    more = True
    while more:
        with unit_of_work("course_lists.apply") as session:
            more = apply_some(session, UUID(list_id), at=now())


@periodic("course_lists.forget", "37 18 * * *")
def forget_old_lists() -> None:
    """Delete lists with their files at night (18:37 UTC is 01:37 in Jakarta)."""
    forgotten = FORGOTTEN_AT_ONCE
    while forgotten == FORGOTTEN_AT_ONCE:
        with unit_of_work("course_lists.forget") as session:
            forgotten = forget(session, at=now())


def forget(session: Session, *, at: datetime) -> int:
    """Delete some of the lists that nobody touched for 30 days; how many."""
    ids = session.scalars(
        select(CourseList.id)
        .where(CourseList.changed_at < at - KEPT)
        .order_by(CourseList.changed_at)
        .limit(FORGOTTEN_AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    for table, column in (
        (CourseListRow, CourseListRow.list_id),
        (CourseListFile, CourseListFile.id),
        (CourseList, CourseList.id),
    ):
        session.execute(delete(table).where(column.in_(ids)))
    return len(ids)
