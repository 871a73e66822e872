"""Payments in the database, paid through the simulated partner over real HTTP."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import now
from core.unit_of_work import unit_of_work
from marketplace.incentives import Entitlement
from marketplace.incentives.services.disburse import disburse_due
from marketplace.payments.models import PaymentAttempt, PaymentOrder
from marketplace.payments.partner import StripeStyleClient
from marketplace.payments.steps import step_payment
from tests.factories import make_due_incentive
from tests.marketplace.payments.making import make_client
from tests.marketplace.payments.processes import Simulator


@pytest.fixture
def http(app: Flask, session: Session) -> FlaskClient:
    """Our own API; `client` here is the payment partner's client."""
    return app.test_client()


@dataclass
class Desk:
    """One incentive on its way to being paid, and a clock to turn."""

    session: Session
    partner: StripeStyleClient
    simulator: Simulator
    entitlement: Entitlement
    at: datetime = field(default_factory=now)

    def disburse(self) -> PaymentOrder:
        with unit_of_work("test.disburse") as session:
            assert disburse_due(session, at=self.at) == 1
        return self.order

    def step(self, *, minutes: int = 0) -> PaymentOrder:
        """Take the payment a step further, `minutes` after the last one."""
        self.at += timedelta(minutes=minutes)
        step_payment(self.partner, at=self.at)
        return self.order

    @property
    def order(self) -> PaymentOrder:
        """The latest payment of the incentive, as it is stored."""
        self.session.flush()
        self.session.expire_all()
        return self.session.scalars(
            select(PaymentOrder)
            .where(PaymentOrder.entitlement_id == self.entitlement.id)
            .order_by(PaymentOrder.lineage.desc())
            .limit(1)
        ).one()

    def outcomes(self) -> list[tuple[str, str]]:
        return [
            (one.kind, one.outcome)
            for one in self.session.scalars(
                select(PaymentAttempt)
                .where(PaymentAttempt.payment_order_id == self.order.id)
                .order_by(PaymentAttempt.id)
            )
        ]

    def times_paid(self) -> int:
        """How often the partner has paid this incentive, over all its payments."""
        self.session.flush()
        ids = self.session.scalars(
            select(PaymentOrder.id).where(
                PaymentOrder.entitlement_id == self.entitlement.id
            )
        )
        return sum(self.simulator.paid_for(str(one))["payouts"] for one in ids)


@pytest.fixture
def desk(session: Session, client: StripeStyleClient, simulator: Simulator) -> Desk:
    at = now()
    return Desk(session, client, simulator, make_due_incentive(session, at=at), at)


@pytest.fixture
def impatient(simulator: Simulator) -> StripeStyleClient:
    """A client that gives up after half a second."""
    changes: dict[str, Any] = {"timeout": httpx.Timeout(0.5), "deadline": 0.5}
    return make_client(simulator.url, **changes)
