"""Eligibility and the draw, without a database."""

import hashlib
import json
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from core.text import LOCALES
from marketplace.programme.parameters import Eligibility, Parameters
from marketplace.programme.rules import (
    WORDS,
    Applicant,
    Rule,
    age_on,
    commitment_to,
    draw_of,
    failed_rules,
    words_of,
)
from tests.factories.marketplace import SCHEMES

ANI = Applicant(
    born_on=date(1998, 5, 17),
    applied_on=date(2026, 3, 2),
    offices=frozenset(),
    is_student=False,
    receives_other_aid=False,
    family_selected=0,
    was_selected=False,
)


def rules_of(code: str) -> Eligibility:
    document = json.loads((SCHEMES / f"{code}.json").read_text())
    return Parameters.from_document(document).eligibility


NORMAL = rules_of("normal")
SEMI_BANSOS = rules_of("semi-bansos")


def test_an_adult_job_seeker_meets_every_rule_of_both_schemes():
    assert failed_rules(ANI, NORMAL) == []
    assert failed_rules(ANI, SEMI_BANSOS) == []


@pytest.mark.parametrize(
    ("applied_on", "failed"),
    [
        (date(2026, 5, 16), [Rule.AGE_MIN]),
        (date(2026, 5, 17), []),
        (date(2026, 5, 18), []),
    ],
)
def test_one_may_join_from_the_eighteenth_birthday(applied_on, failed):
    young = replace(ANI, born_on=date(2008, 5, 17), applied_on=applied_on)

    assert failed_rules(young, NORMAL) == failed


@pytest.mark.parametrize(
    ("applied_on", "failed"),
    [
        (date(2026, 5, 17), []),
        (date(2027, 5, 16), []),
        (date(2027, 5, 17), [Rule.AGE_MAX]),
    ],
)
def test_one_may_join_until_the_day_before_the_sixty_fifth_birthday(applied_on, failed):
    old = replace(ANI, born_on=date(1962, 5, 17), applied_on=applied_on)

    assert failed_rules(old, NORMAL) == failed


def test_the_semi_bansos_scheme_has_no_upper_age():
    old = replace(ANI, born_on=date(1926, 1, 1))

    assert failed_rules(old, SEMI_BANSOS) == []


@pytest.mark.parametrize(
    ("day", "age"),
    [
        (date(2026, 2, 28), 17),
        (date(2026, 3, 1), 18),
        (date(2028, 2, 28), 19),
        (date(2028, 2, 29), 20),
    ],
)
def test_a_leap_day_child_completes_a_year_on_the_first_of_march(day, age):
    assert age_on(date(2008, 2, 29), day) == age


@pytest.mark.parametrize("office", NORMAL.excluded_offices)
def test_holders_of_excluded_offices_are_shut_out(office):
    official = replace(ANI, offices=frozenset({office}))

    assert failed_rules(official, NORMAL) == [Rule.OFFICE]


def test_an_office_that_the_scheme_does_not_name_shuts_nobody_out():
    assert failed_rules(replace(ANI, offices=frozenset({"teacher"})), NORMAL) == []


def test_students_are_shut_out():
    assert failed_rules(replace(ANI, is_student=True), NORMAL) == [Rule.STUDENT]


def test_other_aid_counts_in_the_semi_bansos_scheme_only():
    aided = replace(ANI, receives_other_aid=True)

    assert failed_rules(aided, SEMI_BANSOS) == [Rule.OTHER_AID]
    assert failed_rules(aided, NORMAL) == []


@pytest.mark.parametrize(
    ("selected", "failed"), [(0, []), (1, []), (2, [Rule.FAMILY_CARD])]
)
def test_a_family_card_has_two_places(selected, failed):
    assert failed_rules(replace(ANI, family_selected=selected), NORMAL) == failed


def test_an_award_is_given_once_in_a_life():
    again = replace(ANI, was_selected=True)

    assert failed_rules(again, NORMAL) == [Rule.AWARDED_BEFORE]
    assert failed_rules(again, replace(NORMAL, once_in_a_lifetime=False)) == []


def test_every_failed_rule_is_named_and_not_only_the_first():
    nobody = Applicant(
        born_on=date(2010, 1, 1),
        applied_on=date(2026, 3, 2),
        offices=frozenset({"police"}),
        is_student=True,
        receives_other_aid=True,
        family_selected=2,
        was_selected=True,
    )

    assert failed_rules(nobody, SEMI_BANSOS) == [
        Rule.AGE_MIN,
        Rule.STUDENT,
        Rule.OFFICE,
        Rule.OTHER_AID,
        Rule.FAMILY_CARD,
        Rule.AWARDED_BEFORE,
    ]


@pytest.mark.parametrize("rule", list(Rule))
def test_every_rule_has_words_in_every_language(rule):
    words = words_of(rule, NORMAL)

    assert set(WORDS) == set(Rule)
    for locale in LOCALES:
        assert words.in_(locale)
        assert "{" not in words.in_(locale)


def test_the_words_hold_the_schemes_numbers():
    assert words_of("age_max", NORMAL).en == (
        "You were older than 64 on the day you applied."
    )


def test_the_draw_is_the_digest_of_seed_and_application():
    application = UUID("018f0000-0000-7000-8000-000000000001")

    assert draw_of("seed", application) == (
        hashlib.sha256(b"seed018f0000-0000-7000-8000-000000000001").hexdigest()
    )
    assert commitment_to("seed") == hashlib.sha256(b"seed").hexdigest()
