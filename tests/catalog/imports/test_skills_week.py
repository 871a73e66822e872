"""The importer on the real list of Indonesia Skills Week 2023."""

from collections import Counter

import pytest

from catalog.imports import parse_courses
from core.datafiles import read_json


@pytest.fixture(scope="module")
def rows():
    return read_json("prakerja/skills_week_2023_courses.json")


@pytest.fixture(scope="module")
def report(rows):
    return parse_courses(rows, source="skills-week-2023")


def test_every_row_becomes_a_course_and_one_is_held(report):
    assert report.counts == {
        "rows": 266,
        "courses": 266,
        "rejected": 0,
        "held": 1,
        "free": 69,
        "institutions": 60,
        "errors": 0,
        "warnings": 15,
        "notices": 17,
    }


def test_67_spellings_are_60_institutions(rows, report):
    assert len({row["lp_name"] for row in rows}) == 67
    assert len({draft.institution_key for draft in report.courses}) == 60
    assert len({draft.institution_name for draft in report.courses}) == 60


def test_spellings_are_chosen_by_use_and_then_by_case(report):
    names = {draft.institution_key: draft.institution_name for draft in report.courses}

    assert names["arkademi"] == "Arkademi"
    assert names["cakap"] == "Cakap"
    assert names["duta persada"] == "DUTA PERSADA"
    assert names["kita kompeten"] == "Kita Kompeten"
    assert names["lkp putri"] == "LKP Putri"
    assert names["ruang kursus"] == "Ruang Kursus"


def test_each_doubt_is_reported_once(report):
    assert Counter(finding.code for finding in report.findings) == {
        "institution_respelt": 11,
        "free_without_discount": 8,
        "link_without_scheme": 4,
        "link_shared": 3,
        "link_redirects": 2,
        "price_without_separators": 2,
        "price_separator_missing": 1,
        "title_long": 1,
    }


def test_the_held_course_is_the_one_with_a_dot_missing_in_its_price(report):
    (held,) = (draft for draft in report.courses if draft.held)

    assert held.source_row == 99
    assert held.price == 1_250_000


def test_prices_are_as_published(report):
    paid = sorted(draft.price for draft in report.courses if draft.price)

    assert paid[0] == 20_000
    assert paid[-1] == 1_250_000
    assert paid[len(paid) // 2] == 167_500
    assert sum(draft.price for draft in report.courses) == sum(paid)


def test_modes_and_categories_are_those_of_the_list(report):
    modes = Counter(draft.mode.value for draft in report.courses)

    assert modes == {"self_paced": 245, "webinar": 21}
    assert len({draft.category for draft in report.courses}) == 12


def test_reading_the_list_twice_gives_the_same_drafts(rows, report):
    again = parse_courses(rows, source="skills-week-2023")

    assert again == report
    assert len({draft.source_ref for draft in report.courses}) == 266
