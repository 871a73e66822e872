"""From calling a class off to the last of its holders."""

import pytest
from sqlalchemy import select, update

from catalog.courses import Schedule
from core.clock import now
from marketplace.orders import Order, OrderStatus
from marketplace.transfers import tasks
from marketplace.transfers.errors import SearchedJustNow
from marketplace.transfers.models import Cause, Transfer, TransferState
from marketplace.transfers.services.renew import NOT_OFTENER_THAN, look_again
from partners.organisations import Organisation
from tests.catalog.schedules.planning import Planner
from tests.factories import authorization, make_offering, make_sanction
from tests.factories.mail import letters
from tests.marketplace.orders.conftest import make_shop
from tests.marketplace.transfers.conftest import (
    interrupt,
    make_class,
    move,
    replacements_of,
)
from tests.partners.standing.conftest import browser_of, desk, first
from vouchers.vouchers import Voucher, VoucherStatus
from vouchers.vouchers.services.expire import expire_overdue

__all__ = ["browser_of", "desk", "first"]


@pytest.fixture
def planner(client, session):
    return Planner(client, session)


@pytest.fixture
def shop(session, planner):
    """A shop that sells a run of the planner's, and nothing else."""
    made = make_shop(session)
    made.offering.withdrawn_at = now()
    made.course = planner.course
    made.schedule = session.get_one(Schedule, planner.plan()["id"])
    made.offering = make_offering(session, planner.course, made.platform)
    return made


@pytest.fixture
def another_run(session, shop, planner):
    return session.get_one(Schedule, planner.plan()["id"])


def the_transfer(session):
    session.expire_all()
    return session.scalars(select(Transfer)).one()


def test_holders_are_offered_another_run_and_keep_their_money_in_the_voucher(
    session, shop, another_run, bought, planner
):
    planner.cancel(shop.schedule.id)

    tasks.call_off(str(shop.schedule.id))
    tasks.call_off(str(shop.schedule.id))

    transfer = the_transfer(session)
    [chosen] = replacements_of(session, transfer)
    assert (transfer.cause, transfer.state) == (Cause.CALLED_OFF, TransferState.OPEN)
    assert chosen.schedule_id == another_run.id
    assert session.get_one(Order, bought.id).status == OrderStatus.PLACED
    assert shop.balance() == 3_150_000
    [(_, _, body)] = letters(session, "transfer-offered")
    assert f"/me/transfers/{transfer.id}" in body

    move(session, transfer, chosen)

    assert session.get_one(Order, transfer.order_id).schedule_id == another_run.id
    assert shop.balance() == 3_150_000


def test_who_does_not_answer_gets_the_balance_back_by_itself(
    session, shop, another_run, bought, planner
):
    planner.cancel(shop.schedule.id)
    tasks.call_off(str(shop.schedule.id))
    tasks.give_back_unanswered(0)
    assert the_transfer(session).state == TransferState.OPEN
    session.execute(update(Transfer).values(answer_by=now()))

    tasks.give_back_unanswered(0)
    tasks.give_back_unanswered(0)

    assert the_transfer(session).state == TransferState.REFUNDED
    assert (shop.balance(), shop.seats_taken()) == (3_500_000, 0)
    assert len(letters(session, "transfer-refunded")) == 1


def test_the_operator_sees_how_far_the_holders_are(
    session, shop, another_run, bought, planner, first, browser_of
):
    planner.cancel(shop.schedule.id)
    tasks.call_off(str(shop.schedule.id))

    [shown] = first.get("/v1/called-off-classes").json["items"]

    assert shown["schedule_id"] == str(shop.schedule.id)
    assert shown["progress"] == {
        "told": 1,
        "offered": 1,
        "moved": 0,
        "refunded": 0,
        "withdrawn": 0,
        "waiting": 1,
    }
    page = browser_of(first.seat).get("/operator/called-off-classes")
    assert page.status_code == 200
    assert planner.course.title in page.text
    assert '<meter min="0" max="1" value="1" aria-label="Waiting">' in page.text


def test_a_platform_that_voids_meanwhile_decides_it(
    session, shop, another_run, bought, planner, client
):
    planner.cancel(shop.schedule.id)
    tasks.call_off(str(shop.schedule.id))

    answer = client.post(
        f"/v1/orders/{bought.id}/void",
        json={"reason": "class_cancelled"},
        headers=authorization(shop.token, "void"),
    )

    assert answer.status_code == 200
    transfer = the_transfer(session)
    assert (transfer.state, transfer.returned) == (TransferState.REFUNDED, 350_000)


def test_a_voucher_that_expires_unused_closes_its_transfer(session, shop, bought):
    other = make_class(session, shop.platform)
    interrupt(session, [bought.voucher_id])
    voucher = session.get_one(Voucher, bought.voucher_id)

    expire_overdue(session, at=voucher.expires_at, batch=10)

    transfer = the_transfer(session)
    assert voucher.status == VoucherStatus.EXPIRED
    assert transfer.state == TransferState.REFUNDED
    assert other.schedule.seats_taken == 0


def test_a_class_that_is_called_off_under_a_sanction_does_not_come_back_with_it(
    session, shop, another_run, bought, planner
):
    provider = session.get_one(Organisation, shop.course.provider_id)
    sanction = make_sanction(session, provider, state="lifted")
    interrupt(session, [bought.voucher_id], Cause.SANCTION, sanction_id=sanction.id)
    planner.cancel(shop.schedule.id)

    tasks.call_off(str(shop.schedule.id))

    assert the_transfer(session).cause == Cause.CALLED_OFF


def test_she_looks_again_for_what_is_there_now_but_not_all_the_time(
    session, shop, bought
):
    at = now()
    [transfer] = interrupt(session, [bought.voucher_id], at=at)
    assert transfer.replacements == 0
    make_class(session, shop.platform)
    hers = {"transfer_id": transfer.id, "participant_id": shop.account.id}

    look_again(session, **hers, at=at + NOT_OFTENER_THAN)

    assert (transfer.replacements, len(replacements_of(session, transfer))) == (1, 1)
    with pytest.raises(SearchedJustNow):
        look_again(session, **hers, at=at + NOT_OFTENER_THAN)
    assert len(replacements_of(session, transfer)) == 1
