"""The process that reads a list: bounds first, then the file, then a line for each row.

`python -m catalog.imports.reading '{"rows": ...}'` reads the file from standard input.
The first line is its shape, each further one a row; a refusal is the last line.
"""

import json
import resource
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from catalog.imports.reading.bounds import Bounds
from catalog.imports.reading.csv_rows import find_separator, read_csv
from catalog.imports.reading.encodings import as_utf8, find_letters
from catalog.imports.reading.recognise import Kind, recognise
from catalog.imports.reading.record import Header, Record, Unfit


def main(bounds: Bounds) -> None:
    """Read the file on standard input and write its rows."""
    _limit(bounds)
    content = sys.stdin.buffer.read(bounds.size + 1)
    try:
        shape, rows = _opened(content, bounds)
        _say(shape)
        last = 0
        for row in rows():
            if isinstance(row, Header):
                _say(
                    {
                        "columns": row.names,
                        "sheet": row.sheet,
                        "other_sheets": row.other_sheets,
                    }
                )
                continue
            last = row.number
            if last > bounds.rows:
                raise Unfit("long")
            _say({"n": row.number, "c": row.cells, "s": row.surplus})
        if not last:
            raise Unfit("empty")
        _say({"end": last})
    except Unfit as unfit:
        _say({"refused": unfit.why, "what": unfit.what})
    except MemoryError:
        _say({"refused": "intricate", "what": ""})
    except BrokenPipeError:
        # Whoever reads has seen enough. Nothing is left to say at the end either.
        with suppress(OSError):
            sys.stdout.close()
    except Exception:  # Whatever a library does not survive is a damaged file.
        _say({"refused": "unreadable", "what": ""})


def _opened(
    content: bytes, bounds: Bounds
) -> tuple[dict[str, Any], Callable[[], Iterator[Header | Record]]]:
    kind = recognise(content)
    if kind in (Kind.JSON, Kind.JSON_LINES):
        content, encoding = as_utf8(content)
    if kind is Kind.CSV:
        letters = find_letters(content)
        separator = find_separator(content, letters)
        shape = {"kind": kind, "encoding": letters.name, "separator": separator}
        return shape, lambda: read_csv(content, letters, separator, bounds)
    if kind is Kind.XLSX:
        bare = {"kind": kind, "encoding": None, "separator": None}
        from catalog.imports.reading.xlsx_rows import read_xlsx

        return bare, lambda: read_xlsx(content, bounds)
    from catalog.imports.reading.json_rows import read_json, read_json_lines

    read = read_json if kind is Kind.JSON else read_json_lines
    told = {"kind": kind, "encoding": encoding, "separator": None}
    return told, lambda: read(content, bounds)


def _limit(bounds: Bounds) -> None:
    for what, limit in (
        (resource.RLIMIT_CPU, bounds.seconds),
        (resource.RLIMIT_AS, bounds.memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        # Some systems have no such limit; the caller's patience is bounded anyway.
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (limit, limit))


def _say(line: dict[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(line, ensure_ascii=True).encode() + b"\n")


if __name__ == "__main__":
    main(Bounds(**json.loads(sys.argv[1])))
