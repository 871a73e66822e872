"""A partner's developer looks after webhooks in the portal."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from core.clock import now
from partners.accounts import Account
from partners.staff import Role
from partners.webhooks import Delivery, Endpoint
from partners.webhooks.models import DeliveryStatus
from partners.webhooks.replays import Replay
from partners.webhooks.rules import Answer
from tests.factories import make_organisation, make_seat
from tests.partners.browsing import browser_for
from tests.partners.webhooks.receiving import (
    attempt,
    make_endpoint,
    make_event,
    relay,
)


@pytest.fixture
def organisation(session):
    return make_organisation(session)


@pytest.fixture
def endpoint(session, organisation) -> Endpoint:
    return make_endpoint(session, organisation)


@pytest.fixture
def delivery(session, organisation, endpoint, at) -> Delivery:
    make_event(session, organisation)
    relay(session)
    delivery = session.scalars(select(Delivery)).one()
    attempt(session, delivery, Answer(500, 7, text="<oops>"), at)
    return delivery


@pytest.fixture
def browser(app, session, organisation):
    return browser_of(app, session, organisation, Role.DEVELOPER)


def browser_of(app, session, organisation, role):
    seat = make_seat(session, organisation, role)
    account = session.get_one(Account, seat.account_id)
    browser = browser_for(app, session, account)
    account.locale = "en"
    session.flush()
    return browser


def see(browser, path, status=200):
    page = browser.get(path)
    assert page.status_code == status, page.text
    return page.text


def press(browser, path, page_of, **form):
    token = see(browser, page_of).split('name="csrf_token" value="')[1].split('"')[0]
    return browser.post(path, data=form | {"csrf_token": token})


@pytest.fixture
def base(organisation) -> str:
    return f"/partner/{organisation.code}/webhooks"


def test_without_endpoints_the_page_says_how_to_begin(browser, base):
    page = see(browser, base)

    assert "There is no endpoint yet." in page
    assert "/docs/events" in page


def test_a_new_endpoint_shows_its_secret_once(browser, session, base):
    made = press(browser, base, base, url="https://hooks.example/", topics="")

    assert made.status_code == 200
    assert "whsec_" in made.text
    assert made.headers["Cache-Control"] == "no-store"
    [endpoint] = session.scalars(select(Endpoint))
    assert endpoint.url in see(browser, base)
    assert "whsec_" not in see(browser, f"{base}/{endpoint.id}")


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"url": "", "topics": ""}, 422),
        ({"url": "ftp://hooks.example/", "topics": ""}, 422),
        ({"url": "https://hooks.example/", "topics": "order.imagined"}, 422),
    ],
)
def test_an_endpoint_that_cannot_be_is_refused(browser, session, base, form, status):
    refused = press(browser, base, base, **form)

    assert refused.status_code == status
    assert session.scalars(select(Endpoint)).all() == []


def test_an_endpoint_is_paused_resumed_disabled_and_enabled(
    browser, session, base, endpoint
):
    here = f"{base}/{endpoint.id}"
    seen = []
    for act in ("pause", "resume", "disable", "enable"):
        assert press(browser, f"{here}/{act}", here).status_code == 303
        session.refresh(endpoint)
        seen.append((endpoint.paused_at is None, endpoint.disabled_at is None))

    assert seen == [(False, True), (True, True), (True, False), (True, True)]


def test_a_test_event_leads_to_its_delivery(browser, session, base, endpoint):
    here = f"{base}/{endpoint.id}"

    sent = press(browser, f"{here}/test", here)

    [delivery] = session.scalars(select(Delivery))
    assert sent.location == f"{here}/deliveries/{delivery.id}"
    assert "No attempt was made yet." in see(browser, sent.location)


def test_the_log_shows_what_was_sent_and_answered(browser, base, endpoint, delivery):
    page = see(browser, f"{base}/{endpoint.id}/deliveries/{delivery.id}")

    assert "&lt;oops&gt;" in page
    assert "{&#34;type&#34;:&#34;order.placed&#34;}" in page
    assert f"webhook-id: {delivery.id}" in page


def test_dead_letters_are_listed_and_sent_again(
    browser, session, base, endpoint, delivery
):
    here = f"{base}/{endpoint.id}"
    assert "Nothing was given up." in see(browser, f"{here}?status=failed")
    delivery.status = DeliveryStatus.FAILED
    session.flush()
    assert str(delivery.id) in see(browser, f"{here}?status=failed")

    asked = press(browser, f"{here}/replays", here, only_failed="y", types="")
    running = see(browser, here)
    [replay] = session.scalars(select(Replay))
    cancelled = press(browser, f"{here}/replays/{replay.id}/cancel", here)

    assert (asked.status_code, replay.events, replay.only_failed) == (303, 1, True)
    assert "0 of 1 events" in running
    assert cancelled.status_code == 303
    session.refresh(replay)
    assert replay.status == "cancelled"


def test_one_delivery_is_sent_again(browser, session, base, endpoint, delivery):
    there = f"{base}/{endpoint.id}/deliveries/{delivery.id}"
    delivery.status = DeliveryStatus.FAILED
    session.flush()

    assert press(browser, f"{there}/replay", there).status_code == 303
    session.refresh(delivery)
    assert delivery.status == DeliveryStatus.PENDING


def test_a_new_secret_is_shown_once(browser, session, base, endpoint):
    here = f"{base}/{endpoint.id}"

    rotated = press(browser, f"{here}/rotate-secret", here)

    assert "whsec_" in rotated.text
    session.refresh(endpoint)
    assert endpoint.previous_expires_at > now()


def test_an_endpoint_of_others_does_not_exist(browser, session, base):
    """SC-02."""
    other = make_endpoint(session, make_organisation(session))

    for path in (f"{base}/{other.id}", f"{base}/{uuid4()}"):
        assert "The webhook endpoint does not exist" in see(browser, path, 404)


def test_who_may_not_manage_webhooks_sees_none(app, session, organisation, base):
    finance = browser_of(app, session, organisation, Role.FINANCE)

    assert "Webhooks" not in see(finance, base, 403).split("<main")[0]


def test_a_disabled_endpoint_says_why(browser, session, base, endpoint, at):
    endpoint.disabled_at, endpoint.disabled_reason = at, "gone"
    session.flush()

    page = see(browser, f"{base}/{endpoint.id}")

    assert "Your receiver answered 410" in page
    assert "Enable the endpoint first." in page
