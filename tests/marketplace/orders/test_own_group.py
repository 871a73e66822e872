"""A platform is not paid for its own group's course: not sold, and not settled."""

import pytest
from sqlalchemy import select, text

from core.clock import now
from core.events import publish
from core.ids import new_id
from core.ledger import post_transfer
from core.ledger.proof import prove
from core.ledger.queries import balance_of
from marketplace.orders.models import WithheldCommission
from marketplace.orders.services.release import release_withheld
from marketplace.programme.ledger import (
    commission_of,
    commission_withheld_from,
    payable_to,
)
from partners.conflicts import TieKind
from partners.conflicts.models import OrganisationTie
from partners.conflicts.services.record import end_tie
from partners.organisations import Kind, Organisation
from tests.factories import (
    authorization,
    make_batch,
    make_client,
    make_officer,
    make_register_tie,
    make_scheme,
    make_token,
)
from tests.marketplace.orders.conftest import make_shop, slug_of, unchanged
from tests.partners.conflicts.acting import waive
from tests.partners.conflicts.conftest import desk, first, second
from vouchers.vouchers import Voucher
from vouchers.vouchers.events import VoucherCompleted

__all__ = ["desk", "first", "second"]

SHARE, COMMISSION = 315_000, 35_000


@pytest.fixture
def institution(session, shop):
    return session.get_one(Organisation, shop.course.provider_id)


@pytest.fixture
def tied(session, shop, institution):
    """An officer of the institution is one of the platform."""
    make_officer(session, institution, "Budi Santoso")
    return make_officer(session, shop.platform, "Budi Santoso")


def test_a_paid_course_of_its_own_group_is_refused_with_the_way(client, shop, tied):
    response = shop.buy(client)

    assert (response.status_code, slug_of(response)) == (403, "own-group-course")
    assert response.json["tie"].startswith("Somebody who is an officer of")
    assert "Budi" not in response.text
    assert unchanged(shop)


def test_a_free_one_is_sold(session, client, shop, tied):
    shop.offering.price = 0
    session.flush()

    response = shop.buy(client, price={"amount": 0, "currency": "IDR"})

    assert response.status_code == 201


def test_its_own_course_is_its_own_groups(session, client, shop, institution):
    institution.kinds = [Kind.TRAINING_INSTITUTION, Kind.DIGITAL_PLATFORM]
    shop.offering.platform_id = institution.id
    own = make_client(session, institution, ["orders:write"])
    shop.token = make_token(session, own, shop.account)
    session.flush()

    response = shop.buy(client)

    assert slug_of(response) == "own-group-course"


def test_another_platform_sells_it(session, client, shop, institution):
    make_officer(session, institution, "Budi Santoso")

    assert shop.buy(client).status_code == 201


def test_what_cannot_be_bought_is_not_offered(session, client, shop, tied):
    reader = make_client(session, shop.platform, ["catalog:read"])
    headers = authorization(make_token(session, reader))

    assert client.get("/v1/offerings", headers=headers).json["items"] == []
    (course,) = client.get("/v1/courses", headers=headers).json["items"]
    assert course["lowest_price"] is None


def test_two_people_can_waive_it(
    session, client, shop, institution, tied, first, second
):
    waive(first, second, "sale", shop.platform, institution)

    assert shop.buy(client).status_code == 201


def test_ownership_below_the_threshold_does_not_matter(
    session, client, shop, institution
):
    make_register_tie(
        session,
        institution,
        TieKind.OWNER,
        other=shop.platform.code,
        share_bps=2_499,
    )

    assert shop.buy(client).status_code == 201


# The tie becomes known after the sale.


@pytest.fixture
def sold(session, client, shop):
    """Bought before anybody knew, at the price of completion."""
    order = shop.buy(client).json
    return session.get_one(Voucher, order["voucher_id"])


def complete(session, voucher):
    voucher.status, voucher.redeemed_at, voucher.completed_at = (
        "completed",
        now(),
        now(),
    )
    session.flush()
    publish(session, VoucherCompleted(voucher_id=voucher.id, occurred_at=now()))
    session.flush()


def balances(session, shop):
    return (
        balance_of(session, payable_to(shop.course.provider_id)),
        balance_of(session, commission_of(shop.platform.id)),
        balance_of(session, commission_withheld_from(shop.platform.id)),
    )


def test_commission_for_its_own_group_is_withheld_at_the_settlement(
    session, client, shop, sold, tied
):
    complete(session, sold)

    assert balances(session, shop) == (SHARE, 0, COMMISSION)
    (row,) = session.scalars(select(WithheldCommission)).all()
    assert (row.amount, row.released_at) == (COMMISSION, None)
    assert prove(session).holds


def test_it_is_released_when_the_tie_is_over(session, client, shop, sold, tied):
    complete(session, sold)
    before = release_withheld(session, shop.platform.id, at=now())

    end_tie(session, tied, reason="left", by=None, at=now())
    released = [release_withheld(session, shop.platform.id, at=now()) for _ in range(2)]

    assert before == 0
    assert released == [COMMISSION, 0]
    assert balances(session, shop) == (SHARE, COMMISSION, 0)


def test_it_is_released_by_a_waiver(
    session, client, shop, institution, sold, tied, first, second
):
    complete(session, sold)
    waive(first, second, "sale", shop.platform, institution)

    assert release_withheld(session, institution.id, at=now()) == COMMISSION
    assert balances(session, shop) == (SHARE, COMMISSION, 0)


def test_the_end_of_a_tie_asks_for_the_release(session, client, shop, sold, tied):
    complete(session, sold)
    tie = session.get_one(OrganisationTie, tied.id)

    end_tie(session, tie, reason="left", by=None, at=now())

    jobs = session.execute(
        text(
            "SELECT args ->> 'organisation_id' FROM procrastinate_jobs"
            " WHERE task_name = 'orders.release_withheld'"
        )
    ).scalars()
    assert str(shop.platform.id) in set(jobs)


def test_a_void_takes_withheld_commission_back(session, client):
    scheme = make_scheme(session, "semi-bansos")
    shop = make_shop(session, batch=make_batch(session, scheme))
    institution = session.get_one(Organisation, shop.course.provider_id)
    make_officer(session, institution, "Budi Santoso")
    tie = make_officer(session, shop.platform, "Budi Santoso")
    end_tie(session, tie, reason="test", by=None, at=now())
    order = shop.buy(client).json
    # As if it had been known at the settlement.
    session.add(
        WithheldCommission(
            order_id=order["order_id"],
            platform_id=shop.platform.id,
            provider_id=institution.id,
            amount=COMMISSION,
            withheld_at=now(),
        )
    )
    session.flush()
    _move_to_withheld(session, shop)

    voided = client.post(
        f"/v1/orders/{order['order_id']}/void",
        json={"reason": "class_cancelled"},
        headers=authorization(shop.token, new_id().hex),
    )

    assert voided.status_code == 200, voided.json
    assert balances(session, shop) == (0, 0, 0)
    assert session.scalars(select(WithheldCommission)).one().returned_at is not None
    assert shop.balance() == 3_500_000


def _move_to_withheld(session, shop):
    post_transfer(
        session,
        debit=commission_of(shop.platform.id),
        credit=commission_withheld_from(shop.platform.id),
        amount=COMMISSION,
        reference="test:withheld",
        description="Withheld.",
        at=now(),
    )
