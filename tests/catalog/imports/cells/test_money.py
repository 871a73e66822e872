"""Prices as strangers write them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.imports.cells.kinds import NUMBER_AMBIGUOUS
from catalog.imports.cells.money import read_discount_cell, read_price, unknown_word
from catalog.imports.cells.reading import NOTHING_SAID, Said
from catalog.imports.rules.prices import Doubt, Price
from catalog.imports.rules.prices import read_price as read_published
from core.names import comparison_key

COMMA, POINT = Said(decimal=","), Said(decimal=".")


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("Rp 1.250.000,00", 1_250_000),
        ("Rp1.250.000", 1_250_000),
        ("Rp. 1.250.000,-", 1_250_000),
        ("1,250,000", 1_250_000),
        ("1,250,000.00", 1_250_000),
        ("1.250.000 IDR", 1_250_000),
        ("1 250 000", 1_250_000),
        ("1\u2019250\u2019000.00", 1_250_000),
        ("1\u202f250\u00a0000,00", 1_250_000),
        ("IDR 500K", 500_000),
        ("500rb", 500_000),
        ("Rp 500 ribu", 500_000),
        ("1,5 juta", 1_500_000),
        ("1.5jt", 1_500_000),
        ("350000", 350_000),
        ("Rp 89.700", 89_700),
        ("Gratis", 0),
        ("FREE", 0),
        ("Rp 0", 0),
        ("0", 0),
        ("Cuma-cuma", 0),
        ("-", None),
    ],
)
def test_a_price_with_one_reading_is_read(text, amount):
    cell = read_price(text, NOTHING_SAID)

    assert (cell.value, cell.is_refused) == (amount, False)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.250", "number_ambiguous"),
        ("1,250", "number_ambiguous"),
        ("Rp 89,700", "number_ambiguous"),
        ("Rp 1250.000", "number_ambiguous"),
        ("1.250 juta", "number_ambiguous"),
        ("500.000 - 750.000", "price_range"),
        ("IDR 350000 | IDR 500000", "price_range"),
        ("350000\n400000\n", "price_range"),
        ("Rp 500rb s/d 1jt", "price_range"),
        ("mulai dari Rp 500.000", "price_range"),
        ("from 500000", "price_range"),
        ("500000+", "price_range"),
        ("USD 100", "price_other_currency"),
        ("$100", "price_other_currency"),
        ("29000 AUD", "price_other_currency"),
        ("Rp 350.000,50", "price_fraction"),
        ("Rp 350", "price_implausible"),
        ("999999999999", "price_implausible"),
        ("Rp 100 USD", "price_unreadable"),
        ("-350000", "price_unreadable"),
        ("hubungi kami", "price_unreadable"),
        ("350000/bulan", "price_unreadable"),
        ("=1000*350", "price_unreadable"),
        ("1.250,000.00", "price_unreadable"),
        ("3,5,0", "price_unreadable"),
        ("١٢٣٤٥٦", "price_unreadable"),
        ("²", "price_unreadable"),
        ("1" * 500, "price_unreadable"),
    ],
)
def test_a_price_that_is_not_certain_is_refused_with_its_reason(text, code):
    cell = read_price(text, NOTHING_SAID)

    assert (cell.value, cell.kind.code) == (None, code)


def test_what_was_said_of_the_list_settles_which_mark_parts_thousands():
    assert read_price("89.700", COMMA).value == 89_700
    assert read_price("89,700", POINT).value == 89_700
    assert read_price("Rp 89,700", POINT).value == 89_700
    assert read_price("1.250", POINT).kind.code == "price_fraction"


def test_another_currency_is_converted_by_a_rate_that_a_person_gave_and_said_so():
    said = Said(decimal=".", currency="AUD", rates={"AUD": "10250.5"})

    cell = read_price("1,200.50", said)

    assert cell.value == 12_305_725
    assert cell.kind.code == "price_converted"
    assert read_price("USD 100", said).kind.code == "price_other_currency"


@given(st.integers(1_000, 100_000_000))
def test_a_price_comes_back_from_every_form_in_which_it_is_written(amount):
    dotted, commas = f"{amount:,}".replace(",", "."), f"{amount:,}"

    assert read_price(f"Rp {dotted}", NOTHING_SAID).value == amount
    assert read_price(f"Rp {dotted},00", NOTHING_SAID).value == amount
    assert read_price(f"{commas}.00", POINT).value == amount
    assert read_price(str(amount), NOTHING_SAID).value == amount
    if amount >= 1_000_000:
        assert read_price(commas, NOTHING_SAID).value == amount
    else:
        assert read_price(commas, NOTHING_SAID).kind is NUMBER_AMBIGUOUS


@given(st.text(max_size=80))
def test_any_text_is_a_plausible_price_or_a_reason_and_never_an_error(text):
    cell = read_price(text, NOTHING_SAID)

    if cell.is_refused:
        assert cell.value is None
        assert cell.kind.message.format(**cell.members).en
    else:
        assert cell.value in (None, 0) or 1_000 <= cell.value <= 100_000_000


@given(st.from_regex(re.compile(r"[0-9.,]{1,12}", re.ASCII), fullmatch=True))
def test_without_a_word_on_marks_no_number_is_read_in_two_ways(text):
    """What is taken is what both conventions say, or what one of them cannot say."""
    cell = read_price(text, NOTHING_SAID)
    if cell.is_refused or cell.value is None or not comparison_key(text).strip("0 "):
        return

    readings = {
        other.value
        for said in (COMMA, POINT)
        if not (other := read_price(text, said)).is_refused
    }

    assert readings == {cell.value}


@given(
    st.one_of(
        st.from_regex(r"(Rp ?)?[0-9.,]{1,12}(,-|,00)?", fullmatch=True),
        st.integers(0, 10**8).map(lambda amount: f"Rp {amount:,}"),
        st.integers(0, 10**8).map(lambda amount: f"{amount:,}".replace(",", ".")),
    )
)
def test_both_ways_to_import_take_the_same_price_or_one_of_them_asks_a_person(text):
    """What the programme's list is read as (rules/prices.py) is never another price."""
    published, sent = read_published(text), read_price(text, NOTHING_SAID)

    if isinstance(published, Price) and not sent.is_refused:
        assert sent.value == published.amount
    if isinstance(published, Doubt) and published.reading is not None:
        assert sent.is_refused or sent.value == published.reading


def test_words_of_another_language_are_what_a_person_said():
    said = Said(words={"list_price": {"kostenlos": "gratis", "kc": "", "?": ""}})

    assert read_price("Kostenlos", said).value == 0
    assert read_price("350 000 Kč", said).value == 350_000
    assert read_price("350 000 Kč", NOTHING_SAID).kind.code == "price_unreadable"
    assert unknown_word("350 000 Kč", NOTHING_SAID) == "kč"
    assert unknown_word("kostenlos", NOTHING_SAID) == "kostenlos"
    assert unknown_word("ab 350.000", said) == "ab"


@pytest.mark.parametrize(
    ("text", "bps"), [("25%", 2_500), ("97,5%", 9_750), ("GRATIS", 10_000), ("", None)]
)
def test_a_discount_is_basis_points(text, bps):
    assert read_discount_cell(text, NOTHING_SAID).value == bps


def test_a_discount_without_a_percent_sign_is_not_guessed():
    assert read_discount_cell("50", NOTHING_SAID).kind.code == "discount_unreadable"


def test_a_sign_of_several_currencies_is_that_of_the_list():
    said = Said(currency="AUD", rates={"AUD": "10000", "USD": "16000"})

    assert read_price("$250", said).value == 2_500_000
    assert read_price("US$250", said).value == 4_000_000
