"""Clients and requests for tests: say only what the test is about."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx

from marketplace.payments.partner import PayoutRequest, StripeStyleClient

SECRET_KEY = "sk_test_simulator"
API_VERSION = "2026-01-28"
AT = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)
QUICK = httpx.Timeout(5, connect=1)


def make_request(**changes: Any) -> PayoutRequest:
    values = {
        "order_id": f"order-{uuid4()}",
        "amount": 600_000,
        "destination": "ba_made_up",
    }
    return PayoutRequest(**{**values, **changes})


def make_key() -> str:
    return str(uuid4())


_open_clients: list[StripeStyleClient] = []


def close_clients() -> None:
    """Close whatever a test has made; called after each test."""
    while _open_clients:
        _open_clients.pop().close()


def make_client(url: str, **changes: Any) -> StripeStyleClient:
    values: dict[str, Any] = {
        "secret_key": SECRET_KEY,
        "api_version": API_VERSION,
        "clock": lambda: datetime.now(UTC),
        "sleep": lambda seconds: None,
        "timeout": QUICK,
    }
    client = StripeStyleClient(url, **{**values, **changes})
    _open_clients.append(client)
    return client


class Scripted:
    """A partner that gives prepared answers in turn and keeps the requests."""

    def __init__(self, *answers: Callable[[], httpx.Response] | httpx.Response):
        self.answers = list(answers)
        self.requests: list[httpx.Request] = []
        self.slept: list[float] = []

    def client(self, **changes: Any) -> StripeStyleClient:
        return make_client(
            "https://partner.example",
            **{
                "http": httpx.Client(transport=httpx.MockTransport(self._answer)),
                "sleep": self.slept.append,
                "clock": lambda: AT,
                "random": lambda: 0.0,
                **changes,
            },
        )

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers.pop(0)
        return answer() if callable(answer) else answer


def no_answer() -> httpx.Response:
    raise httpx.ReadTimeout("made up")


def refusal(status: int, kind: str = "", code: str = "", **headers: str):
    error = {"type": kind, "message": "made up", "code": code}
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    body = {"error": error} if kind else {}
    return httpx.Response(status, json=body, headers=names)


def payout_body(request: PayoutRequest, **changes: Any) -> dict[str, Any]:
    return {
        "id": "po_1",
        "object": "payout",
        "amount": request.amount * 100,
        "currency": request.currency.lower(),
        "created": 1795311000,
        "status": "pending",
        "metadata": request.all_metadata,
        **changes,
    }


def payout_answer(request: PayoutRequest, **changes: Any) -> httpx.Response:
    return httpx.Response(
        200, json=payout_body(request, **changes), headers={"Request-Id": "req_1"}
    )
