"""What becomes of those who hold seats of a class that is moved or called off."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from catalog.courses import Schedule
from core.clock import now
from marketplace.orders import Order
from marketplace.orders.holders import tasks as holders_tasks
from marketplace.orders.holders.services import void_called_off
from marketplace.transfers import tasks
from tests.catalog.schedules.planning import Planner, evenings
from tests.factories import make_offering
from tests.factories.mail import letters
from tests.marketplace.orders.conftest import make_shop, slug_of
from vouchers.vouchers import Voucher, VoucherStatus


@pytest.fixture
def planner(client, session):
    return Planner(client, session)


@pytest.fixture
def shop(session, planner):
    """A shop that sells a run of the planner's."""
    made = make_shop(session)
    # Nothing else is sold, so that there is no class to change to.
    made.offering.withdrawn_at = now()
    made.course = planner.course
    made.schedule = session.get_one(Schedule, planner.plan()["id"])
    made.offering = make_offering(session, planner.course, made.platform)
    return made


def jobs(session):
    session.flush()
    return session.execute(
        text("SELECT task_name, args->>'schedule_id' FROM procrastinate_jobs")
    ).all()


def holders_jobs(session):
    return [tuple(job) for job in jobs(session) if job[0].startswith("holders.")]


def voucher_of(session, order):
    session.expire_all()
    return session.get_one(Voucher, order["voucher_id"])


def _order(session, order):
    return session.get_one(Order, order["order_id"])


def test_a_cancelled_class_is_sold_to_nobody_from_the_next_request_on(
    shop, planner, client
):
    planner.cancel(shop.schedule.id)

    refused = shop.buy(client)

    assert slug_of(refused) == "course-not-on-sale"
    assert (shop.balance(), shop.seats_taken()) == (3_500_000, 0)


def test_who_holds_a_seat_of_a_cancelled_class_gets_everything_back(
    shop, planner, client, session
):
    order = shop.buy(client).json
    planner.cancel(shop.schedule.id)
    assert holders_jobs(session) == [("holders.call_off", str(shop.schedule.id))]

    tasks.call_off(str(shop.schedule.id))
    tasks.call_off(str(shop.schedule.id))

    assert (shop.balance(), shop.seats_taken()) == (3_500_000, 0)
    assert voucher_of(session, order).status == VoucherStatus.VOIDED
    assert (
        session.get_one(Order, order["order_id"]).void_reason
        == "class_cancelled:trainer"
    )
    [(_, subject, body)] = letters(session, "class-cancelled")
    assert planner.course.title in subject
    assert "The trainer has fallen ill." in body


def test_who_entered_the_class_before_it_was_called_off_gets_it_back_too(
    shop, planner, client, session
):
    order = shop.buy(client).json
    voucher = voucher_of(session, order)
    voucher.redeem(at=voucher.issued_at)
    planner.cancel(shop.schedule.id)

    tasks.call_off(str(shop.schedule.id))

    assert shop.balance() == 3_500_000
    assert voucher_of(session, order).status == VoucherStatus.VOIDED


def test_an_order_that_its_platform_voided_first_is_left_alone(
    shop, planner, client, session
):
    order = shop.buy(client).json
    session.get_one(Order, order["order_id"]).status = "voided"
    planner.cancel(shop.schedule.id)
    session.flush()

    void_called_off(session, order["order_id"], zone=ZoneInfo("UTC"), at=now())

    assert letters(session, "class-cancelled") == []


def test_vouchers_of_a_class_that_moves_follow_and_their_holders_are_told_once(
    shop, planner, client, session
):
    order = shop.buy(client).json
    later = evenings(first_in_days=25)
    moved = planner.change(shop.schedule.id, 1, sessions=later)
    assert moved.status_code == 200, moved.text
    assert holders_jobs(session) == [("holders.move", str(shop.schedule.id))]

    holders_tasks.move(str(shop.schedule.id))
    holders_tasks.move(str(shop.schedule.id), after=order["voucher_id"])

    ends_at = datetime.fromisoformat(moved.json["ends_at"])
    assert voucher_of(session, order).expires_at == ends_at
    [(_, _, body)] = letters(session, "class-moved")
    assert "https://kelas.example.org/kue" in body


def test_nobody_is_written_to_about_another_capacity(shop, planner, client, session):
    shop.buy(client)

    planner.change(shop.schedule.id, 1, capacity=25)

    assert holders_jobs(session) == []


def test_nobody_buys_before_enrolment_opens(shop, planner, client):
    opens_at = evenings(first_in_days=5)[0]["starts_at"]
    planner.change(shop.schedule.id, 1, enrolment_opens_at=opens_at)

    assert slug_of(shop.buy(client)) == "enrolment-not-open"
