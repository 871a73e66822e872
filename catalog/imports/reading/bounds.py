"""How large and how intricate a list may be (requirements SC-05 and SC-09)."""

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True)
class Bounds:
    """Bounds of one list. `letters` is the most that a spreadsheet keeps in a cell;
    `ratio` is how far a part of a workbook may unpack, `parts` how many it may have,
    `unpacked` how large all of them may be; `seconds` and `memory` hold for the process
    that reads."""

    size: int = 10 * MIB
    rows: int = 100_000
    columns: int = 500
    letters: int = 32_767
    ratio: int = 100
    parts: int = 1_000
    unpacked: int = 400 * MIB
    seconds: int = 120
    memory: int = 640 * MIB


DEFAULT = Bounds()
