"""From the redeem code to the completed course."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from marketplace.walkthrough.chapters.catalogue import Choice
from marketplace.walkthrough.newcomer import Newcomer
from marketplace.walkthrough.promises import BrokenPromise, promise
from marketplace.walkthrough.stage import Stage
from marketplace.walkthrough.talking import new_key

POST_TEST = 999
SCORE = 85
SCOPE = "vouchers:verify learning:write certificates:read"
CODE = re.compile(r'class="code">\s*([0-9A-Z]{4}(?:-[0-9A-Z]{1,4})+)\s*<')


@dataclass(frozen=True)
class Classroom:
    """The institution, with the participant in front of it."""

    stage: Stage
    token: str
    newcomer: Newcomer
    code: str
    voucher_id: str

    def call(self, method: str, path: str, *, expect: int, **how: Any) -> Any:
        """An operation of the institution's; the JSON that was answered."""
        return self.stage.api.call(
            "institution", method, path, token=self.token, expect=expect, **how
        ).json()

    def attend(self, sequence: int, *, quiet: bool = False) -> None:
        """The institution starts a verification, and she confirms it on our page."""
        address = self.stage.client("institution").redirect_uris[0]
        started = self.call(
            "POST",
            "/v1/verifications",
            json={"code": self.code, "sequence": sequence, "redirect_uri": address},
            key=new_key(),
            expect=201,
            quiet=quiet,
        )
        path = urlsplit(started["url"]).path
        browser = self.newcomer.browser
        page = browser.open(path, quiet=quiet)
        back = browser.send(page, path, quiet=quiet)
        promise(back.startswith(address), f"She should come back, not go to {back}.")
        known = self.call(
            "GET",
            f"/v1/verifications/{started['verification_id']}",
            expect=200,
            quiet=quiet,
        )
        promise(bool(known["confirmed_at"]), f"It should be confirmed: {known}")


def walk(
    stage: Stage, newcomer: Newcomer, choice: Choice, order: dict[str, Any]
) -> dict[str, Any]:
    """Redeem, attend, be assessed, and complete; the completion."""
    stage.screen.chapter(
        "The voucher is redeemed and the course is completed",
        "The participant reads her redeem code on her page and shows it to the"
        " institution. Every step counts only once she herself has confirmed it.",
    )
    room = Classroom(
        stage,
        stage.api.client_token("institution", stage.client("institution"), scope=SCOPE),
        newcomer,
        read_code(newcomer),
        order["voucher_id"],
    )
    _check(room)
    room.attend(1)
    redeemed = room.call(
        "GET", f"/v1/vouchers/{room.voucher_id}", expect=200, quiet=True
    )
    promise(redeemed["status"] == "redeemed", f"It should be redeemed: {redeemed}")
    stage.screen.learned("Her confirmation of the first step redeemed the voucher.")
    _refuse_early(room)
    _finish(room, choice.course["sessions"])
    return _complete(room)


def read_code(newcomer: Newcomer, *, quiet: bool = False) -> str:
    """The redeem code on her page. Raises BrokenPromise when there is none."""
    found = CODE.search(newcomer.browser.open("/me", quiet=quiet).text)
    if found is None:
        raise BrokenPromise("Her page should show the redeem code.")
    return found[1]


def _check(room: Classroom) -> None:
    stage = room.stage
    seen = room.call(
        "POST",
        "/v1/voucher-checks",
        json={"code": room.code},
        expect=200,
        show=("voucher_id", "status", "course", "redeem_opens_at", "redeem_closes_at"),
    )
    promise(seen["voucher_id"] == room.voucher_id, "The code should be her voucher's.")
    other = "other_institution"
    stage.api.call(
        "another",
        "POST",
        "/v1/voucher-checks",
        token=stage.api.client_token(
            "another", stage.client(other), scope="vouchers:verify", quiet=True
        ),
        json={"code": room.code},
        expect=404,
        show=("type", "title", "status", "detail"),
    )
    stage.screen.learned("To another institution the code looks like an unknown one.")


def _refuse_early(room: Classroom) -> None:
    refused = room.call(
        "POST",
        f"/v1/vouchers/{room.voucher_id}/completion",
        key=new_key(),
        expect=409,
        language="id",
        show=("type", "title", "detail", "unmet"),
    )
    promise(
        refused["type"].endswith("/completion-not-earned") and bool(refused["unmet"]),
        f"What is unmet should be named: {refused}",
    )
    names = ", ".join(each["name"] for each in refused["unmet"])
    room.stage.screen.learned(f"The institution's word is not enough; unmet: {names}.")


def _finish(room: Classroom, sessions: int) -> None:
    for sequence in [*range(2, sessions + 1), POST_TEST]:
        room.attend(sequence, quiet=True)
        room.stage.screen.learned(f"Step {sequence} is confirmed in the same way.")
    room.call(
        "POST",
        f"/v1/vouchers/{room.voucher_id}/results",
        json={"kind": "post_test", "score": SCORE},
        expect=201,
    )


def _complete(room: Classroom) -> dict[str, Any]:
    completion: dict[str, Any] = room.call(
        "POST",
        f"/v1/vouchers/{room.voucher_id}/completion",
        key=new_key(),
        expect=201,
    )
    room.stage.screen.learned("The rule that was pinned at purchase is met: completed.")
    return completion
