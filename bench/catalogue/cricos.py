"""The real courses of `data/`, as they were published, and as many copies as wanted."""

import csv
import io
import lzma
from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path

DATA = Path(__file__).with_name("data")
COURSES = 25_687

CODE = "CRICOS Course Code"
PROVIDER = "CRICOS Provider Code"
PROVIDER_NAME = "Institution Name"
TITLE = "Course Name"

Row = dict[str, str]


def rows(many: int = COURSES) -> Iterator[Row]:
    """So many courses in the published columns: the real ones, then copies of them.

    A copy has the words of its original, and a code and an institution of its own:
    `0100772` of `00001K` is followed by `0100772-2` of `00001K-2`.
    """
    yield from islice(_copies(), many)


def places() -> dict[str, list[tuple[str, str]]]:
    """For each course's code its cities with their states."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in _read("course_locations"):
        where = (row["Location City"], row["Location State"])
        found.setdefault(row[CODE], []).append(where)
    return found


def original(code: str) -> str:
    """The code of the real course that a row is, or is a copy of."""
    return code.partition("-")[0]


def write_csv(path: Path, many: int = COURSES) -> None:
    """So many courses as one file, for those who measure how lists are read."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, _published()[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows(many))


def _copies() -> Iterator[Row]:
    real = _published()
    yield from real
    number = 2
    while True:
        for row in real:
            yield {
                **row,
                CODE: f"{row[CODE]}-{number}",
                PROVIDER: f"{row[PROVIDER]}-{number}",
                PROVIDER_NAME: f"{row[PROVIDER_NAME]} {number}",
            }
        number += 1


@cache
def _published() -> tuple[Row, ...]:
    return tuple(
        row for part in ("courses_vet", "courses_other") for row in _read(part)
    )


def _read(name: str) -> Iterator[Row]:
    packed = (DATA / f"cricos_{name}.csv.xz").read_bytes()
    yield from csv.DictReader(io.StringIO(lzma.decompress(packed).decode()))
