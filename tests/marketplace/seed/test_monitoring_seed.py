"""Invented visits, on whichever day of the week somebody starts the demo."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from catalog.courses import Mode
from catalog.monitoring import Finding, Visit
from marketplace.seed.demo import INSTITUTION
from marketplace.seed.monitoring import seed_monitoring
from partners.organisations import Kind
from tests.factories import make_course, make_organisation, make_schedule

MONDAY = datetime(2026, 11, 23, 2, 10, tzinfo=UTC)
JAKARTA = ZoneInfo("Asia/Jakarta")


@pytest.mark.parametrize("day", range(7))
@pytest.mark.parametrize("hour", [0, 15])
def test_there_are_visits_and_a_finding_on_every_day_of_the_week(session, day, hour):
    at = MONDAY + timedelta(days=day, hours=hour)
    institution = make_organisation(session, code=INSTITUTION)
    make_organisation(session, Kind.MONITOR)
    make_course(session, institution, mode=Mode.SELF_PACED)
    make_schedule(
        session, make_course(session, mode=Mode.WEBINAR), starts_at=at + timedelta(3)
    )

    assert seed_monitoring(session, at=at, zone=JAKARTA) == 2

    assert session.query(Visit).count() == 2
    found = session.query(Finding).one()
    assert found.answer_until > at
