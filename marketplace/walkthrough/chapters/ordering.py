"""Buying a seat: once, however often it is asked for."""

import secrets
from dataclasses import dataclass
from typing import Any

from marketplace.walkthrough.chapters.catalogue import Choice
from marketplace.walkthrough.chapters.linking import Link
from marketplace.walkthrough.promises import promise
from marketplace.walkthrough.stage import Stage, money
from marketplace.walkthrough.talking import new_key

ORDER = ("order_id", "status", "platform_reference", "voucher_id", "price")
PROBLEM = ("type", "title", "status", "detail", "remedy", "price", "balance")


@dataclass(frozen=True)
class Checkout:
    """The platform at the till, acting for one participant."""

    stage: Stage
    link: Link

    def call(self, method: str, path: str, *, expect: int, **how: Any) -> Any:
        """An operation with the participant's token; the whole answer."""
        return self.stage.api.call(
            "platform", method, path, token=self.link.token, expect=expect, **how
        )

    def balance(self) -> int:
        """What she may still spend, in rupiah."""
        answer = self.call("GET", "/v1/participant/balance", expect=200, quiet=True)
        return int(answer.json()["balance"]["amount"])


def walk(stage: Stage, link: Link, choice: Choice) -> None:
    """Buy, ask again, void: nothing stands afterwards."""
    stage.screen.chapter(
        "A seat is bought",
        "One transaction takes the money and the seat and issues the voucher. The"
        " Idempotency-Key makes it safe to ask again.",
    )
    till = Checkout(stage, link)
    before = till.balance()
    first, key, wanted = _buy(till, choice)
    price = first["price"]["amount"]
    promise(till.balance() == before - price, "The balance should fall by the price.")
    _repeat(till, key, wanted, first)
    promise(till.balance() == before - price, "A repetition should take no money.")
    _void(till, first)
    promise(till.balance() == before, "A void should give the whole price back.")
    stage.screen.learned(f"Balance and seat are back: {money(_rupiah(before))}.")


def _buy(till: Checkout, choice: Choice) -> tuple[dict[str, Any], str, dict[str, Any]]:
    """The order, its key, and what was sent."""
    key, wanted = new_key(), choice.order(new_reference())
    order: dict[str, Any] = till.call(
        "POST", "/v1/orders", json=wanted, key=key, expect=201, show=ORDER
    ).json()
    return order, key, wanted


def new_reference() -> str:
    """The platform's own number of an order."""
    return f"WALK-{secrets.token_hex(5)}"


def _repeat(till: Checkout, key: str, wanted: dict[str, Any], first: Any) -> None:
    """The same again is replayed; something else under the same key is refused."""
    screen = till.stage.screen
    again = till.call(
        "POST", "/v1/orders", json=wanted, key=key, expect=201, show=ORDER
    )
    promise(
        again.json() == first and again.headers["Idempotent-Replayed"] == "true",
        "The stored answer should be given again, and say so.",
    )
    screen.learned("Asked twice, bought once: the stored answer is given again.")
    other = wanted | {"platform_reference": new_reference()}
    refused = till.call(
        "POST", "/v1/orders", json=other, key=key, expect=422, show=PROBLEM
    )
    promise_type(refused, "idempotency-key-reused")
    screen.learned("Another body under the same key is refused.")


def _void(till: Checkout, order: Any) -> None:
    voided = till.call(
        "POST",
        f"/v1/orders/{order['order_id']}/void",
        json={"reason": "participant_request"},
        key=new_key(),
        expect=200,
        show=("order_id", "status", "void_reason"),
    ).json()
    promise(voided["status"] == "voided", f"The order should be void: {voided}")


def promise_type(answer: Any, slug: str) -> None:
    """Raise BrokenPromise unless the answer is this kind of problem."""
    kind = answer.json()["type"]
    promise(kind.endswith(f"/{slug}"), f"The problem should be {slug}, not {kind}.")


def _rupiah(amount: int) -> dict[str, int]:
    return {"amount": amount}
