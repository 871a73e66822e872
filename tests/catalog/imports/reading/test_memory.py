"""A list of 100,000 rows is read in memory that does not grow with it."""

import json

import pytest

from catalog.imports.reading import Bounds
from tests.catalog.imports.reading.listing import rows_of

ROWS = 100_000
# The process has the file itself, Python and its libraries in its address space.
# Without streaming, the rows alone would take more than twice of what is left.
TIGHT = Bounds(memory=96 * 1024 * 1024)


def as_csv():
    rows = [f"KUE-{n};Pelatihan nomor {n};Rp {n}.000;2 JP" for n in range(ROWS)]
    return "\n".join(["Kode;Judul;Harga;Durasi", *rows]).encode()


def as_json():
    keys = ("k", "t", "h", "d")
    return json.dumps(
        [dict(zip(keys, (n, f"Nomor {n}", n * 1000, "2 JP"), strict=True))
         for n in range(ROWS)]
    ).encode()  # fmt: skip


@pytest.mark.parametrize("make", [as_csv, as_json])
def test_sc_05_a_hundred_thousand_rows_are_read_in_flat_memory(make):
    assert len(rows_of(make(), bounds=TIGHT)) == ROWS
