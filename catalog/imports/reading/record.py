"""A row of a list, and what reading one can stumble over."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Record:
    """One row: its texts by column, as published. `number` counts from 1 without the
    header; `surplus` are cells beyond the last column, of which nobody knows what they
    are. Empty cells are left out."""

    number: int
    cells: dict[str, str]
    surplus: int = 0


@dataclass(frozen=True)
class Header:
    """The columns that a sheet names, in their order, whether rows say anything in them
    or not; comes before the rows. `other_sheets` of a workbook hold something too, and
    are not read."""

    names: tuple[str, ...]
    sheet: str | None = None
    other_sheets: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        cells: list[str],
        sheet: str | None = None,
        other_sheets: tuple[str, ...] = (),
    ) -> "Header":
        """Those of these cells that say a name."""
        told = zip(named(cells), cells, strict=True)
        names = tuple(name for name, cell in told if cell.strip())
        return cls(names, sheet, other_sheets)


class Unfit(Exception):
    """The file is not read. `why` is one of: type, active, encoding, unreadable,
    intricate, wide, long, empty; `what` says where or what, for its reader."""

    def __init__(self, why: str, what: str = "") -> None:
        super().__init__(why)
        self.why, self.what = why, what


def named(header: list[str]) -> list[str]:
    """The names of the columns, each once: a blank one is `Column 3`, a second `Price`
    is `Price (2)`."""
    seen: dict[str, int] = {}
    names = []
    for position, text in enumerate(header, start=1):
        name = " ".join(text.split())[:200] or f"Column {position}"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return names
