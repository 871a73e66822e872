"""Changing to another class: money, seat and voucher in one step, or nothing."""

import pytest
from sqlalchemy import func, select

from catalog.courses.errors import CourseNotOnSale, ScheduleMoved, SeatsGone
from core.clock import now
from core.events.models import StoredEvent
from core.ledger.proof import prove
from core.ledger.queries import balance_of
from marketplace.orders import Order, OrderStatus
from marketplace.orders.errors import (
    CourseSaleStopped,
    PriceChanged,
    ProviderSuspended,
)
from marketplace.programme.ledger import (
    VOUCHERS_OUTSTANDING,
    commission_of,
    fund_of,
    payable_to,
)
from marketplace.transfers.errors import (
    ReplacementsExpired,
    TransferNotFound,
    TransferOver,
)
from marketplace.transfers.models import TransferState
from partners.organisations import Organisation
from partners.standing import Scope
from tests import factories
from tests.factories import make_sanction
from tests.factories.mail import letters
from tests.marketplace.orders.conftest import make_shop
from tests.marketplace.transfers.conftest import (
    interrupt,
    make_class,
    move,
    replacements_of,
    take_back,
)
from vouchers.vouchers import Voucher, VoucherStatus


@pytest.fixture
def other(session, shop):
    """A class like hers that costs 50,000 less."""
    return make_class(session, shop.platform, price=300_000)


@pytest.fixture
def offered(session, other, bought):
    """Her transfer and the one class that she can change to."""
    [transfer] = interrupt(session, [bought.voucher_id])
    [chosen] = replacements_of(session, transfer)
    return transfer, chosen


def seats(session, schedule):
    session.refresh(schedule)
    return schedule.seats_taken


def test_she_changes_with_money_seat_and_voucher_in_one_step(
    session, shop, bought, other, offered
):
    transfer, chosen = offered

    move(session, transfer, chosen)

    session.expire_all()
    new = session.get_one(Order, transfer.order_id)
    voucher = session.get_one(Voucher, new.voucher_id)
    assert bought.status == OrderStatus.VOIDED
    assert bought.void_reason == "moved:called_off"
    assert session.get_one(Voucher, bought.voucher_id).status == VoucherStatus.VOIDED
    assert (new.status, new.price, new.award_id) == ("placed", 300_000, shop.award.id)
    assert (voucher.status, voucher.schedule_id) == ("issued", other.schedule.id)
    assert (seats(session, shop.schedule), seats(session, other.schedule)) == (0, 1)
    assert shop.balance() == 3_200_000
    assert balance_of(session, VOUCHERS_OUTSTANDING) == 300_000
    assert (transfer.state, transfer.returned) == (TransferState.MOVED, 50_000)
    assert prove(session).holds
    [(_, subject, _)] = letters(session, "transfer-made")
    assert other.course.title in subject


def test_her_platform_is_told_and_the_new_order_is_an_order(session, bought, offered):
    move(session, *offered)

    topics = session.scalars(
        select(StoredEvent.topic).order_by(StoredEvent.id.desc()).limit(5)
    ).all()
    assert set(topics) == {
        "voucher.voided",
        "order.voided",
        "voucher.issued",
        "order.placed",
        "voucher.transfer_made",
    }


def test_shares_that_are_owed_already_move_to_the_new_institution(session, client, at):
    """Semi-bansos owes at the purchase: the old give back, the new are owed."""
    scheme = factories.make_scheme(session, code="semi-bansos")
    shop = make_shop(session, batch=factories.make_batch(session, scheme))
    other = make_class(session, shop.platform, price=300_000)
    order = shop.buy(client).json
    [transfer] = interrupt(session, [order["voucher_id"]])

    move(session, transfer, replacements_of(session, transfer)[0])

    def owed(course):
        return balance_of(session, payable_to(course.provider_id))

    assert (owed(shop.course), owed(other.course)) == (0, 270_000)
    assert balance_of(session, commission_of(shop.platform.id)) == 30_000
    assert shop.balance() == 3_200_000
    assert prove(session).holds


def test_once_the_award_is_over_she_still_changes_and_the_rest_is_the_funds(
    session, shop, offered
):
    shop.award.status = "closed"
    session.flush()
    before = balance_of(session, fund_of("normal"))

    move(session, *offered)

    assert balance_of(session, fund_of("normal")) == before + 50_000
    assert balance_of(session, VOUCHERS_OUTSTANDING) == 300_000
    assert prove(session).holds


def _dearer_now(session, shop, other, transfer):
    other.offering.price += 1


def _full(session, shop, other, transfer):
    other.schedule.seats_taken = other.schedule.capacity


def _at_another_time(session, shop, other, transfer):
    other.schedule.terms_version += 1


def _cancelled(session, shop, other, transfer):
    other.schedule.cancelled_at = now()


def _institution_sanctioned(session, shop, other, transfer):
    make_sanction(session, session.get_one(Organisation, other.course.provider_id))


def _course_sanctioned(session, shop, other, transfer):
    make_sanction(
        session,
        session.get_one(Organisation, other.course.provider_id),
        scope=Scope.COURSES,
        course_ids=[other.course.id],
    )


def _expired(session, shop, other, transfer):
    transfer.answer_by = now()


def _decided(session, shop, other, transfer):
    transfer.state = TransferState.WITHDRAWN


@pytest.mark.parametrize(
    ("what", "refusal"),
    [
        (_dearer_now, PriceChanged),
        (_full, SeatsGone),
        (_at_another_time, ScheduleMoved),
        (_cancelled, CourseNotOnSale),
        (_institution_sanctioned, ProviderSuspended),
        (_course_sanctioned, CourseSaleStopped),
        (_expired, ReplacementsExpired),
        (_decided, TransferOver),
    ],
)
def test_what_changed_since_she_was_shown_it_is_refused_and_nothing_moves(
    session, shop, bought, other, offered, what, refusal
):
    transfer, chosen = offered
    what(session, shop, other, transfer)
    session.flush()
    taken = other.schedule.seats_taken

    with pytest.raises(refusal), session.begin_nested():
        move(session, transfer, chosen)

    session.expire_all()
    assert bought.status == OrderStatus.PLACED
    assert session.get_one(Voucher, bought.voucher_id).status == VoucherStatus.ISSUED
    assert (seats(session, shop.schedule), seats(session, other.schedule)) == (1, taken)
    assert (shop.balance(), transfer.order_id) == (3_150_000, None)
    assert session.scalar(select(func.count()).select_from(Order)) == 1


def test_the_price_that_she_agreed_to_is_the_price(session, offered):
    transfer, chosen = offered

    with pytest.raises(PriceChanged):
        move(session, transfer, chosen, agreed_price=chosen.price - 1)


def test_another_persons_transfer_is_none(session, shop, offered):
    transfer, chosen = offered
    stranger = make_shop(session).account.id

    for act in (
        lambda: move(session, transfer, chosen, participant_id=stranger),
        lambda: take_back(session, transfer, participant_id=stranger),
    ):
        with pytest.raises(TransferNotFound):
            act()


def test_she_takes_her_balance_back_instead(session, shop, bought, offered):
    transfer, chosen = offered

    take_back(session, transfer)

    session.expire_all()
    assert (transfer.state, transfer.returned) == (TransferState.REFUNDED, 350_000)
    assert (shop.balance(), seats(session, shop.schedule)) == (3_500_000, 0)
    assert bought.void_reason == "transfer_declined"
    assert shop.award.first_purchased_at is None
    for act in (
        lambda: move(session, transfer, chosen),
        lambda: take_back(session, transfer),
    ):
        with pytest.raises(TransferOver):
            act()
    assert prove(session).holds
