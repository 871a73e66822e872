"""A class is called off, and its holder changes to another one."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from marketplace.walkthrough.chapters.catalogue import Choice
from marketplace.walkthrough.chapters.learning import read_code
from marketplace.walkthrough.chapters.linking import PLATFORM_SCOPES, link_quietly
from marketplace.walkthrough.chapters.ordering import Checkout, new_reference
from marketplace.walkthrough.chapters.programme import award_under
from marketplace.walkthrough.newcomer import Newcomer
from marketplace.walkthrough.promises import BrokenPromise, promise, wait_for
from marketplace.walkthrough.stage import Stage
from marketplace.walkthrough.talking import new_key

SCHEME = "normal"
# A worker hears of it within a second or two.
SECONDS = 30.0
# So long before its start a class can be called off here at the least.
AHEAD = timedelta(hours=2)
PAGE = re.compile(r'href="(/me/transfers/[0-9a-f-]{36})"')
BUTTON = re.compile(r'name="choice" value="([^"]+)"')


def walk(stage: Stage, choice: Choice) -> None:
    """Buy a later run of the course, call it off, and let her choose."""
    stage.screen.chapter(
        "A class is called off, and its holder changes to another one",
        "The institution cancels a run. Whoever holds a seat is shown classes like it,"
        " and one press moves her money and her seat.",
    )
    learner = award_under(stage, SCHEME)
    till = Checkout(stage, link_quietly(stage, learner, "platform", PLATFORM_SCOPES))
    doomed = replace(choice, schedule=_later_run(choice))
    order = till.call(
        "POST",
        "/v1/orders",
        json=doomed.order(new_reference()),
        key=new_key(),
        expect=201,
        quiet=True,
    ).json()
    code, balance = read_code(learner, quiet=True), till.balance()
    _call_off(stage, doomed)
    _change(learner)
    kept = order["price"]["amount"] + balance
    voucher = _check(till, learner, order, code, kept)
    learner.browser.close()
    stage.screen.learned(
        f"The old voucher is worth nothing, a new one is there: {voucher}. Nobody lost"
        " a rupiah, and she did not have to search."
    )


def _later_run(choice: Choice) -> Any:
    soonest = datetime.now(UTC) + AHEAD
    for run in reversed(choice.course["schedules"]):
        starts_at = datetime.fromisoformat(run["starts_at"])
        if starts_at > soonest and run["seats_left"] > 0:
            return run
    raise BrokenPromise("The course should have a later run; start the demo again.")


def _call_off(stage: Stage, doomed: Choice) -> None:
    token = stage.api.client_token(
        "institution", stage.client("institution"), scope="catalog:write", quiet=True
    )
    course, run = doomed.course["id"], doomed.schedule["id"]
    stage.api.call(
        "institution",
        "PUT",
        f"/v1/provider/courses/{course}/schedules/{run}/cancellation",
        token=token,
        json={"reason": "trainer", "explanation": "The trainer has fallen ill."},
        expect=200,
        show=("id", "starts_at", "cancelled_at", "cancel_reason"),
    )


def _change(learner: Newcomer) -> None:
    """She finds it on her page, and presses the first button."""
    browser = learner.browser

    def look() -> str | None:
        found = PAGE.search(browser.open("/me", quiet=True).text)
        return found[1] if found else None

    address = wait_for(look, "The offer of another class", seconds=SECONDS)
    page = browser.open(address)
    button = BUTTON.search(page.text)
    if button is None:
        raise BrokenPromise("Her page should offer another class.")
    browser.send(page, f"{address}/confirmation", choice=button[1])


def _check(till: Checkout, learner: Newcomer, order: Any, code: str, kept: int) -> str:
    """The old order is void, the new one holds what is not in her balance."""
    old = till.call("GET", f"/v1/orders/{order['order_id']}", expect=200, quiet=True)
    promise(old.json()["status"] == "voided", f"It should be void: {old.json()}")
    latest = till.call("GET", "/v1/orders?limit=1", expect=200, quiet=True)
    [new] = latest.json()["items"]
    promise(
        new["platform_reference"].startswith("transfer-")
        and new["price"]["amount"] + till.balance() == kept,
        f"The new order should be paid with what she had: {new}",
    )
    promise(read_code(learner, quiet=True) != code, "The redeem code should be new.")
    return str(new["voucher_id"])
