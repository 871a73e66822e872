"""Who may join: eligibility, rule by rule, and the order of the draw.

Programme rules, sections 1 and 2. A rule that is not met is named, never summed up as
"not eligible", and all of them are looked at, so that she learns everything at once.
"""

import hashlib
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from core.text import Text
from marketplace.programme.parameters import Eligibility


class Rule(StrEnum):
    """The rules of eligibility, by the names that applications carry."""

    AGE_MIN = "age_min"
    AGE_MAX = "age_max"
    STUDENT = "student"
    OFFICE = "office"
    OTHER_AID = "other_aid"
    FAMILY_CARD = "family_card"
    AWARDED_BEFORE = "awarded_before"


WORDS: dict[Rule, Text] = {
    Rule.AGE_MIN: Text(
        "You were younger than {age_min} on the day you applied.",
        "Usia Anda di bawah {age_min} tahun pada hari pendaftaran.",
    ),
    Rule.AGE_MAX: Text(
        "You were older than {age_max} on the day you applied.",
        "Usia Anda di atas {age_max} tahun pada hari pendaftaran.",
    ),
    Rule.STUDENT: Text(
        "You are in formal education.", "Anda sedang menempuh pendidikan formal."
    ),
    Rule.OFFICE: Text(
        "You hold an office whose holders cannot take part.",
        "Anda memegang jabatan yang tidak dapat menjadi peserta.",
    ),
    Rule.OTHER_AID: Text(
        "You receive other social aid, which cannot be combined with this scheme.",
        "Anda menerima bantuan sosial lain yang tidak dapat digabung dengan skema ini.",
    ),
    Rule.FAMILY_CARD: Text(
        "{max_per_family_card} people of your family card were selected before.",
        "{max_per_family_card} orang dalam kartu keluarga Anda sudah terpilih.",
    ),
    Rule.AWARDED_BEFORE: Text(
        "You were awarded before, and an award is given once in a life.",
        "Anda pernah ditetapkan; bantuan diberikan sekali seumur hidup.",
    ),
}


@dataclass(frozen=True)
class Applicant:
    """What eligibility is judged by.

    `family_selected` counts the people of her family card who were selected in any
    batch before, awards that were revoked included; `offices` and the two flags are
    what she declared.
    """

    born_on: date
    applied_on: date
    offices: frozenset[str]
    is_student: bool
    receives_other_aid: bool
    family_selected: int
    was_selected: bool


def failed_rules(who: Applicant, rules: Eligibility) -> list[Rule]:
    """Every rule that she does not meet, in the order of `Rule`; none: eligible."""
    age = age_on(who.born_on, who.applied_on)
    failed = {
        Rule.AGE_MIN: age < rules.age_min,
        Rule.AGE_MAX: rules.age_max is not None and age > rules.age_max,
        Rule.STUDENT: rules.exclude_students and who.is_student,
        Rule.OFFICE: bool(who.offices.intersection(rules.excluded_offices)),
        Rule.OTHER_AID: rules.exclude_other_aid and who.receives_other_aid,
        Rule.FAMILY_CARD: who.family_selected >= rules.max_per_family_card,
        Rule.AWARDED_BEFORE: rules.once_in_a_lifetime and who.was_selected,
    }
    return [rule for rule in Rule if failed[rule]]


def age_on(born_on: date, day: date) -> int:
    """Completed years of life. One who was born on 29 February completes a year on
    1 March where there is no 29 February."""
    before_birthday = (day.month, day.day) < (born_on.month, born_on.day)
    return day.year - born_on.year - before_birthday


def words_of(rule: str, rules: Eligibility) -> Text:
    """A failed rule in words, with the scheme's numbers."""
    return WORDS[Rule(rule)].format(**asdict(rules))


def draw_of(seed: str, application_id: UUID) -> str:
    """Her place in the draw: the lowest digests are selected first.

    SHA-256 over the seed followed by the application's id, in lower-case hexadecimal.
    Anyone who is told the seed can repeat it; the database computes the same.
    """
    return hashlib.sha256(f"{seed}{application_id}".encode()).hexdigest()


def commitment_to(seed: str) -> str:
    """What is told of the seed before the draw: its SHA-256, in hexadecimal."""
    return hashlib.sha256(seed.encode()).hexdigest()
