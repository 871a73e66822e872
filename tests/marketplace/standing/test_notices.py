"""What participants read when somebody that they depend on is stopped."""

import pytest

from core.clock import now
from partners.accounts import Account
from partners.organisations import Kind
from tests.factories import make_client, make_grant, make_organisation
from tests.marketplace.standing.conftest import make_class, work_off
from tests.partners.browsing import browser_for
from tests.partners.standing.deciding import decide


@pytest.fixture
def learner(app, session, running):
    """A learner's voucher, and her browser."""
    voucher = running.enrol()
    account = session.get_one(Account, voucher.participant_id)
    return browser_for(app, session, account)


def test_a_learner_reads_that_her_class_is_interrupted_and_what_she_could_do(
    session, first, second, running, learner
):
    other = make_class(session, platform=running.platform, title="Kue Lapis Legit")
    assert "interrupted" not in learner.get("/me").text
    decide(first, second, running.institution, "suspended")

    work_off(session, now())

    page = learner.get("/me").text
    assert "This class is interrupted." in page
    assert f"/catalogue/{other.course.id}" in page
    assert "Kue Lapis Legit" in page
    assert "sold above their list price" not in page


def test_when_it_is_over_the_notice_is_gone(session, first, second, running, learner):
    from tests.partners.standing.deciding import lift

    sanction = decide(first, second, running.institution, "suspended")
    work_off(session, now())

    lift(first, second, sanction["id"])
    work_off(session, now())

    assert "This class is interrupted." not in learner.get("/me").text


def test_who_has_linked_a_stopped_platform_reads_so(app, session, first, second):
    platform = make_organisation(session, Kind.DIGITAL_PLATFORM)
    client = make_client(session, platform, ["profile:read"])
    from tests.factories import make_account

    account = make_account(session)
    make_grant(session, client, account)
    browser = browser_for(app, session, account)
    assert "has stopped this platform" not in browser.get("/links").text

    decide(first, second, platform, "suspended")

    assert "has stopped this platform" in browser.get("/links").text
