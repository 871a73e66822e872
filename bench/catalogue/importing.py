"""Bringing lists in: real rows, from the file to drafts, beside a bare COPY of them.

A list holds 10 MiB and 100,000 rows at most, and an institution keeps 100,000 courses
that were never published. So a quarter of a million rows come as files of 35,000, two
from each of four institutions, one after the other, as one worker takes them.

`python -m bench.catalogue.importing <database> <file>...` is that worker, in a process
of its own so that its memory is its own; it tells what it took as a line of JSON.
"""

import csv
import io
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import Engine, create_engine

import marketplace.models  # noqa: F401 (the mappers need every table)
from bench import machine
from bench.catalogue import cricos
from bench.progress import step
from bench.results import Figure, Figures
from catalog.courses.models import Category
from catalog.imports.lists import tasks
from catalog.imports.lists.models import CourseList
from catalog.imports.lists.services.begin import ask_to_apply
from catalog.imports.lists.services.check import ask_for_check
from catalog.imports.lists.services.receive import look, map_list, receive_list
from catalog.imports.mapping import Mapping
from core import unit_of_work
from core.clock import now
from core.ids import new_id
from core.names import comparison_key
from core.privacy import Vault
from partners.organisations import Kind, Organisation, Standing

SIZES = (cricos.COURSES, 250_000)
ROWS_A_FILE, FILES_OF_ONE = 35_000, 2
TITLE, CATEGORY = "Title", "lainnya"
COLUMNS = [cricos.CODE, TITLE, "Course Language", "Tuition Fee", "Course Level"]
MAPPING = Mapping(
    columns={
        cricos.CODE: "reference",
        TITLE: "title.en",
        "Course Language": "languages",
        "Tuition Fee": "list_price",
    },
    fixed={"mode": "offline", "category": CATEGORY},
    words={"languages": {"Chinese (NFD)": "zh", "Chinese (NEC)": "zh"}},
    currency="AUD",
    rates={"AUD": "500"},
)


def measure() -> Figures:
    """Both sizes, and how fast the database takes the same rows by COPY."""
    figures: Figures = {}
    for many in SIZES:
        step(f"{many:,} rows, from files to drafts")
        with (
            machine.database("catalogue_import") as engine,
            tempfile.TemporaryDirectory() as folder,
        ):
            files = _files(many, Path(folder))
            copied = _copied(engine, files)
            told = _work(engine, files)
        figures |= _figures(many, told, copied)
    return figures


def _figures(many: int, told: dict[str, Any], copied: float) -> Figures:
    seconds = told["checked_seconds"] + told["applied_seconds"]
    ended = ", ".join(f"{count:,} {name}" for name, count in told["counts"].items())
    mark = f"import_{many}"
    return {
        f"{mark}.rows_per_second": Figure(
            many / seconds, "rows/s", many, f"from file to drafts: {ended}"
        ),
        f"{mark}.dry_run_rows_per_second": Figure(
            many / told["checked_seconds"], "rows/s", many, "the dry run alone"
        ),
        f"{mark}.peak_mib": Figure(
            told["peak_mib"], "MiB", 1, "of the worker; the reader beside it is bounded"
        ),
        f"{mark}.copy_rows_per_second": Figure(
            copied, "rows/s", many, "the same rows by COPY into a bare table"
        ),
    }


def _files(many: int, folder: Path) -> list[Path]:
    """The rows as an operator would send them: the institution beside the title, so
    that titles are told apart."""
    rows = (
        {**row, TITLE: f"{row[cricos.TITLE]} ({row[cricos.PROVIDER_NAME]})"}
        for row in cricos.rows(many)
    )
    files: list[Path] = []
    while chunk := list(islice(rows, ROWS_A_FILE)):
        files.append(folder / f"{len(files)}.csv")
        with files[-1].open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, extrasaction="ignore")
            writer.writeheader()
            writer.writerows(chunk)
    return files


def _copied(engine: Engine, files: list[Path]) -> float:
    url = engine.url.set(drivername="postgresql")
    columns = ", ".join(f"c{index} text" for index in range(len(COLUMNS)))
    rows, began = 0, time.perf_counter()
    with psycopg.connect(url.render_as_string(hide_password=False)) as connection:
        connection.execute(f"CREATE TABLE bare ({columns})")
        for file in files:
            with (
                connection.cursor() as cursor,
                cursor.copy("COPY bare FROM STDIN") as copy,
            ):
                for row in _rows(file):
                    copy.write_row(row)
                    rows += 1
        connection.commit()
        seconds = time.perf_counter() - began
        connection.execute("DROP TABLE bare")
    return rows / seconds


def _rows(file: Path) -> Iterator[list[str]]:
    with io.StringIO(file.read_text(encoding="utf-8"), newline="") as text:
        rows = csv.reader(text)
        next(rows)
        yield from rows


def _work(engine: Engine, files: list[Path]) -> dict[str, Any]:
    url = engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "bench.catalogue.importing", url, *map(str, files)]
    done = subprocess.run(
        command, cwd=machine.ROOT, check=True, stdout=subprocess.PIPE, text=True
    )
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def work(url: str, files: list[str]) -> dict[str, Any]:
    """Bring the files in, and say how long both steps took and what became of rows."""
    vault = Vault({"bench": b"d" * 32}, b"i" * 32)
    unit_of_work.configure(unit_of_work.make_sessions(create_engine(url), vault))
    with unit_of_work.unit_of_work("bench.category") as session:
        session.merge(Category(code=CATEGORY, title_id="Lainnya"))
    told: dict[str, Any] = {
        "checked_seconds": 0.0,
        "applied_seconds": 0.0,
        "counts": {},
    }
    provider_id = None
    for number, file in enumerate(files):
        if number % FILES_OF_ONE == 0:
            provider_id = _institution(number)
        assert provider_id is not None  # noqa: S101 (the first file has one)
        _bring_in(Path(file).read_bytes(), provider_id, told)
    return told | {"peak_mib": _peak_mib()}


def _institution(number: int) -> UUID:
    name = f"Lembaga Tolok Ukur {number}"
    with unit_of_work.unit_of_work("bench.institution") as session:
        made = Organisation(
            id=new_id(),
            code=f"tolok-ukur-{number}",
            name=name,
            name_key=comparison_key(name),
            kinds=[Kind.TRAINING_INSTITUTION],
            standing=Standing.APPROVED,
            created_at=now(),
        )
        session.add(made)
        return made.id


def _bring_in(content: bytes, provider_id: UUID, told: dict[str, Any]) -> None:
    began = time.perf_counter()
    shape, sample = look(content)
    said: dict[str, Any] = {"provider_id": provider_id, "at": now()}
    with unit_of_work.unit_of_work("bench.send") as session:
        found = receive_list(session, content, shape, sample, by="bench", **said)
        map_list(session, found.id, MAPPING, **said)
        ask_for_check(session, found.id, **said)
    tasks.check_list.func(str(found.id))
    told["checked_seconds"] += time.perf_counter() - began
    began = time.perf_counter()
    with unit_of_work.unit_of_work("bench.ask") as session:
        ask_to_apply(session, found.id, reason=None, **said)
    tasks.apply_list.func(str(found.id))
    told["applied_seconds"] += time.perf_counter() - began
    with unit_of_work.reading("bench.read") as session:
        counts = session.get_one(CourseList, found.id).counts
    for name, count in counts.items():
        told["counts"][name] = told["counts"].get(name, 0) + count


def _peak_mib() -> float:
    """The most memory that this process had (VmHWM, which is in kibibytes)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (line,) = (each for each in status.splitlines() if each.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    sys.stdout.write(json.dumps(work(sys.argv[1], sys.argv[2:])) + "\n")
