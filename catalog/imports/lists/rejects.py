"""The rows that were not taken, as a file to mend: as they were sent, with reasons."""

from collections.abc import Iterator
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.imports.lists.errors import CourseListStateWrong
from catalog.imports.lists.models import CourseList, CourseListRow, ListState, Outcome
from catalog.imports.lists.queries import shown_findings
from catalog.imports.reading import Record, read_list
from core.sheets import csv_lines
from core.text import Text

REASONS = Text("Why it was not taken", "Alasan tidak diterima")
_LEFT = (Outcome.REJECTED, Outcome.CONFLICT)
_ENDED = (
    ListState.CHECKED,
    ListState.APPLYING,
    ListState.STOPPED,
    ListState.APPLIED,
)
CHUNK = 500


def rejected_lines(
    session: Session, found: CourseList, content: bytes, *, language: str
) -> list[str]:
    """The lines of a CSV in which no cell is a formula (SC-08). Raises
    CourseListStateWrong before a dry run has ended."""
    if found.state not in _ENDED:
        raise CourseListStateWrong(state=found.state)
    header = [*found.columns, REASONS.in_(language)]
    with read_list(content) as (_, records):
        rows = (
            [*(record.cells.get(name, "") for name in found.columns), reasons]
            for record, reasons in _with_reasons(session, found, records, language)
        )
        return list(csv_lines(header, rows))


def _with_reasons(
    session: Session, found: CourseList, records: Iterator[Record], language: str
) -> Iterator[tuple[Record, str]]:
    while chunk := list(islice(records, CHUNK)):
        left = session.scalars(
            select(CourseListRow).where(
                CourseListRow.list_id == found.id,
                CourseListRow.number.between(chunk[0].number, chunk[-1].number),
                CourseListRow.outcome.in_(_LEFT),
            )
        )
        reasons = {row.number: _reasons(row, language) for row in left}
        for record in chunk:
            if record.number in reasons:
                yield record, reasons[record.number]


def _reasons(row: CourseListRow, language: str) -> str:
    return "\n".join(
        f"{finding['column']}: {finding['message']}"
        if finding["column"]
        else finding["message"]
        for finding in shown_findings(row, language)
        if finding["severity"] == "error"
    )
