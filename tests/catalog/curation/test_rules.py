"""How courses are judged: the documents, the draw, and what verdicts come to."""

import pytest

from catalog.authoring.content import FIELDS
from catalog.authoring.schemas import CourseContentSchema
from catalog.curation.drawing import draw, new_seed
from catalog.curation.layers import (
    FOLDER,
    BadCuration,
    read_curation,
    shipped_curations,
)
from catalog.curation.models import Verdict
from catalog.curation.rules import changes_together, outcome_of

A, C, R = Verdict.APPROVE, Verdict.CHANGES, Verdict.REJECT


@pytest.mark.parametrize(
    ("verdicts", "third", "outcome"),
    [
        ([A], False, A),
        ([A, A], True, A),
        ([R, R], True, R),
        ([A, R], True, None),
        ([A, C], True, None),
        ([A, C, A], True, A),
        ([A, R, R], True, R),
        ([A, C, R], True, C),
        ([A, R], False, C),
    ],
)
def test_the_majority_decides_and_two_who_disagree_need_a_third(
    verdicts, third, outcome
):
    assert outcome_of(verdicts, third=third) == outcome


def test_whoever_draws_again_draws_the_same_in_whatever_order():
    candidates = [f"organisation-{number}" for number in range(20)]

    first = draw("seed", candidates, seats=3)

    assert draw("seed", reversed(candidates), seats=3) == first
    assert draw("another", candidates, seats=3) != first


def test_everybody_is_drawn_about_as_often():
    candidates = [str(number) for number in range(5)]
    drawn = [draw(new_seed(), candidates, seats=1)[0] for _ in range(2_000)]

    assert all(300 < drawn.count(each) < 500 for each in candidates)


def test_what_two_ask_for_in_the_same_words_is_asked_for_once():
    same = {"place": "/title", "words": "Longer."}
    other = {"place": "/title", "words": "Shorter."}

    together = changes_together([[same], [same, other]])

    assert [each.words for each in together] == ["Longer.", "Shorter."]


def test_the_fields_that_changes_can_name_are_those_of_a_course():
    assert set(CourseContentSchema().fields) == FIELDS


def test_the_four_aspects_of_the_programme_are_looked_at():
    rules = shipped_curations()[1]

    assert set(rules.layer("assessment").aspects) == set(rules.aspects)
    assert len(rules.aspects) == 4
    assert [each.code for each in rules.layers] == [
        "platform",
        "programme",
        "assessment",
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('layer = "assessment"', 'layer = "programme"'),
        ('aspects = ["requirements", "administration"]', 'aspects = ["beauty"]'),
        ("most = 4", "most = 1"),
        ("seats = 2", "seats = 3"),
        ('code = "interactive"', 'code = "reference"'),
        ('by = "operator"', 'by = "nobody"'),
        ("valid_days = 730", ""),
    ],
)
def test_a_document_with_a_mistake_stops_the_start(tmp_path, before, after):
    text = (FOLDER / "curation.1.toml").read_text(encoding="utf-8")
    assert before in text
    path = tmp_path / "curation.1.toml"
    path.write_text(text.replace(before, after, 1), encoding="utf-8")

    with pytest.raises(BadCuration):
        read_curation(path)
