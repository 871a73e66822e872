"""What she sees and decides: in the programme's application, and on its pages."""

import re

import pytest

from catalog.courses import Schedule
from marketplace.orders import Order
from tests.factories import make_account, make_participant
from tests.marketplace.orders.conftest import slug_of
from tests.marketplace.transfers.conftest import (
    Application,
    interrupt,
    make_class,
    replacements_of,
)
from tests.partners.browsing import browser_for, submit


@pytest.fixture
def offered(session, shop, bought):
    """Her transfer, with one class that is cheaper and one at the same price."""
    make_class(session, shop.platform, title=shop.course.title, price=300_000)
    make_class(session, shop.platform, title="Kue Lapis Legit")
    [transfer] = interrupt(session, [bought.voucher_id])
    return transfer


@pytest.fixture
def application(client, session, shop):
    return Application(client, session, shop.account)


def confirmation(item, place=1):
    chosen = item["replacements"][place - 1]
    return {
        "transfer_id": item["transfer_id"],
        "replacement_id": chosen["replacement_id"],
        "price": chosen["shown"]["price"],
    }


def test_she_compares_and_confirms_in_the_application(
    application, session, shop, offered
):
    [item] = application.get().json["items"]
    assert (item["cause"], item["state"]) == ("called_off", "open")
    assert (item["can_choose"], item["can_take_back"]) == (True, True)
    assert item["had"]["price"]["amount"] == 350_000
    assert [each["available"] for each in item["replacements"]] == [True, True]
    assert item["replacements"][0]["distance"] == "nowhere"

    done = application.post("confirmation", "one-key", **confirmation(item))
    again = application.post("confirmation", "one-key", **confirmation(item))

    assert (done.status_code, done.data) == (200, again.data), done.text
    assert again.headers["Idempotent-Replayed"] == "true"
    assert done.json["state"] == "moved"
    assert done.json["returned"]["amount"] == 50_000
    session.refresh(offered)
    new = session.get_one(Order, offered.order_id)
    assert done.json["new_voucher_id"] == str(new.voucher_id)
    refused = application.post("refund", transfer_id=item["transfer_id"])
    assert slug_of(refused) == "transfer-over"
    assert shop.balance() == 3_200_000


def test_she_takes_her_balance_back_in_the_application(application, shop, offered):
    done = application.post("refund", transfer_id=str(offered.id))

    assert (done.status_code, done.json["state"]) == (200, "refunded"), done.text
    assert shop.balance() == 3_500_000


def test_a_refused_class_leaves_the_others(application, session, shop, offered):
    first = replacements_of(session, offered)[0]
    schedule = session.get_one(Schedule, first.schedule_id)
    schedule.seats_taken = schedule.capacity
    session.flush()
    [item] = application.get().json["items"]
    assert [each["available"] for each in item["replacements"]] == [True, False]
    assert [each["seats_left"] for each in item["replacements"]] == [30, 0]

    refused = application.post("confirmation", **confirmation(item, place=2))
    done = application.post("confirmation", **confirmation(item))

    assert slug_of(refused) == "seats-gone"
    assert (done.status_code, done.json["state"]) == (200, "moved")


def test_of_another_person_nothing_is_known(client, session, shop, offered):
    account = make_account(session)
    make_participant(session, account)
    stranger = Application(client, session, account)
    chosen = replacements_of(session, offered)[0]

    assert stranger.get().json["items"] == []
    for what, body in (
        ("refund", {}),
        ("search", {}),
        (
            "confirmation",
            {
                "replacement_id": str(chosen.id),
                "price": {"amount": chosen.price, "currency": "IDR"},
            },
        ),
    ):
        refused = stranger.post(what, transfer_id=str(offered.id), **body)
        assert slug_of(refused) == "transfer-not-found"
    assert (
        browser_for(client.application, session, account)
        .get(f"/me/transfers/{offered.id}")
        .status_code
        == 404
    )


@pytest.fixture
def browser(app, session, shop):
    shop.account.locale = "en"
    return browser_for(app, session, shop.account)


def press(browser, offered, what, **form):
    """Press a button of the page; where it leads."""
    return submit(browser, f"/me/transfers/{offered.id}/{what}", **form)


def test_she_confirms_on_the_page_and_a_second_press_is_no_fault(
    browser, session, shop, offered
):
    assert f"/me/transfers/{offered.id}" in browser.get("/me").text
    page = browser.get(f"/me/transfers/{offered.id}").text
    assert "Kue Lapis Legit" in page
    assert "Rp 50.000 goes back" in page.replace("\N{NO-BREAK SPACE}", " ")
    choice = re.search(r'name="choice" value="([^"]+)"', page)[1]

    first = press(browser, offered, "confirmation", choice=choice)
    second = press(browser, offered, "confirmation", choice=choice)

    assert (first.status_code, second.status_code) == (303, 303)
    page = browser.get(f"/me/transfers/{offered.id}").text
    assert "You have changed to another class." in page
    assert "Change to this class" not in page
    assert shop.balance() == 3_200_000


UNKNOWN = "0193a4c2-0000-7000-8000-000000000000"


@pytest.mark.parametrize(
    "choice", ["", "x:1", "é:é", f"{UNKNOWN}:1", f"{UNKNOWN}:99999999999999"]
)
def test_what_is_no_button_of_the_page_changes_nothing(browser, shop, offered, choice):
    answer = press(browser, offered, "confirmation", choice=choice)

    assert answer.status_code == 404
    assert shop.balance() == 3_150_000


def test_she_takes_her_balance_back_on_the_page(browser, shop, offered):
    assert press(browser, offered, "refund").status_code == 303

    assert "What it cost went back." in browser.get(f"/me/transfers/{offered.id}").text
    assert shop.balance() == 3_500_000


def test_looking_again_just_now_says_so_on_the_page(browser, offered):
    answer = press(browser, offered, "search")

    assert answer.status_code == 409
    assert "That was looked for just now" in answer.text
    assert "Kue Lapis Legit" in answer.text
