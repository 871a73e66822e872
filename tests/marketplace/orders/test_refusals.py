"""Orders that are refused: each for its own reason, with nothing changed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from catalog.courses import CourseStatus
from catalog.reviews import Review
from core.clock import now
from core.ids import new_id
from core.ledger.queries import balance_of
from marketplace.orders import Order
from marketplace.programme.ledger import (
    VOUCHERS_OUTSTANDING,
    commission_of,
    payable_to,
)
from partners.organisations import Kind, Standing
from tests import factories
from tests.marketplace.orders.conftest import make_shop, slug_of, unchanged


def _deadline_passed(shop: Any) -> None:
    shop.award.purchase_deadline_at = datetime(2026, 1, 1, tzinfo=UTC)


def _no_seats(shop: Any) -> None:
    shop.schedule.capacity = 1
    shop.schedule.seats_taken = 1


def _started(shop: Any) -> None:
    shop.schedule.starts_at = now() - timedelta(minutes=1)
    shop.schedule.enrolment_closes_at = shop.schedule.starts_at


def _enrolment_closed(shop: Any) -> None:
    shop.schedule.enrolment_closes_at = now() - timedelta(minutes=1)


def _revoked(shop: Any) -> None:
    shop.award.status = "revoked"


def _closed(shop: Any) -> None:
    shop.award.status = "closed"


def _course_suspended(shop: Any) -> None:
    shop.course.status = CourseStatus.SUSPENDED


def _withdrawn(shop: Any) -> None:
    shop.offering.withdrawn_at = now()


def _cancelled(shop: Any) -> None:
    shop.schedule.cancelled_at = now()


def _provider_suspended(shop: Any) -> None:
    from partners.organisations import Organisation

    provider = shop.session.get_one(Organisation, shop.course.provider_id)
    provider.standing = Standing.SUSPENDED


def _platform_suspended(shop: Any) -> None:
    shop.platform.standing = Standing.SUSPENDED


def _price_changed(shop: Any) -> None:
    shop.offering.price = 400_000


@pytest.mark.parametrize(
    ("spoil", "status", "slug"),
    [
        (_deadline_passed, 409, "purchase-deadline-passed"),
        (_started, 409, "schedule-started"),
        (_enrolment_closed, 409, "enrolment-closed"),
        (_revoked, 409, "award-revoked"),
        (_closed, 409, "award-over"),
        (_course_suspended, 409, "course-not-on-sale"),
        (_withdrawn, 409, "course-not-on-sale"),
        (_cancelled, 409, "course-not-on-sale"),
        (_provider_suspended, 403, "provider-suspended"),
        (_platform_suspended, 403, "partner-suspended"),
    ],
)
def test_each_refusal_is_its_own_problem_and_changes_nothing(
    client, shop, spoil, status, slug
):
    spoil(shop)
    shop.session.flush()

    response = shop.buy(client)

    assert (response.status_code, slug_of(response)) == (status, slug)
    assert response.json["remedy"]
    assert unchanged(shop)


def test_seats_that_are_gone_are_refused(client, shop):
    _no_seats(shop)
    shop.session.flush()

    response = shop.buy(client)

    assert (response.status_code, slug_of(response)) == (409, "seats-gone")
    assert shop.balance() == 3_500_000
    assert shop.seats_taken() == 1


def test_a_price_that_changed_is_told(client, shop):
    body_price = {"amount": 350_000, "currency": "IDR"}
    _price_changed(shop)
    shop.session.flush()

    response = shop.buy(client, price=body_price)

    assert (response.status_code, slug_of(response)) == (409, "price-changed")
    assert response.json["price"] == 400_000
    assert unchanged(shop)


def test_a_course_is_bought_once(client, shop):
    shop.buy(client)

    response = shop.buy(client)

    assert (response.status_code, slug_of(response)) == (409, "course-already-owned")
    assert shop.balance() == 3_150_000
    assert shop.seats_taken() == 1


def test_the_next_course_waits_until_the_last_is_finished_and_reviewed(client, shop):
    first = shop.buy(client).json
    other = factories.make_course(shop.session)
    schedule = factories.make_schedule(shop.session, other)
    offering = factories.make_offering(shop.session, other, shop.platform)
    ids = {"offering_id": str(offering.id), "schedule_id": str(schedule.id)}

    assert slug_of(shop.buy(client, **ids)) == "previous-course-unfinished"

    shop.session.get_one(Order, first["order_id"]).status = "fulfilled"
    shop.session.flush()
    assert slug_of(shop.buy(client, **ids)) == "previous-course-unreviewed"

    shop.session.add(
        Review(
            participant_id=shop.account.id,
            course_id=shop.course.id,
            stars=1,
            comment="",
            created_at=now(),
        )
    )
    shop.session.flush()
    assert shop.buy(client, **ids).status_code == 201


def test_a_participant_without_an_award_is_told_so(client, shop):
    stranger = factories.make_account(shop.session)
    factories.make_participant(shop.session, stranger)
    shop.token = factories.make_token(shop.session, shop.client, stranger)

    response = shop.buy(client)

    assert (response.status_code, slug_of(response)) == (409, "no-award")
    assert unchanged(shop)


def test_another_platforms_offering_looks_like_an_unknown_one(client, shop):
    foreign = factories.make_offering(shop.session, shop.course)

    known = shop.buy(client, offering_id=str(foreign.id))
    unknown = shop.buy(client, offering_id=str(new_id()))

    assert (known.status_code, slug_of(known)) == (404, "offering-not-found")
    assert known.json | {"trace_id": None} == unknown.json | {"trace_id": None}
    assert unchanged(shop)


def test_a_schedule_of_another_course_is_refused(client, shop):
    other = factories.make_schedule(shop.session, factories.make_course(shop.session))

    response = shop.buy(client, schedule_id=str(other.id))

    assert (response.status_code, slug_of(response)) == (404, "offering-not-found")


def test_a_reference_is_used_once_per_platform(client, shop):
    shop.buy(client, platform_reference="INV-1")
    second = make_shop(shop.session)
    token = factories.make_token(shop.session, shop.client, second.account)
    second.token = token
    offering = factories.make_offering(shop.session, second.course, shop.platform)

    response = second.buy(
        client, platform_reference="INV-1", offering_id=str(offering.id)
    )

    assert (response.status_code, slug_of(response)) == (409, "platform-reference-used")
    assert second.balance() == 3_500_000
    assert second.seats_taken() == 0


def test_semi_bansos_owes_the_shares_at_purchase(client, session):
    scheme = factories.make_scheme(session, "semi-bansos")
    shop = make_shop(session, batch=factories.make_batch(session, scheme))

    shop.buy(client)

    assert balance_of(session, payable_to(shop.course.provider_id)) == 315_000
    assert balance_of(session, commission_of(shop.platform.id)) == 35_000
    assert balance_of(session, VOUCHERS_OUTSTANDING) == 0


def test_a_client_without_a_person_cannot_buy(client, shop):
    shop.token = factories.make_token(shop.session, shop.client)

    response = shop.buy(client)

    assert (response.status_code, slug_of(response)) == (403, "person-missing")
    assert unchanged(shop)


def test_a_token_without_the_scope_cannot_buy(client, shop):
    account = factories.make_account(shop.session)
    shop.token = factories.make_token(
        shop.session, shop.client, account, scopes=["orders:read"]
    )

    response = shop.buy(client)

    assert (response.status_code, slug_of(response)) == (403, "scope-missing")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("price", {"amount": -1, "currency": "IDR"}),
        ("price", {"amount": 1.5, "currency": "IDR"}),
        ("price", {"amount": 350000.0, "currency": "IDR"}),
        ("price", {"amount": "350000", "currency": "IDR"}),
        ("price", {"amount": True, "currency": "IDR"}),
        ("price", {"amount": 2**63, "currency": "IDR"}),
        ("price", {"amount": 10**400, "currency": "IDR"}),
        ("price", {"amount": 350000, "currency": "USD"}),
        ("price", 350000),
        ("price", None),
        ("offering_id", "not-a-uuid"),
        ("offering_id", 5),
        ("schedule_id", ["x"]),
        ("platform_reference", ""),
        ("platform_reference", "a\0b"),
        ("platform_reference", "x" * 65),
        ("is_admin", True),
        ("balance", 10**9),
    ],
)
def test_lg_06_sc_03_bad_fields_are_named_and_change_nothing(
    client, shop, field, value
):
    response = shop.buy(client, **{field: value})

    assert response.status_code in (400, 422)
    if response.status_code == 422:
        assert field in response.json["errors"]
    assert unchanged(shop)


def test_a_kind_of_organisation_that_is_no_platform_has_nothing_to_sell(client, shop):
    institution = factories.make_organisation(shop.session, Kind.TRAINING_INSTITUTION)
    other = factories.make_client(shop.session, institution, ["orders:write"])
    shop.token = factories.make_token(shop.session, other, shop.account)

    response = shop.buy(client)

    assert (response.status_code, slug_of(response)) == (404, "offering-not-found")
