"""The incentive: condition by condition, and paid once although an answer is lost."""

from dataclasses import dataclass
from typing import Any

import httpx

from marketplace.walkthrough.chapters.catalogue import Choice
from marketplace.walkthrough.chapters.linking import APP_SCOPES, link_quietly
from marketplace.walkthrough.newcomer import Newcomer
from marketplace.walkthrough.promises import promise, wait_for
from marketplace.walkthrough.stage import Stage, money
from marketplace.walkthrough.talking import exchange_of, new_key

CHECK_SECONDS = 60
PAYMENT_SECONDS = 150
CHANNEL = "bni"


@dataclass(frozen=True)
class App:
    """The programme's own application in the participant's hand."""

    stage: Stage
    token: str

    def call(self, method: str, path: str, *, expect: int, **how: Any) -> Any:
        """An operation of the participant's own; the JSON that was answered."""
        return self.stage.api.call(
            "participant", method, path, token=self.token, expect=expect, **how
        ).json()

    def incentive(self, *, quiet: bool = True) -> dict[str, Any]:
        """Her incentive as it stands."""
        items = self.call("GET", "/v1/me/incentives", expect=200, quiet=quiet)["items"]
        promise(len(items) == 1, f"One incentive should be open: {items}")
        first: dict[str, Any] = items[0]
        return first

    def tell_conditions(self) -> set[str]:
        """Say which conditions are met; the names of the others."""
        conditions = self.incentive()["conditions"]
        for each in conditions:
            self.stage.screen.say_found(
                f"{'met    ' if each['met'] else 'not met'}  {each['title']}"
            )
        return {each["name"] for each in conditions if not each["met"]}


def walk(stage: Stage, newcomer: Newcomer, choice: Choice) -> None:
    """Meet every condition, break the line to the partner, and be paid exactly once."""
    stage.screen.chapter(
        "The incentive is paid",
        "The certificate opened an incentive in the same transaction. It names every"
        " condition. The programme's own application uses the participant's token.",
    )
    app = App(stage, link_quietly(stage, newcomer, "app", APP_SCOPES).token)
    app.incentive(quiet=False)
    unmet = app.tell_conditions()
    promise(
        unmet == {"review", "account_linked", "account_verified"},
        f"The certificate alone should be met, but unmet is {unmet}.",
    )
    _link_account(app)
    _break_the_line(stage)
    paid_before = _ledger(stage)
    _review(app, choice)
    _await_payment(app)
    _look_into_the_partners_books(stage, paid_before)


def _link_account(app: App) -> None:
    number = f"{new_key().replace('-', '')}"
    digits = "".join(str(int(letter, 16) % 10) for letter in number[-12:])
    app.call(
        "POST",
        "/v1/me/payout-accounts",
        json={"channel": CHANNEL, "number": f"{digits}11"},
        key=new_key(),
        expect=201,
    )
    wait_for(lambda: _checked(app), "The check of the account", seconds=CHECK_SECONDS)
    app.stage.screen.learned(
        "The payment partner says that the account is in her name."
    )
    unmet = app.tell_conditions()
    promise(unmet == {"review"}, f"Only the review should be missing: {unmet}")


def _checked(app: App) -> bool | None:
    accounts = app.call("GET", "/v1/me/payout-accounts", expect=200, quiet=True)
    status = accounts["items"][0]["status"]
    promise(status in ("pending", "verified"), f"The account was {status}.")
    return True if status == "verified" else None


def _break_the_line(stage: Stage) -> None:
    """The partner will carry out the next order, and its answer will be lost."""
    stage.screen.say(
        "Before the money moves, the line to the payment partner is broken: it will"
        " carry out the next order, and its answer will be lost."
    )
    answer = httpx.post(
        f"{stage.demo.payment_partner}/_faults", json={"lost_answer": 1}, timeout=10
    )
    promise(answer.status_code == httpx.codes.OK, f"The dial answers {answer.text}")
    stage.screen.show(exchange_of("simulator", answer), ("lost_answer",))


def _review(app: App, choice: Choice) -> None:
    app.call(
        "POST",
        "/v1/me/reviews",
        json={
            "course_id": choice.course["id"],
            "stars": 5,
            "comment": "Jelas dan bermanfaat.",
        },
        expect=201,
    )
    unmet = app.tell_conditions()
    promise(not unmet, f"Every condition should be met: {unmet}")
    app.stage.screen.learned("All conditions are met; the payment is scheduled.")


def _await_payment(app: App) -> None:
    wait_for(lambda: _paid(app), "The payment", seconds=PAYMENT_SECONDS)
    paid = app.incentive(quiet=False)
    app.stage.screen.learned(f"{money(paid['amount'])} are paid.")


def _paid(app: App) -> bool | None:
    status = app.incentive()["status"]
    promise(status != "failed", "The payment failed.")
    return True if status == "paid" else None


def _look_into_the_partners_books(stage: Stage, before: dict[str, Any]) -> None:
    faults = httpx.get(f"{stage.demo.payment_partner}/_faults", timeout=10).json()
    promise(faults["lost_answer"] == 0, "The answer should have been lost on the way.")
    orders = {
        name: order
        for name, order in _ledger(stage).items()
        if name not in before and order["payouts"]
    }
    stage.screen.say(
        "The partner's own books since then, GET /_ledger (it counts in hundredths):"
    )
    for name, order in orders.items():
        stage.screen.say_found(f"{name}  {order}")
    promise(
        [order["payouts"] for order in orders.values()] == [1],
        f"Exactly one payout should have been made: {orders}",
    )
    stage.screen.learned(
        "The answer was lost, the partner was asked again with the same key, and the"
        " money moved exactly once."
    )


def _ledger(stage: Stage) -> dict[str, Any]:
    answer = httpx.get(f"{stage.demo.payment_partner}/_ledger", timeout=10)
    orders: dict[str, Any] = answer.json()["orders"]
    return orders
