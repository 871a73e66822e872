"""A list of 100,000 rows is read in memory that does not grow with it.

A workbook of as many takes six seconds, so that only a soak reads all of it.
"""

import json

import pytest

from catalog.imports.reading import Bounds
from tests.catalog.imports.reading.listing import repacked, rows_of, workbook
from tests.soak import sized

ROWS = 100_000
SHEET_ROWS = sized(20_000, ROWS)
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


def as_xlsx():
    rows = "".join(
        f'<row><c t="inlineStr"><is><t>KUE-{n}</t></is></c><c t="inlineStr"><is>'
        f"<t>Pelatihan nomor {n}</t></is></c><c><v>{n}000</v></c></row>"
        for n in range(SHEET_ROWS + 1)
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'
    return repacked(workbook(["Judul"]), xl__worksheets__sheet1_dot_xml=sheet.encode())


@pytest.mark.parametrize("make", [as_csv, as_json])
def test_sc_05_a_hundred_thousand_rows_are_read_in_flat_memory(make):
    assert len(rows_of(make(), bounds=TIGHT)) == ROWS


def test_sc_05_a_workbook_of_as_many_rows_is_read_in_flat_memory():
    bounds = Bounds(memory=64 * 1024 * 1024)

    assert len(rows_of(as_xlsx(), bounds=bounds)) == SHEET_ROWS
