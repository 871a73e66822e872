"""Which classes are equivalent, and in which order."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from catalog.courses import Mode
from core.clock import now
from marketplace.transfers.models import Likeness, Replacement, Transfer
from marketplace.transfers.rulebook import rulebook
from partners.organisations import Kind, Organisation
from tests.factories import (
    make_officer,
    make_organisation,
    make_schedule,
    make_voucher,
)
from tests.marketplace.standing.conftest import statements
from tests.marketplace.transfers.conftest import (
    another_buyer,
    attend,
    interrupt,
    make_class,
    replacements_of,
)

__all__ = ["statements"]

BREAD = {"skills": ["bread"], "occupation_groups": ["7512", "751", "75", "7"]}
UNIT = ["I.56KUE00.001.1"]


@pytest.fixture
def had(session, shop):
    """She has a voucher for a class about bread, in a classroom in Bandung."""
    shop.course.mode = Mode.OFFLINE
    shop.course.skills, shop.course.occupation_groups = BREAD.values()
    shop.course.competence_units = UNIT
    shop.schedule.district_code = "32.73.01"
    session.flush()
    return shop


def voucher_of(session, shop, **changes):
    return make_voucher(
        session, shop.offering, shop.schedule, shop.course, shop.account, **changes
    )


def found(session, shop, **changes):
    """What she is offered: schedules and why, in their order."""
    voucher = voucher_of(session, shop, **changes)
    transfers = interrupt(session, [voucher.id])
    [mine] = [each for each in transfers if each.voucher_id == voucher.id]
    return [
        (each.schedule_id, each.likeness) for each in replacements_of(session, mine)
    ]


def here(**changes):
    """In a classroom in the same district."""
    return {"mode": Mode.OFFLINE, "run": {"district_code": "32.73.01"}, **changes}


def test_the_likest_comes_first_whatever_it_costs_or_when_it_begins(session, had):
    soon = {"district_code": "32.73.01", "starts_at": now() + timedelta(days=3)}
    platform = had.platform
    category = make_class(session, platform, **here(title=had.course.title, run=soon))
    occupation = make_class(
        session, platform, **here(category="roti", occupation_groups=["7512"])
    )
    skills = make_class(session, platform, **here(category="roti", skills=["bread"]))
    unit = make_class(session, platform, **here(category="roti", competence_units=UNIT))
    again = make_schedule(session, had.course)

    assert found(session, had) == [
        (again.id, Likeness.SAME_COURSE),
        (unit.schedule.id, Likeness.COMPETENCE),
        (skills.schedule.id, Likeness.SKILLS),
        (occupation.schedule.id, Likeness.OCCUPATION),
        (category.schedule.id, Likeness.CATEGORY),
    ]


def test_of_those_alike_her_own_platform_comes_first_then_the_nearest(session, had):
    elsewhere = make_organisation(session, Kind.DIGITAL_PLATFORM)
    other_platform = make_class(session, elsewhere, **here())
    unknown_place = make_class(session, had.platform, **here(run={}))
    near = make_class(session, had.platform, **here())

    assert [each for each, _ in found(session, had)] == [
        near.schedule.id,
        unknown_place.schedule.id,
        other_platform.schedule.id,
    ]


def _occupation_of_the_wider_group(session, shop):
    return here(category="roti", occupation_groups=["7511", "751", "75", "7"])


def _another_mode(session, shop):
    return {"mode": Mode.WEBINAR}


def _dearer(session, shop):
    return here(price=shop.offering.price + 1)


def _too_late(session, shop):
    starts_at = shop.schedule.starts_at + timedelta(days=61)
    run = {"starts_at": starts_at, "ends_at": starts_at + timedelta(days=1)}
    return here(run={**run, "district_code": "32.73.01"})


def _not_open_yet(session, shop):
    run = {"district_code": "32.73.01", "enrolment_opens_at": now() + timedelta(days=1)}
    return here(run=run)


@pytest.mark.parametrize(
    "what",
    [_occupation_of_the_wider_group, _another_mode, _dearer, _too_late, _not_open_yet],
)
def test_what_is_not_equivalent_is_not_offered(session, had, what):
    make_class(session, had.platform, **what(session, had))

    assert found(session, had) == []


def test_a_class_of_the_platforms_own_group_is_not_offered(session, had):
    own = make_class(session, had.platform, **here())
    provider = session.get_one(Organisation, own.course.provider_id)
    for organisation in (provider, had.platform):
        make_officer(session, organisation, "Budi Santoso")

    assert found(session, had) == []


def test_who_has_bought_one_of_them_is_offered_the_others(session, had, client):
    bought = make_class(session, had.platform, **here())
    other = make_class(session, had.platform, **here())
    answer = had.buy(
        client,
        offering_id=str(bought.offering.id),
        schedule_id=str(bought.schedule.id),
    )
    assert answer.status_code == 201, answer.text

    assert [each for each, _ in found(session, had)] == [other.schedule.id]


def test_there_are_at_most_so_many_and_they_say_until_when(session, had):
    for _ in range(rulebook().replacements + 2):
        make_class(session, had.platform, **here())
    at = now()
    voucher = voucher_of(session, had)

    [transfer] = interrupt(session, [voucher.id], at=at)

    assert transfer.replacements == len(replacements_of(session, transfer)) == 5
    assert transfer.answer_by == at + rulebook().answer_for
    assert transfer.rules_version == rulebook().version


def test_who_did_more_than_half_is_listed_and_offered_the_same(session, had):
    make_class(session, had.platform, **here())
    voucher = voucher_of(session, had, status="redeemed", redeemed_at=now())
    attend(session, voucher.id, 1, 2)

    [transfer] = interrupt(session, [voucher.id])

    assert (transfer.confirmed_steps, transfer.required_steps) == (2, 3)
    assert transfer.replacements == 1


def test_any_number_of_holders_takes_the_same_statements(session, had, statements):
    make_class(session, had.platform, **here())
    one = [voucher_of(session, had).id]
    many = [voucher_of(session, another_buyer(session, had)).id for _ in range(8)]

    with statements() as few:
        interrupt(session, one)
    with statements() as more:
        interrupt(session, many)

    assert more.count == few.count
    assert len(session.scalars(select(Transfer)).all()) == 9
    assert len(session.scalars(select(Replacement)).all()) == 9
