"""Many presses at once, with committed rows."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from core.events.models import StoredEvent
from core.mail.models import Mail
from core.unit_of_work import unit_of_work
from partners.activity import Dispute, Use
from partners.activity.services.tell import tell_of_uses
from tests.partners.oauth.flow import hidden_fields, make_platform, sign_in, tokens_for
from tests.partners.oauth.racing import at_once

pytestmark = pytest.mark.race


@pytest.fixture
def window(app, committed):
    browser = app.test_client()
    with unit_of_work("test") as session:
        platform = make_platform(session)
        sign_in(browser, session)
    tokens_for(browser, platform)
    return browser


def test_many_presses_open_one_case(app, window):
    token = hidden_fields(window.get("/activity"))["csrf_token"]
    cookies = {each: window.get_cookie(each).value for each in ("person", "session")}
    with unit_of_work("test") as session:
        use_id = session.scalars(select(Use.id)).one()

    def press(_: int) -> Any:
        browser = app.test_client()
        for each, value in cookies.items():
            browser.set_cookie(each, value)
        return browser.post(f"/activity/{use_id}/not-me", data={"csrf_token": token})

    answers = at_once(press)

    assert {one.status_code for one in answers} == {303}
    assert len({one.location for one in answers}) == 1
    with unit_of_work("test") as session:
        assert session.scalar(select(func.count()).select_from(Dispute)) == 1
        told = select(func.count()).where(StoredEvent.topic == "account.disputed")
        assert session.scalar(told) == 1


def test_many_workers_write_one_letter(window):
    def work(_: int) -> int:
        with unit_of_work("test") as session:
            return tell_of_uses(
                session,
                site="https://a.example",
                currency="IDR",
                at=datetime.now(UTC),
            )

    assert sum(at_once(work)) == 1
    with unit_of_work("test") as session:
        assert session.scalar(select(func.count()).select_from(Mail)) == 1
