"""A platform without standing rights buys exactly what she allowed."""

from typing import Any

from marketplace.walkthrough.chapters.catalogue import Choice
from marketplace.walkthrough.chapters.linking import Link, ask_once
from marketplace.walkthrough.chapters.ordering import (
    ORDER,
    PROBLEM,
    Checkout,
    new_reference,
    promise_type,
)
from marketplace.walkthrough.newcomer import Newcomer
from marketplace.walkthrough.promises import promise
from marketplace.walkthrough.stage import Stage, money
from marketplace.walkthrough.talking import new_key


def walk(stage: Stage, newcomer: Newcomer, choice: Choice) -> dict[str, Any]:
    """Ask for one purchase, try to misuse the token, buy; the order that stands."""
    stage.screen.chapter(
        "Exactly one purchase is allowed",
        "Instead of a standing right the platform asks for one course, one class and"
        " one price (RFC 9396). She reads it in plain words; the token buys that once.",
    )
    wanted = choice.order(new_reference())
    price = money(wanted["price"]).removeprefix("Rp ")
    token = ask_once(stage, newcomer, "platform", _detail(wanted), says=price)
    promise(
        token["authorization_details"] == [_detail(wanted)]
        and "refresh_token" not in token,
        f"The token should say what it is for, and end by itself: {token}",
    )
    till = Checkout(stage, Link(token["access_token"]))
    _try_another_price(till, wanted)
    order: dict[str, Any] = till.call(
        "POST", "/v1/orders", json=wanted, key=new_key(), expect=201, show=ORDER
    ).json()
    _try_again(till, wanted)
    stage.screen.learned(f"Bought once, for {money(order['price'])}.")
    return order


def _detail(wanted: dict[str, Any]) -> dict[str, Any]:
    names = ("offering_id", "schedule_id", "price")
    return {"type": "course_purchase"} | {name: wanted[name] for name in names}


def _try_another_price(till: Checkout, wanted: dict[str, Any]) -> None:
    cheaper = wanted["price"] | {"amount": wanted["price"]["amount"] - 1}
    refused = till.call(
        "POST",
        "/v1/orders",
        json=wanted | {"price": cheaper},
        key=new_key(),
        expect=403,
        show=(*PROBLEM, "differing"),
    )
    promise_type(refused, "not-as-authorized")
    till.stage.screen.learned("A price that she did not allow is refused.")


def _try_again(till: Checkout, wanted: dict[str, Any]) -> None:
    refused = till.call(
        "POST",
        "/v1/orders",
        json=wanted | {"platform_reference": new_reference()},
        key=new_key(),
        expect=409,
        show=PROBLEM,
    )
    promise_type(refused, "authorization-used")
