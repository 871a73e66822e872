"""Five hundred orders through a partner that keeps breaking down (PY-01)."""

import itertools
import random
from datetime import UTC, datetime, timedelta

import pytest

from marketplace.payments.partner import (
    Accepted,
    CircuitBreaker,
    Found,
    Missing,
    Refused,
    StillSubmitting,
    Unknown,
)
from tests.marketplace.payments.making import make_client, make_key, make_request

FAULTS = [
    "lost_answer",
    "lost_request",
    "rate_limit",
    "unavailable",
    "server_error",
    "server_error_after",
    "insufficient_balance",
    "duplicate_keys",
    "oversized_answer",
]


@pytest.mark.slow
def test_no_order_is_paid_twice_and_none_is_called_failed_that_was_paid(simulator):
    chance = random.Random(20261123)
    # Each call finds the last one long past, so the breaker never interferes.
    always_closed = CircuitBreaker(clock=itertools.count(step=100).__next__)
    client = make_client(simulator.url, breaker=always_closed)
    outcomes = {}

    for _ in range(500):
        request = make_request()
        picked = chance.sample(FAULTS, k=chance.randint(0, 2))
        simulator.repair()
        simulator.break_down(**{fault: chance.randint(1, 4) for fault in picked})
        outcomes[request.order_id] = client.create_payout(request, make_key())
    simulator.repair()
    orders = simulator.orders()

    times_paid = {
        order_id: orders.get(order_id, {"payouts": 0})["payouts"]
        for order_id in outcomes
    }
    assert max(times_paid.values()) == 1
    expected = {Accepted: {1}, Refused: {0}, StillSubmitting: {0}, Unknown: {0, 1}}
    for kind, times in expected.items():
        found = {
            times_paid[order_id]
            for order_id, outcome in outcomes.items()
            if isinstance(outcome, kind)
        }
        assert found == times, kind
    unknown = [key for key, one in outcomes.items() if isinstance(one, Unknown)]
    since = datetime.now(UTC) - timedelta(hours=1)
    for order_id in unknown[:50]:
        answer = client.find_payout(order_id, since=since)
        assert isinstance(answer, Found if times_paid[order_id] else Missing)
