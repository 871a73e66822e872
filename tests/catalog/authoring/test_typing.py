"""What is typed into the sections of a draft, and how changes are brought together."""

import pytest

from catalog.authoring.merging import merge, patch_of, places
from catalog.authoring.portal.fields import BY_FIELD, SECTIONS
from catalog.authoring.portal.lines import differing, words_differing
from catalog.authoring.portal.typed import (
    amount_typed,
    minutes_typed,
    percent_typed,
    read_fields,
    shown,
    unfolded,
)
from catalog.authoring.schemas import CourseContentSchema
from catalog.authoring.services.submit import CAP_SOURCE
from catalog.authoring.standards import shipped_standards
from catalog.authoring.wording import SOURCES
from tests.catalog.authoring.drafting import whole

FIELDS = [field for section in SECTIONS for field in section.fields]


def stored(**changes):
    return CourseContentSchema().load(whole(**changes))


def test_every_field_of_a_content_has_an_input():
    assert set(BY_FIELD) == set(CourseContentSchema().fields)


def test_what_is_shown_and_sent_back_untouched_is_the_same():
    content = stored(
        discount_bps=1250,
        childcare=True,
        media=[{"kind": "image", "url": "https://a.example/x.jpg", "alt": {"id": "x"}}],
    )

    values, faults = read_fields(FIELDS, shown(FIELDS, content))

    assert faults == {}
    said = {code: value for code, value in values.items() if value is not None}
    assert said == content


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("350000", 350_000),
        ("350.000", 350_000),
        ("Rp 1.250.000,-", 1_250_000),
        ("0", 0),
        ("1,250", "1,250"),
        ("35.00", "35.00"),
        ("murah", "murah"),
        ("9" * 40, "9" * 40),
    ],
)
def test_amounts_are_read_or_left_as_they_were_typed(text, amount):
    assert amount_typed(text) == amount


@pytest.mark.parametrize(
    ("text", "bps"),
    [("12", 1200), ("12,5", 1250), ("0.25 %", 25), ("-1", "-1"), ("1,234", "1,234")],
)
def test_percentages_are_read_or_left_as_they_were_typed(text, bps):
    assert percent_typed(text) == bps


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("900", 900),
        ("15 jam", 900),
        ("15 jam 30 menit", 930),
        ("1,5 jam", 90),
        ("45 minutes", 45),
        ("2 hours", 120),
        ("2 JP", "2 JP"),
        ("jam", "jam"),
        ("15 jam lagi", "15 jam lagi"),
    ],
)
def test_durations_are_read_in_hours_and_minutes_or_left_as_they_were_typed(
    text, minutes
):
    assert minutes_typed(text) == minutes


def test_languages_may_be_parted_by_commas_as_the_words_beside_them_are():
    values, faults = read_fields([BY_FIELD["languages"]], {"languages": "id, en,jv"})

    assert (values, faults) == ({"languages": ["id", "en", "jv"]}, {})


@pytest.mark.parametrize(
    "name", ["a/b/c/d/e/f/g/h", "title", "title/", "/", "title/id/x", "syllabus/x/y"]
)
def test_strange_names_of_inputs_break_nothing(name):
    given = unfolded([("title/id", "Roti"), (name, "x"), ("title/id", "y")])

    assert isinstance(given, dict)


def test_places_are_merged_when_they_differ_and_chosen_when_they_meet():
    base = places({"title": {"id": "a", "en": "b"}, "level": "beginner"}, FIELD_NAMES)
    theirs = base | {"title/en": "theirs", "level": "advanced"}

    found = merge(base, theirs, {"title/id": "mine", "level": "intermediate"})

    assert found.mine == {"title/id": "mine"}
    assert found.theirs == ("title/en",)
    assert found.both == {"level": ("beginner", "advanced", "intermediate")}


def test_the_same_change_twice_is_no_conflict():
    base = places({"level": "beginner"}, FIELD_NAMES)

    assert merge(base, {"level": "advanced"}, {"level": "advanced"}).both == {}


def test_a_patch_takes_one_language_away_and_leaves_the_other():
    assert patch_of({"title/en": None, "level": None}) == {
        "title": {"en": None},
        "level": None,
    }


def test_a_difference_is_told_in_words():
    pieces = words_differing("Membuat roti di rumah", "Membuat kue di rumah")

    said = [(piece.kind, piece.words) for piece in pieces]
    assert said == [
        ("same", "Membuat "),
        ("gone", "roti"),
        ("new", "kue"),
        ("same", " di rumah"),
    ]


def test_a_line_that_is_put_before_others_changes_no_other():
    lines = differing(["a", "b"], ["new one", "a", "b"])

    assert [line[0].kind for line in lines] == ["new", "same", "same"]


def test_every_source_of_a_rule_has_words():
    standards = shipped_standards().values()
    sources = {
        source
        for each in standards
        for source in (
            each.required_source,
            each.theory_source,
            each.evaluation_source,
            each.trainers_source,
            *(bounds.source for bounds in each.limits.values()),
            *(mode.source for mode in each.modes.values()),
        )
    }

    assert sources | {CAP_SOURCE} == set(SOURCES)


FIELD_NAMES = ["title", "level"]
