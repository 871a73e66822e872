"""Words, lists and codes in cells."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.imports.cells.reading import NOTHING_SAID, Said
from catalog.imports.cells.texts import read_address, read_codes, read_lines, read_prose
from catalog.imports.cells.words import (
    read_category,
    read_flag,
    read_word,
    read_words,
    vocabulary,
)


@pytest.mark.parametrize(
    ("field", "text", "meaning"),
    [
        ("mode", "Tatap Muka", "offline"),
        ("mode", "Online - Webinar", "webinar"),
        ("mode", "self-paced", "self_paced"),
        ("mode", "HYBRID", "blended"),
        ("level", "Pemula", "beginner"),
        ("level", "Mahir", "advanced"),
        ("minimum_education", "SMA/SMK", "senior_secondary"),
    ],
)
def test_words_are_known_in_both_languages(field, text, meaning):
    assert read_word(text, field, NOTHING_SAID).value == meaning


def test_a_word_with_two_meanings_is_refused_until_a_person_says():
    refused = read_word("Online", "mode", NOTHING_SAID)
    said = Said(words={"mode": {"online": "webinar"}})

    assert refused.kind.code == "word_ambiguous"
    assert refused.members == {"one": "self_paced", "other": "webinar"}
    assert read_word("Online", "mode", said).value == "webinar"


def test_an_unknown_word_is_refused_and_may_be_said_to_stand_for_nothing():
    assert read_word("Certificate III", "level", NOTHING_SAID).is_refused

    said = Said(words={"level": {"certificate iii": ""}})

    assert read_word("Certificate III", "level", said).value is None
    assert not read_word("Certificate III", "level", said).is_refused


def test_several_words_in_a_cell_are_each_read():
    cell = read_words("Bahasa Indonesia / Inggris", "languages", NOTHING_SAID, most=5)

    assert cell.value == ["id", "en"]
    assert read_words(
        "Indonesia, Klingon", "languages", NOTHING_SAID, most=5
    ).is_refused


def test_yes_and_no_are_words_too():
    assert read_flag("Ya", NOTHING_SAID, "evening").value is True
    assert read_flag("tidak ada", NOTHING_SAID, "evening").value is False
    assert read_flag("mungkin", NOTHING_SAID, "evening").is_refused


def test_a_category_is_found_by_its_title_or_as_was_said():
    known = {"gaya hidup": "gaya-hidup"}
    said = Said(words={"category": {"10 creative arts": "gaya-hidup"}})

    assert read_category("GAYA HIDUP", known, NOTHING_SAID).value == "gaya-hidup"
    assert read_category("10 - Creative Arts", known, said).value == "gaya-hidup"
    assert read_category("Sihir", known, NOTHING_SAID).kind.code == "word_unknown"


def test_lines_lose_their_bullets_and_commas_part_nothing():
    cell = read_lines("1. Menakar, menimbang\n- Memanggang\n\n", most=5)

    assert cell.value == ["Menakar, menimbang", "Memanggang"]
    assert read_lines("A|B;C", most=5).value == ["A", "B", "C"]
    assert read_lines("|".join("abcdef"), most=5).kind.code == "list_too_long"


def test_codes_are_checked_each():
    pattern = re.compile("[0-9]{4}")

    assert read_codes("7512, 7513", pattern, example="7512", most=5).value == [
        "7512",
        "7513",
    ]
    assert (
        read_codes("baker", pattern, example="7512", most=5).members["part"] == "baker"
    )


def test_a_link_is_a_web_address_or_nothing():
    assert read_address("dapur.example/roti").value == "https://dapur.example/roti"
    assert read_address("javascript:alert(1)").is_refused


def test_prose_keeps_its_lines():
    assert read_prose("Satu \r\n\r\n\r\n\r\n dua\x00", most=50).value == "Satu\n\ndua"


@given(st.text(max_size=60), st.sampled_from(sorted(vocabulary())))
def test_any_text_is_a_known_word_or_a_reason(text, field):
    cell = read_word(text, field, NOTHING_SAID)

    assert cell.is_refused or cell.value in vocabulary()[field].values()
