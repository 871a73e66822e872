"""She is asked for consent to exactly one purchase (RFC 9396), and reads what it is."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import update

from core.clock import now
from core.ids import new_id
from partners.accounts.models import BrowserSession
from tests import factories
from tests.marketplace.orders.single.acting import (
    granted,
    link_of,
    page_for,
    purchase_of,
)
from tests.partners.oauth.flow import (
    Pkce,
    about,
    answer,
    decide,
    exchange,
    hidden_fields,
    make_platform,
    question,
)


def test_she_reads_what_is_bought_for_how_much(client, shop, platform):
    """OA-22: partner, course, class, exact price, and what is left afterwards."""
    page = page_for(client, platform, purchase_of(shop))

    assert page.status_code == 200
    for words in (
        "Allow one purchase",
        shop.platform.name,
        shop.course.title,
        "Rp\N{NO-BREAK SPACE}350.000",
        "Rp\N{NO-BREAK SPACE}3.500.000",
        "Rp\N{NO-BREAK SPACE}3.150.000",
        "exactly this purchase",
        "platform.example",
    ):
        assert words in page.text, words
    assert page.headers["X-Frame-Options"] == "DENY"


def test_she_reads_it_in_indonesian(client, shop, platform):
    page = page_for(client, platform, purchase_of(shop), "id")

    assert "Izinkan satu pembelian" in page.text
    assert "hanya untuk pembelian ini" in page.text


def test_a_balance_that_is_too_low_is_said_before(client, session, shop, platform):
    shop.offering.price = 4_000_000
    session.flush()
    price = {"amount": 4_000_000, "currency": "IDR"}

    page = page_for(client, platform, purchase_of(shop, price=price))

    assert "not enough for this purchase" in page.text


def test_another_platform_s_client_cannot_ask_for_it(client, session, shop):
    other = make_platform(session)

    back = answer(page_for(client, other, purchase_of(shop)))

    assert back["error"] == "invalid_authorization_details"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"price": {"amount": 1, "currency": "IDR"}}, "price-changed"),
        ({"schedule_id": str(new_id())}, "does not offer"),
    ],
)
def test_what_cannot_be_bought_so_is_not_asked(client, shop, platform, change, said):
    back = answer(page_for(client, platform, purchase_of(shop, **change)))

    assert back["error"] == "invalid_authorization_details"
    assert said in back["error_description"]


def test_a_class_that_began_is_not_asked(client, session, shop, platform):
    shop.schedule.starts_at = now() - timedelta(minutes=1)
    session.flush()

    back = answer(page_for(client, platform, purchase_of(shop)))

    assert "schedule-started" in back["error_description"]


def test_a_purchase_in_a_closed_scheme_is_not_asked(client, session, shop, platform):
    factories.make_closure(session, scheme_code="normal")

    back = answer(page_for(client, platform, purchase_of(shop)))

    assert "programme-closed" in back["error_description"]


def test_she_is_asked_each_time(client, session, shop, platform):
    """A standing consent, or an earlier one, never skips the page."""
    detail = purchase_of(shop)
    granted(client, platform, detail)

    assert page_for(client, platform, detail).status_code == 200


def test_she_decides_on_what_she_was_shown(client, session, shop, platform):
    """The title changes while she reads: the page is shown again, nothing is given."""
    asked = question(platform, Pkce(), **about(purchase_of(shop)))
    page = client.get("/oauth/authorize", query_string=asked)
    hidden = hidden_fields(page)
    form = {**asked, "csrf_token": hidden["csrf_token"], "shown": hidden["shown"]}
    shop.course.title = "Memperbaiki Sepeda Motor"
    session.flush()

    response = client.post("/oauth/authorize", data=form | {"decision": "allow"})

    assert response.status_code == 303
    assert response.location.startswith("/oauth/authorize?")
    assert link_of(session, platform) is None
    again = client.get(response.location)
    assert "Memperbaiki Sepeda Motor" in again.text
    assert 'role="status"' in again.text


def test_saying_no_gives_nothing(client, session, shop, platform):
    asked = question(platform, Pkce(), **about(purchase_of(shop)))

    assert answer(decide(client, asked, "deny"))["error"] == "access_denied"
    assert link_of(session, platform) is None


def test_the_code_s_detail_may_be_repeated_and_not_changed(client, shop, platform):
    """RFC 9396, section 6."""
    detail = purchase_of(shop)
    for repeated, expected in ((detail, 200), (purchase_of(shop, price=0), 400)):
        pkce = Pkce()
        code = answer(decide(client, question(platform, pkce, **about(detail))))["code"]

        response = exchange(
            client,
            platform,
            code,
            pkce.verifier,
            authorization_details=json.dumps([repeated]),
        )

        assert response.status_code == expected


def test_who_signed_in_long_ago_signs_in_again_before_she_spends(
    client, session, shop, platform
):
    """A browser that was left open is not enough to spend with."""
    asked = question(platform, Pkce(), **about(purchase_of(shop)))
    assert client.get("/oauth/authorize", query_string=asked).status_code == 200
    session.execute(
        update(BrowserSession).values(authenticated_at=now() - timedelta(minutes=16))
    )
    session.expire_all()

    old = client.get("/oauth/authorize", query_string=asked)
    silent = client.get("/oauth/authorize", query_string=asked | {"prompt": "none"})

    assert old.status_code == 303
    assert old.location.startswith("/sign-in?")
    assert answer(silent)["error"] == "login_required"
    assert link_of(session, platform) is None


def test_reading_needs_no_fresh_sign_in(client, session, platform):
    session.execute(
        update(BrowserSession).values(authenticated_at=now() - timedelta(minutes=16))
    )
    session.expire_all()
    asked = question(platform, Pkce(), scope="profile:read")

    assert client.get("/oauth/authorize", query_string=asked).status_code == 200
