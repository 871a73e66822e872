"""While payouts are closed no money goes out, and what went is followed."""

import time
from datetime import timedelta

from core.unit_of_work import unit_of_work
from marketplace.incentives.services.disburse import disburse_due
from marketplace.payments.steps import step_payment
from partners.switches import Switch
from tests.factories import make_closure

SETTLED = 0.6


def open_again(desk, closure) -> None:
    closure.opened_by, closure.opened_at = closure.closed_by, desk.at
    closure.opening_proposed_at = closure.settled_at = desk.at
    desk.session.flush()


def close(desk):
    return make_closure(desk.session, Switch.PAYOUTS, proposed=True)


def test_nothing_is_ordered_and_all_of_it_afterwards(desk):
    closure = close(desk)

    with unit_of_work("test") as session:
        assert disburse_due(session, at=desk.at) == 0
    assert desk.entitlement.status == "scheduled"
    open_again(desk, closure)

    assert desk.disburse().status == "created"


def test_what_was_ordered_is_not_sent(desk):
    desk.disburse()
    closure = close(desk)

    assert step_payment(desk.partner, at=desk.at) is False
    assert desk.order.status == "created"
    assert desk.outcomes() == []
    open_again(desk, closure)
    desk.step()

    assert desk.outcomes() == [("create", "status_200")]


def test_what_was_sent_is_followed_to_its_end(desk):
    desk.disburse()
    desk.step()
    close(desk)
    time.sleep(SETTLED)

    desk.step(minutes=1)

    assert desk.order.status == "succeeded"
    assert desk.times_paid() == 1


def test_what_may_have_been_lost_is_asked_for_and_not_sent_again(desk):
    """PY-01: a worker died before it had sent anything."""
    desk.disburse()
    order = desk.order
    order.status = "submitting"
    order.claimed_until = None
    desk.session.flush()
    closure = close(desk)

    desk.step()

    assert [kind for kind, _ in desk.outcomes()] == ["find"]
    assert desk.order.status == "submitting"
    assert desk.times_paid() == 0
    open_again(desk, closure)
    desk.at += timedelta(hours=2)
    desk.step()
    time.sleep(SETTLED)
    desk.step(minutes=30)

    assert [kind for kind, _ in desk.outcomes()][:3] == ["find", "find", "create"]
    assert desk.times_paid() == 1
