"""A refusal: the balance is too low."""

from marketplace.walkthrough.chapters.catalogue import Choice, Shop
from marketplace.walkthrough.chapters.learning import SCOPE, Classroom, read_code
from marketplace.walkthrough.chapters.linking import PLATFORM_SCOPES, link_quietly
from marketplace.walkthrough.chapters.ordering import (
    PROBLEM,
    Checkout,
    new_reference,
    promise_type,
)
from marketplace.walkthrough.chapters.programme import award_under
from marketplace.walkthrough.newcomer import Newcomer
from marketplace.walkthrough.promises import promise
from marketplace.walkthrough.stage import Stage
from marketplace.walkthrough.talking import new_key

SMALL_SCHEME = "semi-bansos"


def walk(stage: Stage, choice: Choice) -> None:
    """Somebody with a smaller balance finishes a course and wants the dearest one."""
    stage.screen.chapter(
        "Somebody cannot afford a course",
        f"Another person is awarded Rp 1.000.000 under the scheme {SMALL_SCHEME}, buys"
        " and finishes the same course in the same way, and wants the dearest of all.",
    )
    poor = award_under(stage, SMALL_SCHEME)
    till = Checkout(stage, link_quietly(stage, poor, "platform", PLATFORM_SCOPES))
    _finish_one(stage, till, poor, choice)
    before = till.balance()
    dearest = _shop(stage).dearest()
    refused = till.call(
        "POST",
        "/v1/orders",
        json=dearest.order(new_reference()),
        key=new_key(),
        expect=409,
        show=PROBLEM,
    )
    promise_type(refused, "balance-too-low")
    promise(till.balance() == before, "A refusal should take nothing.")
    poor.browser.close()
    stage.screen.learned(
        "Refused by name, with both amounts and what to do; nothing was taken. The"
        " problem's type is the address of a page that explains it."
    )


def _finish_one(
    stage: Stage, till: Checkout, newcomer: Newcomer, choice: Choice
) -> None:
    """This scheme asks for no more than to redeem the voucher."""
    order = till.call(
        "POST",
        "/v1/orders",
        json=choice.order(new_reference()),
        key=new_key(),
        expect=201,
        quiet=True,
    ).json()
    room = Classroom(
        stage,
        stage.api.client_token(
            "institution", stage.client("institution"), scope=SCOPE, quiet=True
        ),
        newcomer,
        read_code(newcomer, quiet=True),
        order["voucher_id"],
    )
    room.attend(1, quiet=True)
    room.call(
        "POST",
        f"/v1/vouchers/{room.voucher_id}/completion",
        key=new_key(),
        expect=201,
        quiet=True,
    )


def _shop(stage: Stage) -> Shop:
    token = stage.api.client_token(
        "platform", stage.client("platform"), scope="catalog:read", quiet=True
    )
    return Shop(stage, token)
