"""Callbacks are proven genuine, stored once, and may come in any order.

Requirements PY-07 and FT-08.
"""

import hashlib
import hmac
import json
import random
import time

import pytest
from sqlalchemy import select, text

from core.clock import now
from core.ledger.proof import prove
from core.ledger.queries import balance_of
from core.unit_of_work import unit_of_work
from marketplace.incentives import Entitlement
from marketplace.incentives.services.disburse import disburse_due
from marketplace.payments.models import PartnerEvent, PaymentAttempt, PaymentOrder
from marketplace.payments.steps import (
    PartnerUnreachable,
    apply_callback,
    step_payment,
)
from marketplace.programme.ledger import INCENTIVES_PAID, INCENTIVES_PAYABLE
from tests.factories import make_due_incentive
from tests.marketplace.payments.making import make_client

URL = "/v1/payment-partner/callbacks"
SECRET = "whsec_dev"
SETTLED = 0.6


def event(event_id="evt_1", kind="payout.paid", object_id="po_1"):
    return {
        "id": event_id,
        "object": "event",
        "type": kind,
        "data": {"object": {"id": object_id, "object": "payout"}},
    }


def send(http, body, *, secret=SECRET, age=0, **changes):
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    at = str(int(now().timestamp()) - age)
    mark = hmac.new(secret.encode(), f"{at}.".encode() + raw, hashlib.sha256)
    signature = f"t={at},v1={mark.hexdigest()}"
    headers = {"Stripe-Signature": changes.get("signature", signature)}
    sent = changes.get("sent", raw)
    return http.post(URL, data=sent, headers=headers, content_type="application/json")


def events_stored(session):
    session.expire_all()
    return session.scalars(select(PartnerEvent)).all()


def jobs(session):
    return session.scalar(
        text(
            "SELECT count(*) FROM procrastinate_jobs"
            " WHERE task_name = 'payments.apply_callback'"
        )
    )


def test_a_genuine_callback_is_stored_once_and_answered_each_time(http, session):
    answers = [send(http, event()) for _ in range(3)]

    assert [one.status_code for one in answers] == [200, 200, 200]
    assert answers[0].json == {"received": True}
    (stored,) = events_stored(session)
    assert (stored.id, stored.object_id) == ("evt_1", "po_1")
    assert stored.handled_at is None
    assert jobs(session) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"secret": "whsec_other"},
        {"age": 301},
        {"age": -301},
        {"signature": ""},
        {"sent": json.dumps(event(object_id="po_2")).encode()},
    ],
)
def test_a_callback_that_is_not_proven_changes_nothing(http, session, changes):
    answer = send(http, event(), **changes)

    assert answer.status_code == 403
    assert answer.json["type"] == "/problems/callback-refused"
    assert events_stored(session) == []
    assert jobs(session) == 0


@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b"no json",
        b'{"id": "evt_1", "id": "evt_2"}',
        b'{"id": "evt_1", "type": "payout.paid"}',
        b'{"id": 1, "type": "payout.paid", "data": {"object": {"id": "po_1"}}}',
    ],
)
def test_a_signed_body_that_is_no_event_is_refused(http, session, body):
    answer = send(http, body)

    assert answer.status_code == 422
    assert answer.json["type"] == "/problems/callback-unreadable"
    assert events_stored(session) == []


def test_an_unknown_kind_is_stored_and_left_alone(http, session):
    answer = send(http, event(kind="customer.created", object_id="cus_1"))

    assert answer.status_code == 200
    (stored,) = events_stored(session)
    assert stored.handled_at is not None
    assert jobs(session) == 0


def test_a_callback_about_a_payout_of_nobody_ends_quietly(http, session, client):
    send(http, event(object_id="po_missing"))

    apply_callback(client, "evt_1", at=now())

    (stored,) = events_stored(session)
    assert stored.handled_at is not None


def test_a_callback_waits_while_the_partner_cannot_be_asked(desk, http, session):
    desk.disburse()
    payout_id = desk.step().partner_payout_id
    send(http, event(object_id=payout_id))
    nobody = make_client("http://127.0.0.1:9")

    with pytest.raises(PartnerUnreachable):
        apply_callback(nobody, "evt_1", at=now())

    (stored,) = events_stored(session)
    assert stored.handled_at is None
    assert desk.order.status == "submitting"


def test_what_a_callback_claims_is_not_believed(desk, http):
    desk.disburse()
    payout_id = desk.step().partner_payout_id
    send(http, event(kind="payout.failed", object_id=payout_id))
    time.sleep(SETTLED)

    apply_callback(desk.partner, "evt_1", at=desk.at)

    assert desk.order.status == "succeeded"
    assert desk.entitlement.status == "paid"


def test_callbacks_shuffled_and_doubled_end_in_the_same_state(
    http, session, client, simulator
):
    chance = random.Random(20261123)
    at = now()
    entitlements = [make_due_incentive(session, at=at) for _ in range(12)]
    with unit_of_work("test.disburse") as unit:
        disburse_due(unit, at=at)
    while step_payment(client, at=at):
        pass
    time.sleep(SETTLED)
    session.expire_all()
    payouts = session.scalars(select(PaymentOrder.partner_payout_id)).all()
    told = [
        event(f"evt_{kind}_{payout}", f"payout.{kind}", payout)
        for payout in payouts
        for kind in ("created", "updated", "paid")
    ]
    told = told * 3
    chance.shuffle(told)

    for one in told:
        assert send(http, one).status_code == 200
    names = [one.id for one in events_stored(session)] * 2
    chance.shuffle(names)
    for name in names:
        apply_callback(client, name, at=at)

    session.expire_all()
    assert len(set(names)) == 36
    assert {one.status for one in session.scalars(select(Entitlement))} == {"paid"}
    assert {one.status for one in session.scalars(select(PaymentOrder))} == {
        "succeeded"
    }
    assert balance_of(session, INCENTIVES_PAYABLE) == 0
    assert balance_of(session, INCENTIVES_PAID) == 600_000 * len(entitlements)
    orders = session.scalars(select(PaymentOrder.id)).all()
    assert {simulator.paid_for(str(one))["payouts"] for one in orders} == {1}
    assert session.scalar(select(PaymentAttempt.id).limit(1)) is not None
    assert prove(session).holds


def test_a_callback_may_come_before_the_answer_is_stored(desk, http):
    desk.simulator.break_down(lost_answer=4)
    desk.disburse()
    desk.step()
    time.sleep(SETTLED)
    found = desk.partner.find_payout(str(desk.order.id)).payouts[0]
    send(http, event(object_id=found.id))

    apply_callback(desk.partner, "evt_1", at=desk.at)

    assert desk.order.status == "succeeded"
    assert desk.times_paid() == 1
    assert step_payment(desk.partner, at=desk.order.next_step_at) is False
