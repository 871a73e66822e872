"""The events page and the pages about webhooks, in a real browser on a phone."""

import pytest
from sqlalchemy import select

from core.clock import now
from core.unit_of_work import unit_of_work
from partners.accounts.passwords import hash_password
from partners.staff import Role
from partners.webhooks import Delivery
from partners.webhooks.replays.services.request import Wanted, request_replay
from partners.webhooks.rules import Answer
from tests.factories import make_account, make_organisation, make_seat
from tests.partners.webhooks.receiving import (
    attempt,
    make_endpoint,
    make_event,
    relay,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]

EMAIL, PASSWORD = "dewi.developer@example.org", "kuda hijau berlari pagi"


@pytest.fixture
def addresses(served) -> dict[str, str]:
    """The pages of an organisation with one endpoint, a delivery and a replay."""
    with unit_of_work("test") as session:
        organisation = make_organisation(session)
        account = make_account(
            session, email=EMAIL, password_hash=hash_password(PASSWORD)
        )
        make_seat(session, organisation, Role.DEVELOPER, account_id=account.id)
        endpoint = make_endpoint(session, organisation)
        make_event(session, organisation)
        relay(session)
        delivery = session.scalars(select(Delivery)).one()
        attempt(session, delivery, Answer(500, 84, text="Internal error"), now())
        request_replay(
            session, endpoint.id, Wanted(), organisation_id=organisation.id, at=now()
        )
        base = f"/partner/{organisation.code}/webhooks"
    return {
        "webhooks": base,
        "webhook": f"{base}/{endpoint.id}",
        "delivery": f"{base}/{endpoint.id}/deliveries/{delivery.id}",
    }


@pytest.mark.parametrize(
    ("locale", "language", "colours"),
    [("id-ID", "id", "light"), ("en-GB", "en", "dark")],
)
def test_the_pages_about_webhooks_are_accessible_on_a_phone(
    visit, served, addresses, locale, language, colours
):
    watch = visit(locale, color_scheme=colours)
    watch.page.goto(served + "/docs/events")
    watch.look(f"{language}-events")
    watch.page.locator(f"button[name=locale][value={language}]").click()
    watch.page.goto(served + "/sign-in?next=" + addresses["webhooks"])
    watch.page.locator("input[name=email]").fill(EMAIL)
    watch.page.locator("input[name=password]").fill(PASSWORD)
    watch.page.locator("input[name=password]").press("Enter")
    watch.page.wait_for_url(served + addresses["webhooks"])

    for name, address in addresses.items():
        watch.page.goto(served + address)
        assert watch.page.locator("html").get_attribute("lang") == language
        watch.look(f"{language}-{name}")

    assert watch.complaints == []
