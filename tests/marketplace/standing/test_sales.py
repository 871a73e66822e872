"""What is not sold any more, with the next request, and what platforms are told."""

import pytest

from partners.organisations import Kind, Organisation, Standing
from partners.standing import Scope, Severity
from tests.factories import (
    authorization,
    make_client,
    make_course,
    make_offering,
    make_sanction,
    make_schedule,
    make_token,
)
from tests.marketplace.orders.conftest import make_shop, slug_of, unchanged


@pytest.fixture
def shop(session):
    return make_shop(session)


def provider_of(shop) -> Organisation:
    return shop.session.get_one(Organisation, shop.course.provider_id)


def _institution_starts_nothing_new(shop):
    provider_of(shop).standing = Standing.ACTIVE_NO_NEW_STARTS


def _institution_is_suspended(shop):
    provider_of(shop).standing = Standing.SUSPENDED


def _institution_may_not_sell(shop):
    make_sanction(
        shop.session, provider_of(shop), Severity.NO_NEW_STARTS, scope=Scope.SALES
    )


def _institution_is_stopped_as_one(shop):
    make_sanction(
        shop.session,
        provider_of(shop),
        Severity.NO_NEW_STARTS,
        scope=Scope.KIND,
        kind=Kind.TRAINING_INSTITUTION,
    )


def _course_is_stopped(shop):
    make_sanction(
        shop.session,
        provider_of(shop),
        Severity.NO_NEW_STARTS,
        scope=Scope.COURSES,
        course_ids=[shop.course.id],
    )


def _platform_starts_nothing_new(shop):
    shop.platform.standing = Standing.ACTIVE_NO_NEW_STARTS


def _platform_may_not_sell(shop):
    make_sanction(
        shop.session, shop.platform, Severity.NO_NEW_STARTS, scope=Scope.SALES
    )


def _platform_is_stopped_as_one(shop):
    make_sanction(
        shop.session,
        shop.platform,
        Severity.SUSPENDED,
        scope=Scope.KIND,
        kind=Kind.DIGITAL_PLATFORM,
    )


STOPS = [
    (_institution_starts_nothing_new, "provider-suspended"),
    (_institution_is_suspended, "provider-suspended"),
    (_institution_may_not_sell, "provider-suspended"),
    (_institution_is_stopped_as_one, "provider-suspended"),
    (_course_is_stopped, "course-sale-stopped"),
    (_platform_starts_nothing_new, "no-new-starts"),
    (_platform_may_not_sell, "no-new-starts"),
    (_platform_is_stopped_as_one, "no-new-starts"),
]


@pytest.mark.parametrize(("stop", "slug"), STOPS)
def test_what_is_stopped_is_not_sold_with_the_next_request(client, shop, stop, slug):
    stop(shop)
    shop.session.flush()

    response = shop.buy(client)

    assert (response.status_code, slug_of(response)) == (403, slug)
    assert unchanged(shop)


@pytest.mark.parametrize(("stop", "_"), STOPS)
def test_what_is_stopped_is_not_offered(client, shop, stop, _):
    reader = make_client(shop.session, shop.platform, ["catalog:read"])
    headers = authorization(make_token(shop.session, reader))
    before = client.get("/v1/offerings", headers=headers).json["items"]
    assert [item["id"] for item in before] == [str(shop.offering.id)]

    stop(shop)
    shop.session.flush()

    assert client.get("/v1/offerings", headers=headers).json["items"] == []


def test_a_platform_learns_of_an_institution_only_that_it_sells_nothing(client, shop):
    sanction = make_sanction(
        shop.session,
        provider_of(shop),
        Severity.NO_NEW_STARTS,
        scope=Scope.SALES,
        reason="Attendance was invented.",
    )

    response = shop.buy(client)

    assert sanction.reason not in response.text
    assert "standing" not in response.json
    assert "suspended" not in response.json["detail"]


def test_other_courses_of_the_institution_stay_on_sale(client, shop):
    other = make_course(shop.session, provider_of(shop))
    schedule = make_schedule(shop.session, other)
    offering = make_offering(shop.session, other, shop.platform)
    _course_is_stopped(shop)

    response = shop.buy(
        client, offering_id=str(offering.id), schedule_id=str(schedule.id)
    )

    assert response.status_code == 201


@pytest.mark.parametrize("state", ["proposed", "announced", "lifted", "ended"])
def test_only_what_is_in_force_stops_anything(client, shop, state):
    make_sanction(
        shop.session,
        provider_of(shop),
        Severity.NO_NEW_STARTS,
        scope=Scope.SALES,
        state=state,
    )

    assert shop.buy(client).status_code == 201


def test_a_sanction_in_one_role_leaves_the_other_alone(client, shop):
    """An institution that also runs a platform, sanctioned as a platform."""
    make_sanction(
        shop.session,
        provider_of(shop),
        Severity.SUSPENDED,
        scope=Scope.KIND,
        kind=Kind.DIGITAL_PLATFORM,
    )

    assert shop.buy(client).status_code == 201


def test_the_lowest_price_is_one_that_can_be_paid(client, shop):
    dear = make_offering(shop.session, shop.course, price=400_000)
    reader = make_client(
        shop.session,
        shop.session.get_one(Organisation, dear.platform_id),
        ["catalog:read"],
    )
    headers = authorization(make_token(shop.session, reader))

    _platform_may_not_sell(shop)

    found = client.get("/v1/courses", headers=headers).json["items"]
    assert [item["lowest_price"]["amount"] for item in found] == [400_000]
