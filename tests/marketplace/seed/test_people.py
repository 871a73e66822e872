"""PD: nobody ships real people's data, so these are invented."""

from collections import Counter
from datetime import date

import pytest

from catalog.regions import read_regions
from core.datafiles import read_csv
from marketplace.participants.rules import read_nik
from marketplace.seed.people import AS_OF, invent_people


@pytest.fixture(scope="module")
def people():
    return invent_people(2_000, seed=7)


def test_the_same_seed_makes_the_same_people(people):
    assert invent_people(2_000, seed=7) == people
    assert invent_people(10, seed=7) == people[:10]


def test_another_seed_makes_other_people(people):
    others = {person.nik for person in invent_people(200, seed=8)}

    assert others.isdisjoint(person.nik for person in people)


def test_nobody_shares_a_number_or_an_address(people):
    for attribute in ("nik", "family_card", "email", "phone"):
        assert len({getattr(person, attribute) for person in people}) == 2_000


def test_an_identity_number_says_what_the_person_is(people):
    prefixes = {row.nik_prefix for row in read_regions().districts}

    for person in people:
        nik = read_nik(person.nik, on=AS_OF, known_districts=prefixes)
        assert nik.birth_date == person.birth_date
        assert nik.gender == person.gender
        assert nik.district_prefix == person.district_code.replace(".", "")
        assert nik.district_known is True


def test_numbers_end_in_serials_that_nobody_real_has(people):
    assert all(9_001 <= int(person.nik[-4:]) <= 9_999 for person in people)
    assert all(9_001 <= int(person.family_card[-4:]) <= 9_999 for person in people)


def test_mail_reaches_nobody_and_phones_look_like_phones(people):
    for person in people:
        assert person.email.endswith("@example.org")
        assert person.email.isascii()
        assert " " not in person.email
        assert person.phone.startswith("0812")
        assert len(person.phone) == 12


def test_ages_keep_within_their_bounds():
    on = date(2024, 2, 29)

    people = invent_people(500, seed=1, on=on, youngest=18, oldest=19)

    birthdays = sorted(person.birth_date for person in people)
    assert date(2004, 3, 1) <= birthdays[0]
    assert birthdays[-1] <= date(2006, 2, 28)


def test_homes_are_spread_as_the_real_recipients_were(people):
    recipients = Counter(
        {
            row["regency_code"]: int(row["recipients_total"])
            for row in read_csv("prakerja/recipients_by_regency.csv")
        }
    )
    on_java = sum(n for code, n in recipients.items() if code.startswith("3"))
    share = on_java / recipients.total()

    invented = sum(person.regency_code.startswith("3") for person in people)

    assert abs(invented / 2_000 - share) < 0.04
    assert all(
        person.district_code.startswith(person.regency_code) for person in people
    )
