"""Who may teach, how many are needed, and what may be shown of them."""

from contextlib import nullcontext
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from catalog.courses import Mode
from catalog.schedules.rules import Plan, Span
from catalog.schedules.services.plan import check_enough, trainer_findings
from catalog.schedules.standards import standard_in_force
from catalog.trainers.errors import TooFewAssistants, TooFewTrainers
from catalog.trainers.rules import Standing, Unfit, needed, teaches_otherwise, unfit
from core.privacy import mask_name

DAY = date(2026, 12, 31)
PEOPLE = tuple(UUID(int=number) for number in range(1, 5))


@pytest.mark.parametrize(
    ("standing", "why"),
    [
        (None, Unfit.UNKNOWN),
        (Standing("ended", date(2027, 1, 1)), Unfit.ENDED),
        (Standing("active", None), Unfit.UNCERTIFIED),
        (Standing("active", date(2026, 12, 30)), Unfit.UNCERTIFIED),
        (Standing("active", DAY), None),
    ],
)
def test_66_who_teaches_is_active_and_certified_through_the_day(standing, why):
    assert unfit(standing, on=DAY) is why


@pytest.mark.parametrize(
    ("mode", "capacity", "count"),
    [
        (Mode.WEBINAR, 50, 1),
        (Mode.WEBINAR, 51, 2),
        (Mode.WEBINAR, 150, 3),
        (Mode.OFFLINE, 30, 1),
        (Mode.OFFLINE, 40, 2),
        (Mode.BLENDED, 31, 2),
        (Mode.SELF_PACED, 100_000, 0),
    ],
)
def test_29_the_programme_says_how_many_seats_need_a_trainer(mode, capacity, count):
    rules = standard_in_force(on=date(2026, 11, 1)).modes[mode]

    assert needed(capacity, rules.seats_per_trainer) == count


@pytest.mark.parametrize(
    ("day", "mode", "capacity", "assistants", "is_short"),
    [
        (date(2026, 12, 1), Mode.WEBINAR, 150, 0, True),
        (date(2026, 12, 1), Mode.WEBINAR, 150, 1, False),
        (date(2026, 12, 1), Mode.WEBINAR, 100, 0, False),
        (date(2026, 12, 1), Mode.OFFLINE, 40, 0, False),
        (date(2026, 11, 30), Mode.WEBINAR, 150, 0, False),
    ],
)
def test_29_an_online_class_that_needs_three_trainers_has_an_assistant(
    day, mode, capacity, assistants, is_short
):
    plan = make_plan(capacity, PEOPLE[:3], PEOPLE[3 : 3 + assistants])
    expected = pytest.raises(TooFewAssistants) if is_short else nullcontext()

    with expected:
        check_enough(plan, standard_in_force(on=day).modes[mode])


def test_29_an_assistant_stands_in_for_no_trainer_and_needs_no_certificate():
    lead, helper = PEOPLE[:2]
    plan = make_plan(60, (lead,), (helper, lead))
    rules = standard_in_force(on=date(2026, 12, 1)).modes[Mode.WEBINAR]
    standings = dict.fromkeys((lead, helper), Standing("active", None))

    found = [
        (each.place, each.code) for each in trainer_findings(plan, standings, rules)
    ]

    assert found == [
        ("/trainers/0", Unfit.UNCERTIFIED),
        ("/assistants/1", Unfit.LEADS),
    ]
    with pytest.raises(TooFewTrainers):
        check_enough(plan, rules)


def make_plan(capacity, trainers, assistants):
    evening = datetime(2027, 3, 1, 12, tzinfo=UTC)
    return Plan(
        sessions=(Span(evening, evening + timedelta(hours=2)),),
        zone="Asia/Jakarta",
        capacity=capacity,
        trainers=trainers,
        assistants=assistants,
    )


def test_before_the_second_version_of_the_standard_no_trainers_are_needed():
    before = standard_in_force(on=date(2026, 10, 31))

    assert before.version == 1
    assert {each.seats_per_trainer for each in before.modes.values()} == {None}


def test_a_certificate_that_names_nothing_speaks_of_everything():
    baking = Standing("active", DAY, frozenset({"bake"}))

    assert teaches_otherwise(baking, frozenset({"sew"}))
    assert not teaches_otherwise(baking, frozenset({"sew", "bake"}))
    assert not teaches_otherwise(Standing("active", DAY), frozenset({"sew"}))


def test_pd_03_of_a_name_the_first_letters_may_be_shown():
    assert mask_name("Ani  Lestari") == "A•• L••••••"
