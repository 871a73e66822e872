"""What a draft lacks, by which rule."""

from datetime import date

import pytest

from catalog.authoring.checking import lacks
from catalog.authoring.standards import (
    BadStandard,
    read_standard,
    shipped_standards,
    standard_in_force,
)
from tests.catalog.authoring.drafting import line, whole

STANDARD = standard_in_force(on=date(2026, 1, 1))


def stored(**changes):
    content = whole(list_price=350_000) | changes
    return {name: value for name, value in content.items() if value is not None}


def codes(**changes):
    return {(lack.place, lack.code) for lack in lacks(stored(**changes), STANDARD)}


def session(*parts):
    return {
        "title": line("A day"),
        "parts": [
            {"title": line("Part"), "activity": activity, "minutes": minutes}
            for activity, minutes in parts
        ],
    }


def test_a_whole_course_lacks_nothing():
    assert codes() == set()


@pytest.mark.parametrize("field", STANDARD.required)
def test_each_required_field_is_missed(field):
    assert (f"/{field}", "missing") in codes(**{field: None})


def test_a_free_course_has_a_price():
    assert codes(list_price=0) == set()


def test_title_and_summary_are_wanted_in_both_languages():
    assert codes(title={"id": "Membuat roti di rumah"}) == {("/title", "one-language")}


@pytest.mark.parametrize(
    ("changes", "place", "code"),
    [
        ({"title": {"id": "Roti", "en": "Baking bread"}}, "/title/id", "too-short"),
        (
            {"title": {"id": "R" * 121, "en": "Baking bread"}},
            "/title/id",
            "too-long",
        ),
        ({"outcomes": [line("Weigh")]}, "/outcomes", "too-few"),
        ({"occupations": ["7512"] * 11}, "/occupations", "too-many"),
        ({"evaluation": ["pre_test", "post_test"]}, "/evaluation", "no-practice_task"),
        (
            {"syllabus": [session(("theory", 40), ("practice", 859 - 40))]},
            "/syllabus",
            "too-brief",
        ),
        (
            {
                "syllabus": [session(("practice", 181))]
                + [session(("practice", 180))] * 4
            },
            "/syllabus/0",
            "too-long",
        ),
        (
            {"syllabus": [session(("theory", 55), ("practice", 125))] * 5},
            "/syllabus",
            "too-much-theory",
        ),
        ({"mode": "offline"}, "/equipment", "missing"),
        ({"mode": "offline"}, "/trainers", "missing"),
        (
            {"media": [{"kind": "image", "url": "https://a.example/b", "alt": {}}]},
            "/media/0/alt",
            "missing",
        ),
        ({"minimum_age": 40, "maximum_age": 30}, "/maximum_age", "ages-swapped"),
    ],
)
def test_each_rule_is_named_with_its_place(changes, place, code):
    assert (place, code) in codes(**changes)


def test_at_its_bounds_a_course_is_whole():
    theory = [session(("theory", 54), ("practice", 126))] * 5
    assert codes(syllabus=theory) == set()
    nine_hours = [session(("theory", 162), ("practice", 378))]
    assert codes(mode="self_paced", syllabus=nine_hours) == set()


def test_every_lack_says_where_its_rule_is_from_in_both_languages():
    for lack in lacks({}, STANDARD):
        assert lack.source
        assert lack.message.en
        assert lack.message.id != lack.message.en


def test_the_newest_standard_in_force_counts():
    assert standard_in_force(on=date(2019, 1, 1)).version == 1
    assert shipped_standards()[1] is STANDARD


def test_a_document_that_says_less_than_it_must_stops_the_start(tmp_path):
    path = tmp_path / "course.9.toml"
    path.write_text("version = 9\nsince = 2030-01-01\n")

    with pytest.raises(BadStandard, match=r"course\.9\.toml"):
        read_standard(path)
