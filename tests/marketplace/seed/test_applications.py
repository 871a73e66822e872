"""The demo's applicants."""

from zoneinfo import ZoneInfo

from sqlalchemy import select

from marketplace.seed.applications import seed_applications
from marketplace.seed.catalogue import seed_courses
from marketplace.seed.organisations import seed_organisations
from marketplace.seed.staff import seed_staff
from partners.onboarding.models import PartnerApplication
from tests.marketplace.seed.test_seeding import AT


def test_organisations_apply_in_different_states(session):
    seed_organisations(session, at=AT)
    seed_courses(session, at=AT)
    seed_staff(session, at=AT)
    zone = ZoneInfo("Asia/Jakarta")

    made = seed_applications(session, at=AT, zone=zone)
    again = seed_applications(session, at=AT, zone=zone)

    assert (made, again) == (4, 0)
    states = session.scalars(select(PartnerApplication.state)).all()
    assert sorted(states) == ["changes_requested", "draft", "recommended", "submitted"]
