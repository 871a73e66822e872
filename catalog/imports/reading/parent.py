"""Reading a list in another process, row by row."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path
from typing import IO, Any

from catalog.imports.reading import errors
from catalog.imports.reading.bounds import DEFAULT, MIB, Bounds
from catalog.imports.reading.record import Record
from core.files.scanning import scan

ROOT = Path(__file__).resolve().parents[3]
# The process is bounded in processor time; on a busy machine that may take longer.
PATIENCE = 3


@dataclass(frozen=True)
class Shape:
    """How a file is written: `kind` is CSV, XLSX, JSON or JSON Lines; `encoding` is
    that of texts, `separator` that of CSV, None elsewhere. `columns` are those that a
    sheet names; JSON has them in its rows. `other_sheets` of a workbook hold something
    too, and are not read."""

    kind: str
    encoding: str | None
    separator: str | None
    columns: tuple[str, ...] = ()
    sheet: str | None = None
    other_sheets: tuple[str, ...] = ()


@contextmanager
def read_list(
    content: bytes, *, bounds: Bounds = DEFAULT
) -> Iterator[tuple[Shape, Iterator[Record]]]:
    """Open a list: how it is written, and its rows as they are read.

    Leaving the block ends the reading. Raises one of catalog.imports.reading.errors, at
    once or while the rows are taken; FileInfected or ScannerSilent before anything.
    """
    if not content:
        raise errors.ListEmpty
    if len(content) > bounds.size:
        raise errors.ListTooLarge(limit_mib=bounds.size // MIB)
    scan(content)
    process = subprocess.Popen(
        [
            *(sys.executable, "-E", "-s", "-m", "catalog.imports.reading"),
            json.dumps(asdict(bounds)),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env={},
    )
    patience = threading.Timer(bounds.seconds * PATIENCE, process.kill)
    patience.start()
    try:
        _feed(process, content)
        assert process.stdout is not None  # noqa: S101 (told so above)
        lines = _lines(process.stdout, bounds)
        shape, ahead = next(lines), next(lines)
        opened = Shape(
            **shape,
            columns=tuple(ahead.get("columns", ())),
            sheet=ahead.get("sheet"),
            other_sheets=tuple(ahead.get("other_sheets", ())),
        )
        yield opened, _rows(chain([ahead], lines))
    finally:
        patience.cancel()
        process.kill()
        for stream in (process.stdout, process.stdin):
            if stream is not None:
                stream.close()
        process.wait()


def _feed(process: "subprocess.Popen[bytes]", content: bytes) -> None:
    """The process reads all before it says anything, so this cannot wait for ever."""
    assert process.stdin is not None  # noqa: S101 (told so above)
    try:
        process.stdin.write(content)
        process.stdin.close()
    except BrokenPipeError:
        # It ran into its bounds; what it said until then is read below.
        process.stdin = None


def _rows(lines: Iterator[dict[str, Any]]) -> Iterator[Record]:
    for line in lines:
        if "end" in line:
            return
        if "columns" in line:
            continue
        yield Record(line["n"], line["c"], line["s"])


def _lines(stream: IO[bytes], bounds: Bounds) -> Iterator[dict[str, Any]]:
    """What the process says; one that was stopped on the way ran into its bounds."""
    for line in stream:
        if not line.endswith(b"\n"):
            break
        said = json.loads(line)
        if "refused" in said:
            raise errors.refusal(said["refused"], said["what"], bounds)
        yield said
        if "end" in said:
            return
    raise errors.refusal("intricate", "", bounds)
