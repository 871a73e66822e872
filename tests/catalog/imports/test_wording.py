"""Rule: docs/rules/course-import.md, "Names"."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.imports.rules.wording import choose_spelling
from core.names import comparison_key, slug, tidy


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ARKADEMI", "Arkademi"),
        ("Ruang Kursus", "ruang  kursus "),
        ("Via's Computer", "Vias Computer"),
        ("Via\u2019s Computer", "VIA'S COMPUTER"),
        ("LPK Mei - Li", "LPK Mei-Li"),
        ("Caf\u00e9", "Cafe"),
        ("Makan & Minum", "Makan dan Minum"),
    ],
)
def test_case_accents_and_punctuation_do_not_part_a_name(one, other):
    assert comparison_key(one) == comparison_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("LKP Putri", "LPK Putri"), ("LKP Putri", "Putri"), ("Duta", "Duta Academy")],
)
def test_the_legal_form_is_part_of_the_name(one, other):
    assert comparison_key(one) != comparison_key(other)


def test_the_most_frequent_spelling_is_shown():
    assert choose_spelling({"DUTA PERSADA": 3, "Duta Persada": 1}) == "DUTA PERSADA"


def test_among_equals_the_capitalised_spelling_is_shown():
    spellings = dict.fromkeys(
        ["RUANG KURSUS", "Ruang kursus", "ruang kursus", "Ruang Kursus"], 2
    )

    assert choose_spelling(spellings) == "Ruang Kursus"


def test_capitals_are_shown_before_small_letters():
    assert choose_spelling({"finata": 1, "FINATA": 1}) == "FINATA"


def test_tidying_keeps_the_letters_as_published():
    assert tidy("  DASAR\tILMU \u200b komputer\n") == "DASAR ILMU komputer"


@given(st.text())
def test_tidied_text_can_be_stored_and_is_stable(text):
    tidied = tidy(text)

    tidied.encode("utf-8")
    assert "\x00" not in tidied
    assert tidy(tidied) == tidied


def test_a_slug_is_fit_for_an_address():
    assert slug("Makanan dan Minuman") == "makanan-dan-minuman"
