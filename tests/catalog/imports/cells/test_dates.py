"""Days and hours as strangers write them."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.imports.cells.dates import (
    Hours,
    Moment,
    order_of,
    read_hours,
    read_moment,
    read_moments,
    unknown_word,
)
from catalog.imports.cells.reading import NOTHING_SAID, Said

DAY = date(2027, 3, 1)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2027-03-01", Moment(DAY)),
        ("2027/03/01", Moment(DAY)),
        ("1 Maret 2027", Moment(DAY)),
        ("Senin, 01 Mar 2027", Moment(DAY)),
        ("March 1, 2027", Moment(DAY)),
        ("1st March 2027", Moment(DAY)),
        ("01-Mar-2027", Moment(DAY)),
        ("17 Agustus 2027", Moment(date(2027, 8, 17))),
        ("25/03/2027", Moment(date(2027, 3, 25))),
        ("03/25/2027", Moment(date(2027, 3, 25))),
        ("03.03.2027", Moment(date(2027, 3, 3))),
        ("2027-03-01 09:00", Moment(DAY, time(9))),
        ("2027-03-01T09:00:00", Moment(DAY, time(9))),
        ("2027-03-01T09:00:00Z", Moment(DAY, time(9), zone="+00:00")),
        ("2027-03-01T09:00-05:00", Moment(DAY, time(9), zone="-05:00")),
        ("2027-03-01 09:00-12:00", Moment(DAY, time(9), time(12))),
        ("1 Maret 2027 pukul 09.00 WIB", Moment(DAY, time(9), zone="Asia/Jakarta")),
        ("1 Maret 2027, 13.00 s/d 15.30 WITA",
         Moment(DAY, time(13), time(15, 30), "Asia/Makassar")),
        ("1 March 2027 1:30 PM", Moment(DAY, time(13, 30))),
        ("-", None),
    ],
)  # fmt: skip
def test_a_day_with_one_reading_is_read(text, moment):
    cell = read_moment(text, NOTHING_SAID)

    assert (cell.value, cell.is_refused) == (moment, False)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("03/04/2027", "date_ambiguous"),
        ("3-4-2027", "date_ambiguous"),
        ("03.04.2027 09.00", "date_ambiguous"),
        ("1 Mar 27", "date_year_short"),
        ("03/04/27", "date_year_short"),
        ("2027-03-01 - 2027-03-05", "date_range"),
        ("1 - 5 Maret 2027", "date_unreadable"),
        ("Maret 2027", "date_unreadable"),
        ("31/02/2027", "date_unreadable"),
        ("31 Februari 2027", "date_unreadable"),
        ("2027-13-01", "date_unreadable"),
        ("1 Foo 2027", "date_unreadable"),
        ("1 Maret 2027 25.00", "date_unreadable"),
        ("1 Maret 2027 12.00 - 09.00", "date_unreadable"),
        ("1 Maret 1027", "date_unreadable"),
        ("03/04/1027", "date_unreadable"),
        ("segera", "date_unreadable"),
        ("44986", "date_is_counted"),
        ("46100.5", "date_is_counted"),
        ("99999", "date_unreadable"),
        ("١ Maret 2027", "date_unreadable"),
    ],
)
def test_a_day_that_is_not_certain_is_refused_with_its_reason(text, code):
    cell = read_moment(text, NOTHING_SAID)

    assert (cell.value, cell.kind.code) == (None, code)
    assert cell.kind.message.format(**cell.members).id


def test_what_was_said_of_the_list_settles_whether_the_day_comes_first():
    assert read_moment("03/04/2027", Said(dates="dmy")).value.day == date(2027, 4, 3)
    assert read_moment("03/04/2027", Said(dates="mdy")).value.day == date(2027, 3, 4)
    assert read_moment("25/03/2027", Said(dates="mdy")).kind.code == "date_unreadable"


def test_a_column_shows_which_comes_first_where_its_cells_agree():
    assert order_of(["03/04/2027", "25/04/2027", "segera"]) == "dmy"
    assert order_of(["03/04/2027", "04/25/2027"]) == "mdy"
    assert order_of(["03/04/2027", "2027-04-25"]) is None
    assert order_of(["25/04/2027", "04/25/2027"]) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Montag, 12. März 2027", date(2027, 3, 12)),
        ("12 de marzo de 2027", date(2027, 3, 12)),
        ("12. maart 2027", None),
        ("Montag", None),
    ],
)
def test_words_of_another_language_are_what_a_person_said(text, day):
    words = {"montag": "", "marz": "march", "de": "", "marzo": "march"}

    cell = read_moment(text, Said(words={"starts": words}))

    assert (cell.value.day if cell.value else None) == day


def test_the_word_that_nobody_knows_is_found_in_days_and_hours():
    said = Said(words={"class_hours": {"uhr": ""}})

    assert unknown_word("12. März 2027", NOTHING_SAID) == "märz"
    assert unknown_word("Senin, 1 Maret 2027 pukul 09.00 WIB", NOTHING_SAID) is None
    assert unknown_word("9.00 Uhr", NOTHING_SAID) == "uhr"
    assert unknown_word("9.00 Uhr", said) is None
    assert read_hours("9.00 Uhr - 12.00 Uhr", said).value.ends == time(12)


def test_a_cell_lists_the_sessions_of_a_run():
    cell = read_moments("1 Maret 2027 09.00\n2 Maret 2027 09.00", NOTHING_SAID, most=10)

    assert [each.day.day for each in cell.value] == [1, 2]
    too_many = read_moments("2027-03-01;" * 11, NOTHING_SAID, most=10)
    assert too_many.kind.code == "days_too_many"


def test_hours_are_from_and_to():
    assert read_hours("09.00 - 12.00 WIB", NOTHING_SAID).value == Hours(
        time(9), time(12), "Asia/Jakarta"
    )
    assert read_hours("Pukul 09:00", NOTHING_SAID).value == Hours(time(9))
    afternoon = Hours(time(9), time(13))
    assert read_hours("9 AM - 1 p.m.", NOTHING_SAID).value == afternoon
    for text in ("12.00-09.00", "9", "pagi", "09.00-12.00-15.00"):
        assert read_hours(text, NOTHING_SAID).kind.code == "hours_unreadable"


@given(st.dates(date(2000, 1, 1), date(2200, 12, 31)), st.sampled_from(["dmy", "mdy"]))
def test_a_day_comes_back_from_every_form_in_which_it_is_written(day, order):
    numbers = "%d/%m/%Y" if order == "dmy" else "%m/%d/%Y"

    for form in ("%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d-%b-%Y", numbers):
        cell = read_moment(day.strftime(form), Said(dates=order))
        assert cell.value == Moment(day)


@given(st.text(max_size=60))
def test_any_text_is_a_day_or_a_reason_and_never_an_error(text):
    for read in (read_moment, read_hours):
        cell = read(text, NOTHING_SAID)
        assert cell.is_refused is (cell.kind is not None)
