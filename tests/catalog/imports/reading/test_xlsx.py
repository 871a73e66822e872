"""Workbooks: values as texts, formulas never evaluated, bombs and macros refused."""

import io
import time
import zipfile
from datetime import date, datetime, timedelta

import pytest
from openpyxl import load_workbook

from catalog.imports.reading import errors
from tests.catalog.imports.reading.listing import repacked, rows_of, shape_of, workbook

PLAIN = workbook(["Judul", "Harga"], ["Kue", 350_000])
SHEET = "xl__worksheets__sheet1_dot_xml"
LAUGHS = b"""<?xml version="1.0"?>%s<!DOCTYPE x [<!ENTITY a "ha">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet>&b;</worksheet>"""


def test_values_are_read_as_the_texts_that_people_see():
    content = workbook(
        [None, None],
        ["Judul", "Harga", "Jam", "Mulai", "Sore", "Kosong"],
        ["Kue", 350_000.0, 1.5, datetime(2026, 3, 2), True, None],  # noqa: DTZ001
        ["Roti", 1_250_000, 2, date(2026, 3, 3), False, " "],
    )

    assert rows_of(content) == [
        {"Judul": "Kue", "Harga": "350000", "Jam": "1.5", "Mulai": "2026-03-02",
         "Sore": "true"},
        {"Judul": "Roti", "Harga": "1250000", "Jam": "2", "Mulai": "2026-03-03",
         "Sore": "false"},
    ]  # fmt: skip
    assert shape_of(content).kind == "XLSX"


def test_what_people_see_beside_a_number_is_read_with_it():
    """Currency and percent stand in the format of a cell, not in its value."""
    book = load_workbook(io.BytesIO(workbook(["J", "Harga", "Diskon", "Durasi"])))
    for price, style in ((1250.5, '#,##0.00 "€"'), (250, "[$$-409]#,##0"), (9, "0")):
        book.active.append(["Kue", price, 0.255, timedelta(hours=30)])
        cells = book.active[book.active.max_row]
        cells[1].number_format, cells[2].number_format = style, "0.0%"
    kept = io.BytesIO()
    book.save(kept)

    rows = rows_of(kept.getvalue())

    assert [row["Harga"] for row in rows] == ["€ 1250.5", "$ 250", "9"]
    assert {(row["Diskon"], row["Durasi"]) for row in rows} == {("25.5%", "PT30H0M")}


def test_sc_09_a_formula_is_its_text_and_is_never_evaluated():
    content = workbook(["Judul", "Harga"], ["Kue", "=1000+1"])

    assert rows_of(content) == [{"Judul": "Kue", "Harga": "=1000+1"}]


def test_a_workbook_named_csv_is_read_as_what_it_is():
    """No name is ever given to the reader: content decides."""
    assert shape_of(PLAIN).kind == "XLSX"


def bomb():
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"<workbook/>")
        package.writestr("xl/worksheets/sheet1.xml", b" " * 300_000_000)
    return kept.getvalue()


def many_parts():
    return repacked(PLAIN, **{f"xl__media__{each}": b"x" for each in range(1_100)})


HOSTILE = {
    "zip bomb": (bomb, errors.ListTooIntricate),
    "many parts": (many_parts, errors.ListTooIntricate),
    "entities": (
        lambda: repacked(PLAIN, **{SHEET: LAUGHS % b""}),
        errors.ListTooIntricate,
    ),
    "entities after a long comment": (
        lambda: repacked(PLAIN, **{SHEET: LAUGHS % (b"<!--%s-->" % (b"x" * 9_000))}),
        errors.ListUnreadable,
    ),
    "macros": (
        lambda: repacked(PLAIN, xl__vbaProject_dot_bin=b"x"),
        errors.ListActive,
    ),
    "a zip that is no workbook": (
        lambda: repacked(b"PK\x05\x06" + b"\0" * 18, a_dot_txt=b"x"),
        errors.ListTypeRefused,
    ),
    "cut short": (lambda: PLAIN[: len(PLAIN) // 2], errors.ListUnreadable),
    "a row far below": (
        lambda: repacked(
            PLAIN,
            **{
                SHEET: b'<worksheet xmlns="http://schemas.openxmlformats.org/'
                b'spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1"><v>1</v></c>'
                b'</row><row r="99999999999"><c><v>1</v></c></row></sheetData>'
                b"</worksheet>"
            },
        ),
        errors.ListRefused,
    ),
    "18,000 columns": (
        lambda: workbook(["Judul"] * 16_000, ["Kue"]),
        errors.ListTooWide,
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_sc_09_hostile_workbooks_are_refused(name):
    make, refusal = HOSTILE[name]
    content = make()
    began = time.process_time()

    with pytest.raises(refusal):
        rows_of(content)

    # The reading happens in another process, whose bounds are its own.
    assert time.process_time() - began < 1


def test_a_sheet_of_remarks_or_a_hidden_one_is_not_the_list_and_is_named():
    book = load_workbook(io.BytesIO(workbook(["Catatan"], ["Versi", "3"])))
    book.active.title = "Baca dulu"
    for title, state in (("Lama", "hidden"), ("Kursus", "visible"), ("X", "visible")):
        sheet = book.create_sheet(title)
        sheet.sheet_state = state
        if title != "X":
            sheet.append(["Kode", "Judul", "Harga"])
            sheet.append([title, "Kue", 0])
    kept = io.BytesIO()
    book.save(kept)

    shape = shape_of(kept.getvalue())

    assert rows_of(kept.getvalue())[0]["Kode"] == "Kursus"
    assert (shape.sheet, shape.other_sheets) == ("Kursus", ("Baca dulu", "Lama"))
