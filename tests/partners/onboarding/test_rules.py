"""What an answer and an entry may look like, and what is still missing."""

from datetime import date

import pytest

from partners.onboarding.errors import AnswersUnusable, NameUnusable, TieUnusable
from partners.onboarding.requirement import Relation
from partners.onboarding.rules import (
    DeclaredTie,
    Lacking,
    check_name,
    check_tie,
    clean_answers,
    find_missing,
)
from partners.onboarding.shipped import requirement_in_force
from partners.organisations import Kind

PLATFORM = requirement_in_force(Kind.DIGITAL_PLATFORM, on=date(2026, 3, 2))
INSTITUTION = requirement_in_force(Kind.TRAINING_INSTITUTION, on=date(2026, 3, 2))


def missing(requirement, answers, *, ties=(), evidence=()):
    found = find_missing(requirement, answers, ties=ties, evidence=evidence)
    return {(each.lacking, each.what) for each in found}


def test_answers_are_tidied_and_empty_ones_cleared():
    cleaned = clean_answers(
        INSTITUTION,
        {
            "seat": "  Jl. Merdeka 1\r\nBandung ",
            "platform": "  ",
            "modes": ["webinar", "offline", "webinar"],
            "trainers": 12,
            "ownership": "private",
            "website": None,
        },
    )

    assert cleaned == {
        "seat": "Jl. Merdeka 1\nBandung",
        "platform": None,
        "modes": ["offline", "webinar"],
        "trainers": 12,
        "ownership": "private",
        "website": None,
    }


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("colour", "red", "unknown"),
        ("trainers", "12", "wrong_form"),
        ("trainers", True, "wrong_form"),
        ("trainers", 1.5, "wrong_form"),
        ("trainers", -1, "wrong_form"),
        ("trainers", 100_001, "too_large"),
        ("ownership", "mafia", "not_a_choice"),
        ("ownership", ["private"], "wrong_form"),
        ("modes", "offline", "wrong_form"),
        ("modes", ["by post"], "not_a_choice"),
        ("modes", [{}], "not_a_choice"),
        ("tax_number", "12", "wrong_form"),
        ("platform", "x" * 121, "too_long"),
        ("platform", "a\0b", "wrong_form"),
        ("website", "http://lp.example", "not_https"),
        ("website", "https://user@lp.example", "not_https"),
        ("website", "https://localhost", "not_https"),
        ("website", "https://lp.example/a b", "not_https"),
        ("website", "javascript:alert(1)", "not_https"),
    ],
)
def test_an_answer_of_the_wrong_form_is_named(field, value, fault):
    with pytest.raises(AnswersUnusable) as refused:
        clean_answers(INSTITUTION, {field: value, "registration_number": "9120"})

    assert refused.value.members == {"errors": {field: fault}}


def test_an_empty_draft_lacks_all_that_is_always_asked_for():
    found = missing(INSTITUTION, {})

    assert (Lacking.FIELD, "ownership") in found
    assert (Lacking.EVIDENCE, "platform_contract") in found
    assert (Lacking.TIE, "owner") in found
    assert (Lacking.EVIDENCE, "facility_photos") not in found


def test_a_condition_decides_what_is_asked_for():
    found = missing(INSTITUTION, {"modes": ["offline", "webinar"]})

    assert (Lacking.EVIDENCE, "facility_photos") in found


def test_every_lack_names_the_rule_behind_it():
    for requirement in (PLATFORM, INSTITUTION):
        found = find_missing(requirement, {}, ties=(), evidence=())
        assert [each.what for each in found if each.criterion is None] == []


@pytest.mark.parametrize(("provinces", "enough"), [(25, False), (26, True)])
def test_a_platform_reaches_two_thirds_of_the_provinces(provinces, enough):
    found = missing(PLATFORM, {"provinces": provinces})

    assert ((Lacking.FIELD, "provinces") not in found) == enough


@pytest.mark.parametrize(
    ("ownership", "legal_form", "allowed"),
    [
        ("private", "limited_company", True),
        ("private", "foundation", False),
        ("state_company", "cooperative", False),
        ("central_government", "public_body", True),
    ],
)
def test_a_company_that_runs_a_platform_is_a_limited_company(
    ownership, legal_form, allowed
):
    answers = {"ownership": ownership, "legal_form": legal_form}

    found = missing(PLATFORM, answers)

    assert ((Lacking.DEMAND, "legal_form") not in found) == allowed


def test_shares_add_up_to_the_whole_at_most():
    half, more = ("owner", 5_000), ("owner", 5_001)

    assert (Lacking.TIE, "owner") not in missing(PLATFORM, {}, ties=(half, half))
    assert (Lacking.TIE, "owner") in missing(PLATFORM, {}, ties=(half, more))


def test_entries_are_kept_in_one_form():
    domain = check_tie(DeclaredTie(Relation.DOMAIN, name="x", detail=" LP.Example. "))
    account = check_tie(
        DeclaredTie(
            Relation.BANK_ACCOUNT,
            name="PT  Maju",
            number="0123-456 789",
            detail="BNI",
        )
    )

    assert domain == DeclaredTie(Relation.DOMAIN, detail="lp.example")
    assert (account.name, account.number) == ("PT Maju", "0123456789")


@pytest.mark.parametrize(
    ("tie", "field"),
    [
        (DeclaredTie(Relation.DOMAIN, detail="https://lp.example"), "detail"),
        (DeclaredTie(Relation.DOMAIN, detail="localhost"), "detail"),
        (DeclaredTie(Relation.DOMAIN), "detail"),
        (DeclaredTie(Relation.BANK_ACCOUNT, name="PT Maju", number="12"), "number"),
        (
            DeclaredTie(Relation.BANK_ACCOUNT, name="PT Maju", number="12345"),
            "detail",
        ),
        (DeclaredTie(Relation.OFFICER, name="Ani Lestari", number="3273"), "detail"),
        (DeclaredTie(Relation.OFFICER, number="3273", detail="Direktur"), "name"),
        (DeclaredTie(Relation.OWNER, name="Ani Lestari", number="3273"), "share_bps"),
        (DeclaredTie(Relation.OWNER, name="Ani", number="!", share_bps=1), "number"),
    ],
)
def test_an_entry_that_says_too_little_is_refused(tie, field):
    with pytest.raises(TieUnusable) as refused:
        check_tie(tie)

    assert refused.value.members == {"relation": tie.relation, "field": field}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("ab", "maju"),
        ("123", "maju"),
        ("x" * 121, "maju"),
        ("Maju", "Maju"),
        ("M", "m"),
    ],
)
def test_a_name_is_written_out_and_a_code_is_a_handle(name, code):
    with pytest.raises(NameUnusable):
        check_name(name, code)


def test_invisible_letters_of_a_name_are_dropped():
    assert check_name("  Kursus\u200b  Maju ", "kursus-maju") == "Kursus Maju"
