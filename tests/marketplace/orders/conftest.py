"""A participant with a balance, and a platform that offers her a course."""

import json
from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from catalog.courses import Course, Offering, Schedule
from core.ids import new_id
from core.ledger.queries import balance_of
from marketplace.orders import Order
from marketplace.programme import Award
from marketplace.programme.ledger import training_balance_of
from partners.accounts import Account
from partners.oauth import Client
from partners.organisations import Kind, Organisation
from tests import factories
from vouchers.vouchers import Voucher

SCOPES = ["orders:write", "orders:read", "balance:read"]


@dataclass
class Shop:
    """Everything that one order needs; `buy` sends it."""

    session: Session
    platform: Organisation
    client: Client
    account: Account
    award: Award
    course: Course
    schedule: Schedule
    offering: Offering
    token: str

    def body(self, **changes: Any) -> dict[str, Any]:
        return {
            "offering_id": str(self.offering.id),
            "schedule_id": str(self.schedule.id),
            "price": {"amount": self.offering.price, "currency": "IDR"},
            "platform_reference": f"INV-{new_id().hex}",
            **changes,
        }

    def buy(
        self, http: FlaskClient, *, key: str | None = None, **changes: Any
    ) -> TestResponse:
        return http.post(
            "/v1/orders",
            data=json.dumps(self.body(**changes)),
            content_type="application/json",
            headers=factories.authorization(self.token, key or new_id().hex),
        )

    def balance(self) -> int:
        account = training_balance_of(self.award.id, self.account.id)
        return balance_of(self.session, account)

    def seats_taken(self) -> int:
        self.session.refresh(self.schedule)
        return self.schedule.seats_taken


def make_shop(session: Session, **award: Any) -> Shop:
    """A shop on any session, so that races can have one with committed rows."""
    account = factories.make_account(session)
    participant = factories.make_participant(session, account)
    course = factories.make_course(session)
    platform = factories.make_organisation(session, Kind.DIGITAL_PLATFORM)
    client = factories.make_client(session, platform, SCOPES)
    return Shop(
        session=session,
        platform=platform,
        client=client,
        account=account,
        award=factories.make_award(session, participant, **award),
        course=course,
        schedule=factories.make_schedule(session, course),
        offering=factories.make_offering(session, course, platform),
        token=factories.make_token(session, client, account),
    )


@pytest.fixture
def shop(session: Session) -> Shop:
    return make_shop(session)


def slug_of(response: Any) -> str:
    """Which problem an answer is."""
    assert response.content_type == "application/problem+json"
    return str(response.json["type"]).rsplit("/", 1)[-1]


def unchanged(shop: Shop) -> bool:
    """Whether no money moved, no seat was taken and nothing was sold."""
    orders = shop.session.scalar(select(func.count()).select_from(Order))
    vouchers = shop.session.scalar(select(func.count()).select_from(Voucher))
    return (
        shop.balance() == 3_500_000
        and shop.seats_taken() == 0
        and (orders, vouchers) == (0, 0)
    )
