"""Lengths of courses as strangers write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.imports.cells.durations import read_duration, unknown_unit
from catalog.imports.cells.reading import NOTHING_SAID, Said


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("15 jam", 900),
        ("15jam", 900),
        ("15 hours", 900),
        ("1,5 jam", 90),
        ("1.5 h", 90),
        ("90 menit", 90),
        ("1 jam 30 menit", 90),
        ("1 jam dan 30 menit", 90),
        ("2 JP", 90),
        ("20 jpl", 900),
        ("PT15H", 900),
        ("PT1H30M", 90),
        ("-", None),
    ],
)
def test_a_length_with_one_reading_is_read_as_minutes(text, minutes):
    assert read_duration(text, NOTHING_SAID).value == minutes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("3 months", "duration_is_a_span"),
        ("3 bulan", "duration_is_a_span"),
        ("2 minggu", "duration_is_a_span"),
        ("5 hari (15 jam)", "duration_is_a_span"),
        ("15", "duration_without_unit"),
        ("10-15 jam", "duration_range"),
        ("1.250 jam", "number_ambiguous"),
        ("0 jam", "duration_unreadable"),
        ("15 jam/minggu", "duration_unreadable"),
        ("2 jam 3 jam", "duration_unreadable"),
        ("01:30", "duration_unreadable"),
        ("cukup lama", "duration_unreadable"),
        ("P3M", "duration_is_a_span"),
        ("P1DT2H", "duration_is_a_span"),
    ],
)
def test_a_length_that_is_not_certain_is_refused_with_its_reason(text, code):
    cell = read_duration(text, NOTHING_SAID)

    assert (cell.value, cell.kind.code) == (None, code)


def test_lesson_hours_are_reported_as_what_they_were_taken_for():
    cell = read_duration("2 JP", NOTHING_SAID)

    assert cell.kind.code == "duration_in_lesson_hours"
    assert cell.members == {"reading": 90}


def test_a_bare_number_has_the_unit_that_was_said_for_the_list():
    assert read_duration("15", Said(unit="hours")).value == 900
    assert read_duration("15", Said(unit="lesson_hours")).value == 675
    assert read_duration("2 jam", Said(unit="minutes")).value == 120


def test_a_unit_of_another_language_is_what_a_person_said():
    said = Said(words={"duration": {"std": "hours", "ue": "lesson_hours"}})

    assert unknown_unit("1 Std. 30 min", NOTHING_SAID) == "std"
    assert unknown_unit("16 Std.", said) is None
    assert read_duration("1 Std. 30 min", said).value == 90
    assert read_duration("2 UE", said).value == 90
    assert read_duration("2 UE", NOTHING_SAID).kind.code == "duration_unreadable"
    assert unknown_unit("lange", NOTHING_SAID) is None


@given(st.text(alphabet="0123456789.,jamenitJPhourdh -", max_size=30))
def test_any_text_is_a_plausible_length_or_a_reason_and_never_an_error(text):
    cell = read_duration(text, NOTHING_SAID)

    assert cell.is_refused or cell.value is None or 1 <= cell.value <= 60_000
