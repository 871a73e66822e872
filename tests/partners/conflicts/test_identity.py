"""Recognising the same person, company, account and domain."""

from datetime import date

import pytest

from partners.conflicts.identity import (
    Party,
    account_key,
    birth_date_of,
    company_keys,
    person_keys,
    plain_name,
    registrable_domain,
)
from partners.conflicts.rulebook import rulebook

TODAY = date(2026, 3, 2)


def keys_of(**party):
    return set(person_keys(Party(True, **party), rulebook(), today=TODAY))


@pytest.mark.parametrize(
    "spelling",
    [
        "Budi Santoso",
        "BUDI SANTOSO",
        "  Budi   Santoso ",
        "Dr. Budi Santoso, S.Kom., M.M.",
        "Ir. H. Budi Santoso",
        "Búdi Santoso",
        "Budi Santoso, Ph.D",
        "Bapak Budi Santoso",
    ],
)
def test_two_spellings_of_a_name_are_one(spelling):
    assert plain_name(spelling, rulebook()) == "budi santoso"


def test_a_person_is_known_by_name_and_birth_date():
    known = keys_of(name="Budi Santoso", birth_date=date(1980, 5, 17))

    assert known == {"person:budi santoso:1980-05-17"}


def test_a_national_id_says_the_birth_date_too():
    """So that one list with numbers and another with dates meet."""
    with_number = keys_of(name="Dr. Budi Santoso", number="3273 0117 0580 0001")
    with_date = keys_of(name="Budi Santoso", birth_date=date(1980, 5, 17))

    assert with_number == {"nik:3273011705800001", "person:budi santoso:1980-05-17"}
    assert with_date < with_number


def test_a_womans_day_is_forty_more():
    assert birth_date_of("3273015705980001", today=TODAY) == date(1998, 5, 17)


@pytest.mark.parametrize("nik", ["3273013205980001", "3273010013980001"])
def test_a_number_without_a_date_in_it_says_none(nik):
    assert birth_date_of(nik, today=TODAY) is None


def test_a_birth_date_is_never_in_the_future():
    assert birth_date_of("3273010303260001", today=TODAY) == date(1926, 3, 3)
    assert birth_date_of("3273010203260001", today=TODAY) == date(2026, 3, 2)


def test_a_name_alone_is_too_little():
    assert keys_of(name="Budi Santoso") == set()
    assert keys_of(name="Budi Santoso", number="123") == set()


def test_a_company_is_known_by_number_or_name():
    one = company_keys(
        Party(name="PT. Maju Bersama Tbk", number="AHU-0012"), rulebook()
    )
    other = company_keys(Party(name="Maju Bersama, PT"), rulebook())

    assert set(one) == {"registration:ahu0012", "company:maju bersama"}
    assert set(other) == {"company:maju bersama"}


@pytest.mark.parametrize("name", ["", "PT", None, "CV."])
def test_a_form_alone_is_no_company(name):
    assert company_keys(Party(name=name), rulebook()) == []


def test_an_account_is_known_however_it_is_written():
    assert account_key("Bank BNI", "0123-456 789") == account_key(
        "BANK bni", "123456789"
    )
    assert account_key("BNI", "123456789") != account_key("BCA", "123456789")
    assert account_key("BNI", "1234") is None
    assert account_key(None, "123456789") is None


@pytest.mark.parametrize(
    ("typed", "domain"),
    [
        ("kursus.co.id", "kursus.co.id"),
        ("https://www.Kursus.co.id/daftar?x=1", "kursus.co.id"),
        ("admin@mail.kursus.co.id", "kursus.co.id"),
        ("belajar.example.com:8443", "example.com"),
        ("kursus.id", "kursus.id"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("co.id", None),
        ("gmail.com", None),
        ("somebody@yahoo.co.id", None),
        ("kursus.blogspot.com", None),
        ("localhost", None),
        ("192.168.0.1", None),
        ("not a domain", None),
        ("", None),
        ("a" * 300 + ".com", None),
    ],
)
def test_a_domain_is_what_somebody_has_registered(typed, domain):
    assert registrable_domain(typed, rulebook()) == domain
