"""The limit on guessing redeem codes, around the views that take one."""

from collections.abc import Callable
from functools import wraps
from math import ceil
from typing import Any, TypeVar, cast

from core.clock import now
from core.text import Text
from core.unit_of_work import reading, unit_of_work
from openapi.blueprint import Blueprint
from openapi.problems import HttpProblem
from openapi.security import current_caller
from vouchers.vouchers.errors import VoucherNotFound
from vouchers.vouchers.rules import read_code
from vouchers.vouchers.services.limit_guesses import guesses_allowed_at, record_guess

View = TypeVar("View", bound=Callable[..., Any])


class TooManyUnknownCodes(HttpProblem):
    status = 429
    slug = "too-many-unknown-codes"
    title = Text("Too many unknown codes", "Terlalu banyak kode tidak dikenal")
    detail = Text(
        "Your client sent ten codes in ten minutes that you have no voucher for.",
        "Klien Anda mengirim sepuluh kode tak dikenal dalam sepuluh menit.",
    )
    remedy = Text(
        "Wait for {retry_after_seconds} seconds. Check the letters before you send a"
        " code: a slip shows in its last letter and is not counted.",
        "Tunggu {retry_after_seconds} detik. Periksa huruf sebelum mengirim kode.",
    )

    def headers(self) -> dict[str, str]:
        return {"Retry-After": str(self.members["retry_after_seconds"])}


def limit_guesses(view: View) -> View:
    """Refuse a client that keeps sending codes it has no voucher for (VC-05).

    Goes around a view whose body has `code`. A code whose check letter shows a slip is
    not looked up, so it tells nothing and does not count.
    """

    @wraps(view)
    def limited(self: Any, body: dict[str, Any], **kwargs: Any) -> Any:
        _refuse_guessers()
        try:
            answer = view(self, body, **kwargs)
        except VoucherNotFound:
            _count(body["code"])
            raise
        replayed = "Idempotent-Replayed" in getattr(answer, "headers", {})
        if getattr(answer, "status_code", None) == 404 and not replayed:
            _count(body["code"])
        return answer

    return cast(View, Blueprint.refusals(TooManyUnknownCodes)(limited))


def _refuse_guessers() -> None:
    at = now()
    with reading("vouchers.guesses") as session:
        allowed_at = guesses_allowed_at(
            session, client_id=current_caller().client_id, at=at
        )
    if allowed_at is not None:
        seconds = max(1, ceil((allowed_at - at).total_seconds()))
        raise TooManyUnknownCodes(retry_after_seconds=seconds)


def _count(code: str) -> None:
    if read_code(code) is None:
        return
    with unit_of_work("vouchers.record_guess") as session:
        record_guess(session, client_id=current_caller().client_id, at=now())
