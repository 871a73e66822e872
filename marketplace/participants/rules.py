"""What numbers of a person look like, and what an identity number (NIK) says by itself.

Sixteen digits: six for the district that issued it, six for the date of birth as DDMMYY
with 40 added to the day for women, four for a serial that starts at 0001. There is no
check digit, so a well-formed number need not exist: only the population register knows.
"""

import re
from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from marketplace.participants.errors import (
    FamilyCardMalformed,
    NikBirthDateImpossible,
    NikNotSixteenDigits,
    NikSerialImpossible,
    PhoneMalformed,
)

_WOMENS_DAYS = 40
_FORM = re.compile(r"([0-9]{6})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{4})")


_SEPARATORS = re.compile(r"[ .()-]")
_PHONE = re.compile(r"(?:\+?62|0)(8[0-9]{8,11})")


class Gender(StrEnum):
    """As the population register and the identity number record it."""

    FEMALE = "female"
    MALE = "male"


class Occupation(StrEnum):
    """The programme's target groups (programme rules, section 1)."""

    JOB_SEEKER = "job_seeker"
    LAID_OFF = "laid_off"
    WORKER = "worker"
    BUSINESS_OWNER = "business_owner"


class Office(StrEnum):
    """Offices that an applicant declares; schemes exclude them (section 1)."""

    STATE_OFFICIAL = "state_official"
    REGIONAL_PARLIAMENT = "regional_parliament"
    CIVIL_SERVANT = "civil_servant"
    ARMY = "army"
    POLICE = "police"
    VILLAGE_OFFICIAL = "village_official"
    STATE_COMPANY_DIRECTOR = "state_company_director"


@dataclass(frozen=True)
class Nik:
    """A well-formed identity number and what can be read from it.

    `district_known` is None when nobody looked. False is a reason to look twice, never
    to refuse: a number keeps the district code it was issued with, and districts have
    been divided and renumbered since.
    """

    value: str
    birth_date: date
    gender: Gender
    district_prefix: str
    district_known: bool | None


def read_nik(
    text: str, *, on: date, known_districts: Container[str] | None = None
) -> Nik:
    """Read an identity number as it stood on the day `on`.

    The year has two digits: the latest century is taken in which the date of birth is
    not after `on`, so that 05 is 2005 today and nobody is read as a hundred or older.
    Blanks around the number do not count. Raises NikNotSixteenDigits,
    NikBirthDateImpossible or NikSerialImpossible.
    """
    form = _FORM.fullmatch(text.strip())
    if form is None:
        raise NikNotSixteenDigits
    district_prefix, day, month, year, serial = form.groups()
    if serial == "0000":
        raise NikSerialImpossible

    is_woman = int(day) > _WOMENS_DAYS
    return Nik(
        value=form[0],
        birth_date=_birth_date(
            int(day) - _WOMENS_DAYS * is_woman, int(month), int(year), on=on
        ),
        gender=Gender.FEMALE if is_woman else Gender.MALE,
        district_prefix=district_prefix,
        district_known=_is_known(district_prefix, known_districts),
    )


def _birth_date(day: int, month: int, short_year: int, *, on: date) -> date:
    this_century = on.year - on.year % 100
    for century in (this_century, this_century - 100):
        try:
            born = date(century + short_year, month, day)
        except ValueError:  # 30 February, or 29 in a year that has none.
            continue
        if born <= on:
            return born
    raise NikBirthDateImpossible


def _is_known(prefix: str, known_districts: Container[str] | None) -> bool | None:
    return None if known_districts is None else prefix in known_districts


def normalise_family_card(text: str) -> str:
    """The 16 digits of a family card number (KK); raises FamilyCardMalformed."""
    digits = _SEPARATORS.sub("", text.strip())
    if not re.fullmatch("[0-9]{16}", digits):
        raise FamilyCardMalformed
    return digits


def normalise_phone(text: str) -> str:
    """A mobile number in the one form under which it is found, such as 081234567890.

    Takes 08…, 628… and +628… with blanks, dots, dashes or brackets. Raises
    PhoneMalformed.
    """
    form = _PHONE.fullmatch(_SEPARATORS.sub("", text.strip()))
    if form is None:
        raise PhoneMalformed
    return "0" + form[1]
