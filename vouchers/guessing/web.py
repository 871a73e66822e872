"""The limit on guessing redeem codes, around the views that take one."""

from collections.abc import Callable
from functools import wraps
from math import ceil
from typing import Any, TypeVar, cast

from flask import request

from core.clock import now
from core.text import Text
from core.unit_of_work import unit_of_work
from openapi.blueprint import Blueprint
from openapi.problems import HttpProblem
from openapi.security import current_caller
from vouchers.guessing.services.places import NoPlaceLeft, take_place, use_up
from vouchers.vouchers.errors import VoucherNotFound
from vouchers.vouchers.rules import read_code

View = TypeVar("View", bound=Callable[..., Any])


class TooManyUnknownCodes(HttpProblem):
    status = 429
    slug = "too-many-unknown-codes"
    title = Text("Too many unknown codes", "Terlalu banyak kode tidak dikenal")
    detail = Text(
        "Your organisation sent ten codes in ten minutes that it has no voucher for.",
        "Organisasi Anda mengirim sepuluh kode tak dikenal dalam sepuluh menit.",
    )
    remedy = Text(
        "Wait for {retry_after_seconds} seconds. Check the letters before you send a"
        " code: a slip shows in its last letter and is not counted.",
        "Tunggu {retry_after_seconds} detik. Periksa huruf sebelum mengirim kode.",
    )

    def headers(self) -> dict[str, str]:
        return {"Retry-After": str(self.members["retry_after_seconds"])}


def limit_guesses(view: View) -> View:
    """Refuse an organisation that keeps sending codes it has no voucher for (VC-05).

    Goes around a view whose body has `code`. A code whose check letter shows a slip is
    not looked up, so it tells nothing and does not count.
    """

    @wraps(view)
    def limited(self: Any, body: dict[str, Any], **kwargs: Any) -> Any:
        if read_code(body["code"]) is None:
            return view(self, body, **kwargs)
        return _in_a_place(lambda: view(self, body, **kwargs))

    return cast(View, Blueprint.refusals(TooManyUnknownCodes)(limited))


def _in_a_place(look_up: Callable[[], Any]) -> Any:
    caller, at = current_caller(), now()
    refusal = answer = None
    with unit_of_work("vouchers.look_up") as session:
        try:
            place = take_place(session, organisation_id=caller.organisation_id, at=at)
        except NoPlaceLeft as none_left:
            seconds = max(1, ceil((none_left.free_at - at).total_seconds()))
            raise TooManyUnknownCodes(retry_after_seconds=seconds) from None
        try:
            answer = look_up()
        except VoucherNotFound as not_found:
            refusal = not_found
        # What was not found is written down before anybody is told of it.
        if refusal is not None or _tells_of_none(answer):
            use_up(
                session,
                place,
                organisation_id=caller.organisation_id,
                client_id=caller.client_id,
                address=request.remote_addr or "",
                at=at,
            )
    if refusal is not None:
        raise refusal
    return answer


def _tells_of_none(answer: Any) -> bool:
    """Whether an operation with a key looked up, and found nothing: an answer that is
    only repeated was counted when it was given."""
    replayed = "Idempotent-Replayed" in getattr(answer, "headers", {})
    return getattr(answer, "status_code", None) == 404 and not replayed
