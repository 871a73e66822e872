"""The structure of an identity number; all numbers here are invented."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.participants.errors import (
    NikBirthDateImpossible,
    NikMalformed,
    NikNotSixteenDigits,
    NikSerialImpossible,
)
from marketplace.participants.rules import Gender, Nik, read_nik

TODAY = date(2026, 6, 15)


def test_a_mans_number_holds_his_birthday_as_it_is():
    assert read_nik("1101011708909001", on=TODAY) == Nik(
        value="1101011708909001",
        birth_date=date(1990, 8, 17),
        gender=Gender.MALE,
        district_prefix="110101",
        district_known=None,
    )


def test_a_womans_number_has_40_added_to_the_day():
    nik = read_nik("1101015708909001", on=TODAY)

    assert nik.birth_date == date(1990, 8, 17)
    assert nik.gender is Gender.FEMALE


@pytest.mark.parametrize(
    ("digits", "born"),
    [
        ("150626", date(2026, 6, 15)),
        ("160626", date(1926, 6, 16)),
        ("010105", date(2005, 1, 1)),
        ("290200", date(2000, 2, 29)),
        ("290228", date(1928, 2, 29)),
    ],
)
def test_the_century_is_the_latest_in_which_the_person_is_born(digits, born):
    assert read_nik(f"110101{digits}0001", on=TODAY).birth_date == born


def test_the_century_depends_on_the_day_of_reading():
    nik = "1101010101309001"

    assert read_nik(nik, on=date(2029, 12, 31)).birth_date == date(1930, 1, 1)
    assert read_nik(nik, on=date(2030, 1, 1)).birth_date == date(2030, 1, 1)


def test_an_unknown_district_is_flagged_and_not_refused():
    nik = "9999991708909001"

    assert read_nik(nik, on=TODAY, known_districts={"110101"}).district_known is False
    assert read_nik(nik, on=TODAY, known_districts={"999999"}).district_known is True


def test_blanks_around_the_number_do_not_count():
    assert read_nik(" 1101011708909001\n", on=TODAY).value == "1101011708909001"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "110101170890900",
        "11010117089090011",
        "110101170890900A",
        "1101 0117 0890 9001",
        "110101-170890-9001",
        "\u0661101011708909001",
    ],
)
def test_a_number_without_exactly_16_digits_is_refused(text):
    with pytest.raises(NikNotSixteenDigits) as refusal:
        read_nik(text, on=TODAY)

    assert refusal.value.members == {}


@pytest.mark.parametrize(
    "digits",
    [
        "000190",
        "320190",
        "400190",
        "720190",
        "810190",
        "300290",
        "290290",
        "011390",
        "010090",
        "290201",
        "710290",
    ],
)
def test_an_impossible_date_of_birth_is_refused(digits):
    with pytest.raises(NikBirthDateImpossible):
        read_nik(f"110101{digits}0001", on=TODAY)


def test_the_serial_0000_is_refused():
    with pytest.raises(NikSerialImpossible):
        read_nik("1101011708900000", on=TODAY)


@pytest.mark.parametrize(
    "reason", [NikNotSixteenDigits, NikBirthDateImpossible, NikSerialImpossible]
)
def test_no_refusal_repeats_the_number(reason):
    assert issubclass(reason, NikMalformed)
    assert "{" not in reason.detail.en + reason.detail.id


@given(
    st.dates(date(1926, 6, 16), TODAY),
    st.sampled_from(Gender),
    st.integers(1, 9999),
    st.integers(0, 999_999),
)
def test_what_was_put_into_a_number_is_read_from_it(born, gender, serial, district):
    day = born.day + (40 if gender is Gender.FEMALE else 0)

    nik = read_nik(f"{district:06}{day:02}{born:%m%y}{serial:04}", on=TODAY)

    assert (nik.birth_date, nik.gender) == (born, gender)
    assert nik.district_prefix == f"{district:06}"


@given(st.text(alphabet="0123456789", min_size=16, max_size=16))
def test_sixteen_digits_are_read_or_refused_and_never_born_in_the_future(text):
    try:
        nik = read_nik(text, on=TODAY)
    except NikMalformed:
        return

    assert date(1926, 6, 15) < nik.birth_date <= TODAY
