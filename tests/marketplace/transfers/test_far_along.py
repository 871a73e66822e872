"""Who has done more than half: she waits, begins again, or asks for her balance."""

from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from catalog.courses import Schedule
from core.audit.models import AuditEntry
from core.ledger.proof import prove
from core.ledger.queries import balance_of
from marketplace.orders import Order, OrderStatus
from marketplace.programme.ledger import VOUCHERS_OUTSTANDING
from marketplace.transfers.asking.errors import OwnRefundRequest
from marketplace.transfers.asking.models import Answer
from marketplace.transfers.asking.services.decide import decide_refund
from marketplace.transfers.errors import StepsWouldBeLost, TooFarAlong
from marketplace.transfers.models import Cause, TransferState
from marketplace.transfers.rulebook import rulebook
from marketplace.transfers.services.renew import NOT_OFTENER_WITHOUT
from partners.staff import Role
from tests.factories.mail import letters
from tests.marketplace.orders.conftest import slug_of
from tests.marketplace.transfers.conftest import (
    Application,
    ask,
    interrupt_far_along,
    make_class,
    move,
    replacements_of,
    take_back,
)
from tests.partners.browsing import browser_for, submit
from tests.partners.standing.conftest import browser_of, desk
from vouchers.vouchers import Voucher, VoucherStatus

__all__ = ["browser_of", "desk"]

WHY = "Saya sudah mendapat pekerjaan."


@pytest.fixture
def other(session, shop):
    return make_class(session, shop.platform, price=300_000)


@pytest.fixture
def far(session, shop, bought, other):
    """Her transfer, with one class like hers."""
    return interrupt_far_along(session, shop, bought)


@pytest.fixture
def application(client, session, shop):
    return Application(client, session, shop.account)


@pytest.fixture
def treasurer(desk):
    return desk.hire(Role.TREASURY)


@pytest.mark.parametrize(
    ("cause", "confirmed", "is_far"),
    [("sanction", 3, True), ("sanction", 2, False), ("called_off", 4, False)],
)
def test_far_along_is_more_than_half_of_a_class_that_began(cause, confirmed, is_far):
    assert (
        rulebook().is_far_along(Cause(cause), confirmed=confirmed, required=4) is is_far
    )


def test_she_is_told_what_she_can_do_and_begins_again_only_knowingly(
    session, shop, bought, other, far
):
    [chosen] = replacements_of(session, far)
    [(_, _, body)] = letters(session, "transfer-far-along")
    assert f"/me/transfers/{far.id}" in body

    with pytest.raises(StepsWouldBeLost):
        move(session, far, chosen)
    with pytest.raises(TooFarAlong):
        take_back(session, far)
    assert (far.state, shop.balance()) == (TransferState.OPEN, 3_150_000)
    move(session, far, chosen, gives_up_steps=True)

    session.expire_all()
    assert session.get_one(Voucher, bought.voucher_id).status == VoucherStatus.VOIDED
    assert session.get_one(Order, far.order_id).schedule_id == other.schedule.id
    assert (shop.balance(), far.returned) == (3_200_000, 50_000)
    made = session.scalars(select(AuditEntry).filter_by(action="transfer.made")).one()
    assert made.after["steps_given_up"] == 2
    assert prove(session).holds


def test_the_programme_gives_her_balance_back_once_and_says_why(
    session, application, shop, bought, far, treasurer
):
    asked = application.post("refund-request", transfer_id=str(far.id), words=WHY)
    twice = application.post("refund-request", transfer_id=str(far.id), words=WHY)
    assert (asked.status_code, asked.json["can_ask"]) == (200, False), asked.text
    assert slug_of(twice) == "refund-asked-already"
    assert shop.balance() == 3_150_000
    [shown] = treasurer.get("/v1/refund-requests").json["items"]
    assert (shown["confirmed_steps"], shown["is_overdue"]) == (2, False)
    [own] = asked.json["refund_requests"]
    assert (own["words"], own["due_at"]) == (WHY, shown["due_at"])
    decision = f"/v1/refund-requests/{shown['refund_request_id']}/decision"

    done = treasurer.post(decision, answer="granted", decision="Kelas berhenti.")
    again = treasurer.post(decision, answer="granted", decision="Kelas berhenti.")

    assert (done.status_code, done.json["answer"]) == (200, "granted"), done.text
    assert slug_of(again) == "transfer-over"
    session.expire_all()
    assert (far.state, far.returned) == (TransferState.REFUNDED, 350_000)
    assert (bought.status, bought.void_reason) == (
        OrderStatus.VOIDED,
        "transfer_released",
    )
    assert (shop.balance(), shop.seats_taken()) == (3_500_000, 0)
    assert balance_of(session, VOUCHERS_OUTSTANDING) == 0
    audited = session.scalars(
        select(AuditEntry).filter_by(action="refund_request.granted")
    ).one()
    assert audited.reason == "Kelas berhenti."
    [(_, _, body)] = letters(session, "refund-granted")
    assert "Kelas berhenti." in body
    assert treasurer.get("/v1/refund-requests").json["items"] == []
    assert prove(session).holds


def test_a_refusal_is_looked_at_once_more_by_another_person_and_then_final(
    session, application, shop, far, treasurer, desk
):
    def ask_again():
        return application.post("refund-request", transfer_id=str(far.id), words=WHY)

    def refuse(by):
        [waiting] = by.get("/v1/refund-requests").json["items"]
        path = f"/v1/refund-requests/{waiting['refund_request_id']}/decision"
        return by.post(path, answer="refused", decision="Kelas berlanjut besok.")

    ask_again()
    assert refuse(treasurer).json["answer"] == "refused"
    assert ask_again().status_code == 200
    assert slug_of(refuse(treasurer)) == "refund-second-look-by-another"
    assert refuse(desk.hire(Role.TREASURY)).status_code == 200
    assert slug_of(ask_again()) == "refund-refused-for-good"

    session.refresh(far)
    assert (far.state, shop.balance()) == (TransferState.OPEN, 3_150_000)
    [(_, _, once)] = letters(session, "refund-refused")
    [(_, _, for_good)] = letters(session, "refund-refused-for-good")
    assert "sekali lagi" in once
    assert "sekali lagi" not in for_good


def test_nobody_decides_about_her_own_balance(session, far, at):
    request = ask(session, far, at=at)

    with pytest.raises(OwnRefundRequest):
        decide_refund(
            session,
            request.id,
            answer=Answer.GRANTED,
            decision="Ya.",
            by=far.participant_id,
            zone=ZoneInfo("Asia/Jakarta"),
            at=at,
        )

    assert far.state == TransferState.OPEN
    assert request.answer is None


def test_who_may_take_it_back_herself_need_not_ask(session, application, shop, far):
    far.required_steps = 9
    session.flush()

    refused = application.post("refund-request", transfer_id=str(far.id), words=WHY)

    assert slug_of(refused) == "refund-needs-no-request"


def test_who_has_changed_meanwhile_is_not_refunded(
    session, application, shop, far, treasurer
):
    application.post("refund-request", transfer_id=str(far.id), words=WHY)
    [shown] = treasurer.get("/v1/refund-requests").json["items"]
    move(session, far, replacements_of(session, far)[0], gives_up_steps=True)

    refused = treasurer.post(
        f"/v1/refund-requests/{shown['refund_request_id']}/decision",
        answer="granted",
        decision="Kelas berhenti.",
    )

    assert slug_of(refused) == "transfer-over"
    assert treasurer.get("/v1/refund-requests").json["items"] == []
    assert shop.balance() == 3_200_000


def test_on_her_page_she_asks_and_on_the_operators_page_it_is_decided(
    app, session, shop, far, desk, browser_of
):
    shop.account.locale = "en"
    browser = browser_for(app, session, shop.account)
    page = browser.get(f"/me/transfers/{far.id}").text
    assert 'name="gives_up_steps" value="yes" required' in page
    assert "Take my balance back" not in page

    asked = submit(browser, f"/me/transfers/{far.id}/refund-request", words=WHY)
    desk_browser = browser_of(desk.hire(Role.TREASURY).seat)
    queue = desk_browser.get("/operator/refund-requests").text
    address = queue.split('href="/operator/refund-requests/')[1].split('"')[0]
    address = f"/operator/refund-requests/{address}"
    path = f"{address}/decision"
    assert WHY not in queue
    assert WHY in desk_browser.get(address).text
    without = submit(desk_browser, path, answer="", decision="Kelas berhenti.")
    decided = submit(desk_browser, path, answer="granted", decision="Kelas berhenti.")

    assert (asked.status_code, without.status_code) == (303, 422)
    assert ">Kelas berhenti.</textarea>" in without.text
    assert decided.status_code == 303
    assert "Waits for a decision" not in browser.get(f"/me/transfers/{far.id}").text
    assert "Nobody waits" in desk_browser.get("/operator/refund-requests").text
    assert submit(desk_browser, path, answer="refused", decision="x").status_code == 409
    assert shop.balance() == 3_500_000


def test_who_comes_too_late_sees_at_once_what_is_left_and_then_what_else_there_is(
    app, session, shop, bought
):
    """Seats are not kept: the page says how many are free, and why one is gone."""
    shop.account.locale = "en"
    far = interrupt_far_along(session, shop, bought)
    browser = browser_for(app, session, shop.account)
    assert "There is no class like it" in browser.get(f"/me/transfers/{far.id}").text
    for _ in range(2):
        make_class(session, shop.platform, run={"capacity": 2})
    far.searched_at = None
    session.flush()
    submit(browser, f"/me/transfers/{far.id}/search")
    choices = [f"{each.id}:{each.price}" for each in replacements_of(session, far)]
    assert "2 seats are free." in browser.get(f"/me/transfers/{far.id}").text

    def lose(choice):
        chosen = next(
            each
            for each in replacements_of(session, far)
            if choice.startswith(str(each.id))
        )
        schedule = session.get_one(Schedule, chosen.schedule_id)
        schedule.seats_taken = schedule.capacity
        session.flush()
        return submit(
            browser,
            f"/me/transfers/{far.id}/confirmation",
            choice=choice,
            gives_up_steps="yes",
        )

    one_left = lose(choices[0])
    session.refresh(far)
    far.searched_at -= NOT_OFTENER_WITHOUT
    new = make_class(session, shop.platform, title="Kelas Baru")
    none_left = lose(choices[1])

    assert one_left.status_code == 409
    assert "These are still to be had." in one_left.text
    assert one_left.text.index("2 seats are free.") < one_left.text.index("No longer")
    assert (none_left.status_code, "Kelas Baru" in none_left.text) == (409, True)
    assert [each.schedule_id for each in replacements_of(session, far)] == [
        new.schedule.id
    ]
