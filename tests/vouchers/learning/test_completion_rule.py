"""The completion rule, without I/O."""

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vouchers.classroom import rules
from vouchers.learning.completion import (
    requirements,
    sessions_needed,
    unmet_requirements,
)
from vouchers.learning.models import AssessmentKind


@dataclass
class Report:
    kind: str
    score: int
    number: int = 1
    revision: int = 1


def unmet(pinned: dict[str, Any], steps: set[int], *results: Report) -> dict[str, Any]:
    return {
        it.name: (it.needed, it.have)
        for it in unmet_requirements(pinned, steps, results)
    }


def test_everything_done_leaves_nothing_unmet():
    pinned = rules(practice_tasks=1, skill_demonstration=True, pass_mark=70)

    left = unmet(
        pinned,
        {1, 2, 999},
        Report("post_test", 70),
        Report("practice_task", 0),
        Report("skill_demonstration", 0),
    )

    assert left == {}


def test_nothing_done_names_every_requirement():
    pinned = rules(practice_tasks=3, skill_demonstration=True, pass_mark=70)

    left = unmet(pinned, set())

    assert left == {
        "attendance": (2, 0),
        "post_test_attendance": (1, 0),
        "post_test_result": (1, 0),
        "pass_mark": (70, None),
        "practice_tasks": (3, 0),
        "skill_demonstration": (1, 0),
    }


def test_what_the_scheme_does_not_ask_for_is_not_required():
    pinned = rules(sessions=1, post_test=False, pass_mark=70)

    asked = requirements(pinned, {1}, [])

    assert [it.name for it in asked] == ["attendance"]
    assert asked[0].is_met


@pytest.mark.parametrize(
    ("sessions", "share", "needed"),
    [
        (10, 10_000, 10),
        (10, 8_000, 8),
        (9, 8_000, 8),
        (3, 6_667, 3),
        (3, 6_666, 2),
        (5, 0, 0),
    ],
)
def test_the_share_of_sessions_is_rounded_up(sessions, share, needed):
    assert sessions_needed(rules(sessions=sessions, attendance_bps=share)) == needed


def test_a_score_one_below_the_pass_mark_is_not_enough():
    pinned = rules(pass_mark=70)

    left = unmet(pinned, {1, 2, 999}, Report("post_test", 69))

    assert left == {"pass_mark": (70, 69)}


def test_without_a_pass_mark_a_score_of_nought_completes():
    assert unmet(rules(), {1, 2, 999}, Report("post_test", 0)) == {}


def test_the_last_revision_counts_even_when_it_is_worse_and_comes_first():
    pinned = rules(pass_mark=70)

    left = unmet(
        pinned,
        {1, 2, 999},
        Report("post_test", 60, revision=2),
        Report("post_test", 90, revision=1),
    )

    assert left == {"pass_mark": (70, 60)}


def test_a_task_reported_twice_is_one_task():
    pinned = rules(practice_tasks=2)

    left = unmet(
        pinned,
        {1, 2, 999},
        Report("post_test", 80),
        Report("practice_task", 50, number=1, revision=1),
        Report("practice_task", 80, number=1, revision=2),
    )

    assert left == {"practice_tasks": (2, 1)}


def test_steps_outside_the_course_do_not_count_as_sessions():
    assert unmet(rules(post_test=False), {3, 9, 999}) == {"attendance": (2, 0)}


PINNED = st.builds(
    rules,
    sessions=st.integers(1, 10),
    attendance_bps=st.integers(0, 10_000),
    post_test=st.booleans(),
    practice_tasks=st.integers(0, 5),
    skill_demonstration=st.booleans(),
    pass_mark=st.none() | st.integers(0, 100),
)
STEPS = st.sets(st.sampled_from([*range(1, 11), 999]))
REPORTS = st.lists(
    st.builds(
        Report,
        kind=st.sampled_from([str(kind) for kind in AssessmentKind]),
        score=st.integers(0, 100),
        number=st.integers(1, 3),
        revision=st.integers(1, 3),
    ),
    max_size=8,
)


@given(PINNED, STEPS, REPORTS, STEPS)
def test_another_confirmed_step_never_makes_less_of_what_was_done(
    pinned, steps, reports, more
):
    before = set(unmet(pinned, steps, *reports))

    after = set(unmet(pinned, steps | more, *reports))

    assert after <= before


@given(PINNED, STEPS, REPORTS)
def test_unmet_and_met_are_all_that_is_asked(pinned, steps, reports):
    asked = requirements(pinned, steps, reports)

    left = unmet_requirements(pinned, steps, reports)

    assert left == [it for it in asked if not it.is_met]
    assert len({it.name for it in asked}) == len(asked)
    assert all(it.words.en and it.words.id for it in asked)


@given(PINNED)
def test_attending_and_passing_everything_always_completes(pinned):
    everything = [
        Report("post_test", 100),
        Report("skill_demonstration", 100),
        *(Report("practice_task", 100, number=n) for n in range(1, 6)),
    ]

    assert unmet(pinned, {*range(1, 11), 999}, *everything) == {}
