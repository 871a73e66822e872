"""What the partners were told meanwhile."""

from typing import Any

from marketplace.walkthrough.chapters.listening import Listener
from marketplace.walkthrough.promises import promise, wait_for
from marketplace.walkthrough.receiver import Delivery
from marketplace.walkthrough.stage import Stage

ARRIVE_SECONDS = 60
EXPECTED = {
    "platform": {
        "account.linked",
        "order.placed",
        "order.voided",
        "voucher.redeemed",
        "certificate.issued",
    },
    "institution": {
        "voucher.issued",
        "voucher.voided",
        "voucher.redeemed",
        "attendance.confirmed",
        "voucher.completed",
        "certificate.issued",
    },
}


def walk(stage: Stage, listeners: dict[str, Listener], order: dict[str, Any]) -> None:
    """Wait for the events of each partner, and verify their signatures."""
    stage.screen.chapter(
        "Partners were told",
        "Each event was sent to whom it concerns, signed as Standard Webhooks say. The"
        " receiver checks the signatures with the library `standardwebhooks`.",
    )
    for partner, listener in listeners.items():
        _check(stage, partner, listener)
    _about_the_voucher(stage, order["voucher_id"])
    _poll(stage, listeners["platform"])


def _check(stage: Stage, partner: str, listener: Listener) -> None:
    missing = EXPECTED[partner]

    def all_arrived() -> list[Delivery] | None:
        taken = stage.receiver.deliveries(partner)
        return taken if missing <= {one.event["type"] for one in taken} else None

    taken = wait_for(
        all_arrived, f"The webhooks for the {partner}", seconds=ARRIVE_SECONDS
    )
    stage.screen.say(f"The {partner} received:")
    for one in taken:
        stage.screen.say_found(f"{one.event['type']:<22} {one.headers['webhook-id']}")
        promise(one.is_signed_with(listener.secret), f"Unsigned: {one.headers}")
        tampered = one.body.replace(b'"type"', b'"tYpe"')
        promise(
            not one.is_signed_with(listener.secret, body=tampered),
            "A changed body should not pass for the one that was signed.",
        )
    stage.screen.learned(f"{len(taken)} signatures hold, and none for a changed body.")


def _about_the_voucher(stage: Stage, voucher_id: str) -> None:
    """The redemption reached both, about the same voucher and without her name.

    Deliveries come in any order, so another voucher's may have been first.
    """
    for partner in EXPECTED:

        def told(partner: str = partner) -> bool | None:
            return (
                any(
                    one.event["type"] == "voucher.redeemed"
                    and one.event["data"].get("voucher_id") == voucher_id
                    for one in stage.receiver.deliveries(partner)
                )
                or None
            )

        wait_for(
            told, f"The redemption's webhook for the {partner}", seconds=ARRIVE_SECONDS
        )


def _poll(stage: Stage, listener: Listener) -> None:
    token = stage.api.client_token(
        "platform", stage.client("platform"), scope="events:read", quiet=True
    )
    page = stage.api.call(
        "platform",
        "GET",
        "/v1/events?types=order.placed&limit=2",
        token=token,
        expect=200,
    ).json()
    promise(bool(page["items"]), "The same events should be there to be polled.")
    stage.screen.learned("Who cannot receive webhooks reads the same events in order.")
