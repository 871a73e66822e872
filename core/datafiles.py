"""Where the data that ships beside the program lies, and how it is read.

The one place that knows the folder: move `data/` and only this module changes.
What each file holds, where it comes from and under which licence stands in
data/README.md.
"""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DATA_FOLDER = Path(__file__).resolve().parents[1] / "data"


def read_csv(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a shipped CSV file, named as in `regions/provinces.csv`."""
    with (DATA_FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, strict=True)


def read_json(name: str) -> Any:
    """Return the parsed contents of a shipped JSON file."""
    return json.loads((DATA_FOLDER / name).read_text(encoding="utf-8"))
