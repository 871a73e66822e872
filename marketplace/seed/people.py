"""Invented people: believable, spread as the real participants were, and nobody real.

Names are put together by Faker. Identity and family card numbers begin with codes of
real districts and end in serials from 9001 up, which no district has births enough to
issue; mail goes to example.org, which delivers to nobody.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, islice
from random import Random

from faker import Faker

from catalog.regions import DistrictRow, read_regions
from core.datafiles import read_csv
from marketplace.participants.rules import Gender

# A fixed day, so that a demo seeded today and again next week has the same people.
AS_OF = date(2026, 1, 1)
YOUNGEST = 18
# Below the programme's 64, so that seeded people stay eligible for some years.
OLDEST = 60

_SERIALS = range(9_001, 10_000)
_WOMENS_DAYS = 40


@dataclass(frozen=True)
class Person:
    """An invented person. `family_card` is the KK number; numbers have 16 digits."""

    name: str
    gender: Gender
    birth_date: date
    nik: str
    family_card: str
    email: str
    phone: str
    district_code: str
    regency_code: str


def invent_people(
    count: int,
    seed: int,
    *,
    on: date = AS_OF,
    youngest: int = YOUNGEST,
    oldest: int = OLDEST,
) -> list[Person]:
    """Return `count` people aged `youngest` to `oldest` full years on the day `on`.

    The same arguments give the same people, and a smaller count the first of them.
    Identity numbers, family cards, addresses and phone numbers are unique. Homes are
    spread over regencies as the real programme's recipients of 2020 to 2024 were, and
    evenly over the districts of a regency.
    """
    return list(islice(_people(seed, on, youngest, oldest), count))


def _people(seed: int, on: date, youngest: int, oldest: int) -> Iterator[Person]:
    # Invented people are no secret; the same seed has to give the same ones.
    chance = Random(seed)  # noqa: S311
    names = Faker("id_ID")
    names.seed_instance(seed)
    homes = _Homes()
    taken: set[str] = set()
    number = 0
    while True:
        number += 1
        gender = chance.choice([Gender.FEMALE, Gender.MALE])
        birth_date = _birth_date(chance, on, youngest, oldest)
        home = homes.draw(chance)
        name = _name(names, gender)
        yield Person(
            name=name,
            gender=gender,
            birth_date=birth_date,
            nik=_number(chance, home, _nik_date(birth_date, gender), taken),
            family_card=_number(chance, home, _card_date(chance, on), taken),
            email=f"{name.lower().replace(' ', '.')}.{number}@example.org",
            phone=f"0812{number:08d}",
            district_code=home.code,
            regency_code=home.regency_code,
        )


class _Homes:
    """Districts, drawn as often as recipients lived in their regency."""

    def __init__(self) -> None:
        recipients = {
            row["regency_code"]: int(row["recipients_total"])
            for row in read_csv("prakerja/recipients_by_regency.csv")
        }
        self._districts: Mapping[str, Sequence[DistrictRow]] = _by_regency()
        self._regencies = list(recipients)
        self._weights = list(accumulate(recipients.values()))

    def draw(self, chance: Random) -> DistrictRow:
        (regency,) = chance.choices(self._regencies, cum_weights=self._weights)
        return chance.choice(self._districts[regency])


def _by_regency() -> Mapping[str, Sequence[DistrictRow]]:
    districts: defaultdict[str, list[DistrictRow]] = defaultdict(list)
    for district in read_regions().districts:
        districts[district.regency_code].append(district)
    return districts


def _name(names: Faker, gender: Gender) -> str:
    if gender is Gender.FEMALE:
        return f"{names.first_name_female()} {names.last_name_female()}"
    return f"{names.first_name_male()} {names.last_name_male()}"


def _birth_date(chance: Random, on: date, youngest: int, oldest: int) -> date:
    last = _years_before(on, youngest)
    first = _years_before(on, oldest + 1) + timedelta(days=1)
    return first + timedelta(days=chance.randint(0, (last - first).days))


def _years_before(on: date, years: int) -> date:
    try:
        return on.replace(year=on.year - years)
    except ValueError:  # 29 February, in a year that has none.
        return date(on.year - years, 2, 28)


def _nik_date(birth_date: date, gender: Gender) -> str:
    womens_days = _WOMENS_DAYS if gender is Gender.FEMALE else 0
    return f"{birth_date.day + womens_days:02}{birth_date:%m%y}"


def _card_date(chance: Random, on: date) -> str:
    issued_on = on - timedelta(days=chance.randint(30, 3_650))
    return f"{issued_on:%d%m%y}"


def _number(chance: Random, home: DistrictRow, day: str, taken: set[str]) -> str:
    """Draw a number of this district and day that nobody has yet."""
    while True:
        number = f"{home.nik_prefix}{day}{chance.choice(_SERIALS)}"
        if number not in taken:
            taken.add(number)
            return number
