"""Where the data that ships beside the program lies, and how it is read.

The one place that knows the folder: move `data/` and only this module changes.
What each file holds, where it comes from and under which licence stands in
data/README.md.
"""

import csv
import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DATA_FOLDER = Path(__file__).resolve().parents[1] / "data"


def read_csv(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a shipped CSV file, named as in `regions/provinces.csv`; one
    whose name ends in `.gz` is compressed."""
    path = DATA_FOLDER / name
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        text = io.TextIOWrapper(file, encoding="utf-8", newline="")
        yield from csv.DictReader(text, strict=True)


def read_json(name: str) -> Any:
    """Return the parsed contents of a shipped JSON file."""
    return json.loads((DATA_FOLDER / name).read_text(encoding="utf-8"))
