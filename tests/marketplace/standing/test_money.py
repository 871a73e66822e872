"""What a sanctioned organisation is owed is held; what people are owed is not."""

import pytest

from core.clock import now
from core.ledger import post_transfer
from core.ledger.proof import prove
from core.ledger.queries import balance_of
from marketplace.orders import Order
from marketplace.programme.ledger import (
    VOUCHERS_OUTSTANDING,
    commission_held_for,
    commission_of,
    payable_held_for,
    payable_to,
)
from partners.organisations import Kind, Organisation
from partners.staff import Role
from tests.factories import make_batch, make_scheme
from tests.marketplace.orders.conftest import make_shop
from tests.marketplace.standing.conftest import work_off
from tests.partners.standing.deciding import decide, lift

SHARE, COMMISSION = 315_000, 35_000


@pytest.fixture
def shop(session):
    """Shares are owed at the purchase."""
    scheme = make_scheme(session, "semi-bansos")
    return make_shop(session, batch=make_batch(session, scheme))


@pytest.fixture
def institution(session, shop):
    return session.get_one(Organisation, shop.course.provider_id)


def balances(session, shop):
    provider, platform = shop.course.provider_id, shop.platform.id
    return {
        "payable": balance_of(session, payable_to(provider)),
        "held": balance_of(session, payable_held_for(provider)),
        "commission": balance_of(session, commission_of(platform)),
        "commission_held": balance_of(session, commission_held_for(platform)),
    }


def test_what_is_owed_already_is_held_and_comes_back(
    session, client, first, second, shop, institution
):
    assert shop.buy(client).status_code == 201
    before = balances(session, shop)

    sanction = decide(first, second, institution, "suspended")
    work_off(session, now())
    held = balances(session, shop)
    lift(first, second, sanction["id"])
    work_off(session, now())

    assert before == {
        "payable": SHARE,
        "held": 0,
        "commission": COMMISSION,
        "commission_held": 0,
    }
    assert held == {
        "payable": 0,
        "held": SHARE,
        "commission": COMMISSION,
        "commission_held": 0,
    }
    assert balances(session, shop) == before


def test_what_becomes_owed_meanwhile_is_held_from_the_start(
    session, client, first, second, shop, institution
):
    """A class is finished while payouts to its institution are stopped."""
    decide(first, second, institution, "suspended", scope="payouts")

    assert shop.buy(client).status_code == 201

    assert balances(session, shop) == {
        "payable": 0,
        "held": SHARE,
        "commission": COMMISSION,
        "commission_held": 0,
    }


def test_a_stopped_platform_does_not_hold_up_the_institution(
    session, client, first, second, shop
):
    order_id = shop.buy(client).json["order_id"]
    session.get_one(Order, order_id)

    decide(first, second, shop.platform, "suspended")
    work_off(session, now())

    assert balances(session, shop) == {
        "payable": SHARE,
        "held": 0,
        "commission": 0,
        "commission_held": COMMISSION,
    }


def test_a_void_takes_the_money_from_where_it_is(
    session, client, first, second, shop, institution
):
    order = shop.buy(client).json
    decide(first, second, institution, "suspended", scope="payouts")
    work_off(session, now())

    voided = client.post(
        f"/v1/orders/{order['order_id']}/void",
        json={"reason": "class_cancelled"},
        headers=_headers(shop),
    )

    assert voided.status_code == 200, voided.json
    assert set(balances(session, shop).values()) == {0}
    assert shop.balance() == 3_500_000


def _headers(shop):
    from core.ids import new_id
    from tests.factories import authorization

    return authorization(shop.token, new_id().hex)


def test_the_hold_is_done_once_however_often_it_is_tried(
    session, client, first, second, shop, institution
):
    from marketplace.consequences.services.money import align_money

    shop.buy(client)
    decide(first, second, institution, "suspended")
    work_off(session, now())

    moved = [align_money(session, institution.id, at=now()) for _ in range(3)]

    assert moved == [0, 0, 0]
    assert prove(session).holds


def test_the_organisation_sees_what_is_held(
    session, client, desk, browser_of, first, second, shop, institution
):
    shop.buy(client)
    decide(first, second, institution, "suspended")
    work_off(session, now())
    owner = desk.hire(Role.OWNER, at=institution)

    answer = owner.get(f"/v1/organisations/{institution.id}/balances").json
    page = browser_of(owner.seat).get(f"/partner/{institution.code}/balances")

    assert answer["balances"] == [
        {
            "kind": "training_institution",
            "owed": {"amount": 0, "currency": "IDR"},
            "held": {"amount": SHARE, "currency": "IDR"},
        }
    ]
    assert "Rp\N{NO-BREAK SPACE}315.000" in page.text
    assert "Nothing of it is lost." in page.text


def test_money_of_people_is_not_held(session, client, first, second, shop, institution):
    """Incentives and training balances are the participants', not the partner's."""
    shop.buy(client)
    decide(first, second, institution, "suspended")
    work_off(session, now())

    assert shop.balance() == 3_500_000 - SHARE - COMMISSION
    assert balance_of(session, VOUCHERS_OUTSTANDING) == 0


@pytest.mark.parametrize("kind", [Kind.TRAINING_INSTITUTION, Kind.DIGITAL_PLATFORM])
def test_in_one_role_only_that_is_held(session, first, second, kind, at):
    both = [Kind.TRAINING_INSTITUTION, Kind.DIGITAL_PLATFORM]
    from tests.factories import make_organisation

    partner = make_organisation(session, kinds=both)
    for account in (payable_to(partner.id), commission_of(partner.id)):
        post_transfer(
            session,
            debit=VOUCHERS_OUTSTANDING,
            credit=account,
            amount=1_000,
            reference=f"test:{account.code}",
            description="Owed.",
            at=at,
        )
    decide(first, second, partner, "suspended", scope="kind", kind=kind)

    work_off(session, at)

    held = {
        Kind.TRAINING_INSTITUTION: balance_of(session, payable_held_for(partner.id)),
        Kind.DIGITAL_PLATFORM: balance_of(session, commission_held_for(partner.id)),
    }
    assert held[kind] == 1_000
    assert sum(held.values()) == 1_000
