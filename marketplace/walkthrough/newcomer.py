"""A person who never was there before, so that the walk can be repeated."""

import secrets
from dataclasses import dataclass, replace

from marketplace.participants.rules import Gender
from marketplace.seed.people import Person, invent_people
from marketplace.walkthrough.browser import Browser

PASSWORD = "langkah demi langkah maju"  # noqa: S105 (of a made-up person)

# Enough to have a woman among them.
AMONG = 40


@dataclass(frozen=True)
class Newcomer:
    """A participant with a browser in her hands."""

    person: Person
    browser: Browser
    password: str = PASSWORD


def invent_newcomer() -> Person:
    """A woman, made up; her e-mail and phone number occur once in all runs."""
    people = invent_people(AMONG, secrets.randbits(48))
    person = next(each for each in people if each.gender == Gender.FEMALE)
    name = person.name.split()[0].lower()
    return replace(
        person,
        email=f"{name}.{secrets.token_hex(4)}@example.org",
        phone=f"08{secrets.randbelow(9) + 1}{secrets.randbelow(10**9):09}",
    )


def registration_of(person: Person) -> dict[str, object]:
    """What the programme's application sends to register her."""
    return {
        "email": person.email,
        "password": PASSWORD,
        "full_name": person.name,
        "nik": person.nik,
        "family_card": person.family_card,
        "phone": person.phone,
        "birth_date": person.birth_date.isoformat(),
        "district_code": person.district_code,
        "declarations": {"occupation": "job_seeker"},
        "locale": "id",
    }
