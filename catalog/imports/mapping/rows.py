"""A row of a list, read by a mapping into a patch of a course's content."""

import re
from collections.abc import Collection
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from typing import Any

from catalog.imports.cells import kinds
from catalog.imports.cells.concepts import Parts
from catalog.imports.cells.reading import Cell, Said
from catalog.imports.cells.words import vocabulary
from catalog.imports.findings import Finding, Kind, Severity
from catalog.imports.mapping.documents import Mapping
from catalog.imports.mapping.fields import FIELDS, PAIRED, RUN_FIELDS
from catalog.imports.mapping.runs import Run, read_run
from catalog.imports.reading.record import Record
from core.names import comparison_key, tidy
from core.sheets import plain
from core.text import Text

_SHOWN = 200
# Longer texts are said once; so many cells are remembered of a list.
_SHORT, _REMEMBERED = 60, 5_000
_FORMULA = re.compile(r"\s*=")
# What spreadsheets write where a formula failed, in whichever language: #REF!, #NV.
_FAILED = re.compile(r"\s*#(?:[A-ZÀ-Þ0-9/]{2,12}[!?]|N/A|NV|N/D)\s*")
# What could be somebody's address, telephone or identity number is not repeated.
_PERSONAL = re.compile(
    r"[\w.+-]+@[\w-]+\.[\w.-]+|(?<![\w.,])(?:\+62|62|0)8[0-9][0-9 -]{6,14}"
    r"|(?<![0-9])[0-9]{16}(?![0-9])"
)
_LISTS_DIFFER = Kind(
    "lists_differ",
    Severity.ERROR,
    Text(
        "The two languages list a different number of things.",
        "Jumlah butir dalam kedua bahasa berbeda.",
    ),
)


@dataclass(frozen=True)
class Known:
    """What is known beside the list: the institution's name as a comparison key, and
    the categories' codes by the comparison keys of their titles."""

    institution: str
    categories: AnyMapping[str, str]


@dataclass
class RowRead:
    """What a row says. `patch` is a merge patch of the content, `reference` how the
    list itself names the course, `key` the comparison key of its title; `columns` are
    the columns of fields. `titles` are cells that name concepts by their titles, which
    somebody who knows the taxonomies puts into the patch."""

    number: int
    patch: dict[str, Any] = field(default_factory=dict)
    titles: dict[str, Parts] = field(default_factory=dict)
    reference: str | None = None
    key: str = ""
    link: str | None = None
    run: Run | None = None
    columns: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_rejected(self) -> bool:
        return any(each.severity is Severity.ERROR for each in self.findings)

    def report(self, kind: Kind, column: str, value: str, **members: Any) -> None:
        shown = _PERSONAL.sub("***", tidy(value[:_SHOWN]))
        self.findings.append(
            Finding(
                row=self.number,
                column=column,
                value=shown,
                severity=kind.severity,
                code=kind.code,
                message=kind.message.format(**members),
            )
        )


class RowReader:
    """Reads the rows of one list, in which a few texts stand in many cells."""

    def __init__(
        self,
        mapping: Mapping,
        known: Known,
        *,
        is_sheet: bool = True,
        columns: Collection[str] | None = None,
    ):
        """In a sheet, what begins with = is a formula; elsewhere it is text. `columns`
        are those that somebody could map, as far as they are known."""
        self._mapping, self._known = mapping, known
        self._said = mapping.said()
        self._is_sheet = is_sheet
        self._columns = None if columns is None else frozenset(columns)
        self._cells: dict[tuple[str, str], Cell] = {}

    def read(self, record: Record) -> RowRead:
        """Read every mapped cell, whatever is wrong with the others."""
        row = RowRead(record.number)
        if record.surplus and self._is_sheet:
            row.report(kinds.CELLS_BEYOND, "", "", count=record.surplus)
        elif record.surplus:
            row.report(kinds.ROW_NOT_AN_OBJECT, "", "")
        if self._columns is not None:
            for name in record.cells.keys() - self._columns:
                row.report(kinds.NAME_UNSEEN, name, record.cells[name])
        beside: dict[str, Any] = {}
        for column, name, text in _texts(record, self._mapping):
            cell = self._cell(name, text)
            if cell.kind is not None:
                row.report(cell.kind, column, text, **cell.members)
            if isinstance(cell.value, Parts):
                row.titles[name] = cell.value
            elif cell.value is not None and not cell.is_refused:
                _put(row.patch, beside, name, cell.value)
        _finish(row, beside, self._mapping, self._known)
        _plan(row, beside, self._said)
        return row

    def _cell(self, name: str, text: str) -> Cell:
        """What the cell says, remembered as long as there is room for it."""
        found = self._cells.get((name, text))
        if found is None:
            found = _read(text, name, self._said, self._known, is_sheet=self._is_sheet)
            if len(text) <= _SHORT and len(self._cells) < _REMEMBERED:
                self._cells[name, text] = found
        return found


def _texts(record: Record, mapping: Mapping) -> list[tuple[str, str, str]]:
    """Column, field and text of each cell that says something, then what is fixed."""
    found = [
        (column, name, record.cells[column])
        for column, name in mapping.columns.items()
        if column in record.cells
    ]
    said = {name for _, name, _ in found}
    return found + [
        ("", name, text) for name, text in mapping.fixed.items() if name not in said
    ]


def _read(text: str, name: str, said: Said, known: Known, *, is_sheet: bool) -> Cell:
    if is_sheet and _FORMULA.match(text):
        return Cell(None, kinds.FORMULA)
    if is_sheet and _FAILED.fullmatch(text):
        return Cell(None, kinds.CELL_FAILED)
    shown = plain(text) if is_sheet else text
    return FIELDS[name].read(shown, said, known.categories)


def _put(patch: dict[str, Any], beside: dict[str, Any], name: str, value: Any) -> None:
    place = FIELDS[name].place
    if not place:
        beside[name] = value
        return
    *outer, last = place
    for step in outer:
        patch = patch.setdefault(step, {})
    patch[last] = value


def _finish(
    row: RowRead, beside: dict[str, Any], mapping: Mapping, known: Known
) -> None:
    row.columns = columns = {name: column for column, name in mapping.columns.items()}
    title = row.patch.get("title", {})
    shown = title.get("id") or title.get("en") or ""
    row.key = comparison_key(shown) or shown
    if not row.key:
        row.report(kinds.TITLE_MISSING, columns.get("title.id", ""), "")
    row.reference = beside.get("reference")
    if row.reference is None and row.key in vocabulary()["total"]:
        row.report(kinds.ROW_IS_A_TOTAL, columns.get("title.id", ""), shown)
    row.link = beside.get("link")
    named = beside.get("institution")
    if named is not None and comparison_key(named) != known.institution:
        column = columns.get("institution", "")
        row.report(kinds.FOREIGN_INSTITUTION, column, named)
    for name in PAIRED & row.patch.keys():
        _pair(row, name, columns)


def _plan(row: RowRead, beside: dict[str, Any], said: Said) -> None:
    """What the row says of a run, unless a cell of it is wrong already."""
    cells = {row.columns.get(name) for name in RUN_FIELDS} - {None}
    wrong = {each.column for each in row.findings if each.severity is Severity.ERROR}
    if wrong & cells:
        return
    row.run, remarks = read_run(beside, said)
    for name, kind in remarks:
        row.report(kind, row.columns.get(name, ""), "")


def _pair(row: RowRead, name: str, columns: dict[str, str]) -> None:
    """Lists in two languages become one list of things in two languages."""
    lists = row.patch[name]
    lengths = {len(lines) for lines in lists.values()}
    if len(lengths) > 1:
        row.report(_LISTS_DIFFER, columns.get(f"{name}.en", ""), "")
        del row.patch[name]
        return
    row.patch[name] = [
        {language: lines[index] for language, lines in lists.items()}
        for index in range(lengths.pop())
    ]
