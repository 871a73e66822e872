"""One published row: its cells, and what is found while reading them."""

from collections.abc import Mapping

from catalog.imports.findings import (
    CELL_NOT_TEXT,
    ROW_NOT_AN_OBJECT,
    Finding,
    Kind,
    Severity,
)
from core.names import tidy

_SHOWN_CHARACTERS = 200


class Row:
    """A row being read. `number` counts from 1, as a person counts the list's rows."""

    def __init__(self, number: int, cells: object) -> None:
        self.number = number
        self.findings: list[Finding] = []
        self._cells: Mapping[str, object] = {}
        if isinstance(cells, Mapping):
            self._cells = cells
        else:
            self.report(ROW_NOT_AN_OBJECT, "")

    def is_rejected(self) -> bool:
        """Whether anything found so far keeps the row from being imported."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)

    def published(self, column: str) -> str:
        """The cell exactly as published, empty when the row lacks it."""
        value = self._cells.get(column)
        return "" if value is None else str(value)

    def text(self, column: str) -> str:
        """The cell without superfluous blanks; reports a cell that is not text."""
        value = self._cells.get(column)
        if value is None or isinstance(value, str):
            return tidy(value or "")
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        self.report(CELL_NOT_TEXT, column)
        return ""

    def report(self, kind: Kind, column: str, **members: object) -> None:
        """Add a finding about one cell."""
        self.findings.append(
            Finding(
                row=self.number,
                column=column,
                value=tidy(self.published(column)[:_SHOWN_CHARACTERS]),
                severity=kind.severity,
                code=kind.code,
                message=kind.message.format(**members),
            )
        )
