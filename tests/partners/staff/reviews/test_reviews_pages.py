"""Access reviews on the pages of owners and auditors."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from core.clock import now
from core.sheets import MARK
from partners.accounts import Account
from partners.accounts.proof import Method
from partners.organisations import Kind
from partners.staff import Role
from partners.staff.reviews import AccessReview, ReviewedSeat
from tests.factories import make_access_review, make_organisation, make_seat
from tests.partners.browsing import submit

STAFF = "/partner/kursus-maju/staff"
PAGE = f"{STAFF}/reviews"


@pytest.fixture
def current(session, organisation, owner, second, colleague) -> AccessReview:
    """A review that was opened a moment ago."""
    return make_access_review(session, organisation)


@pytest.fixture
def english(session, browser_of):
    """A browser of somebody who reads English."""

    def sign_in(seat, **options):
        browser = browser_of(seat, **options)
        session.get_one(Account, seat.account_id).locale = "en"
        session.flush()
        return browser

    return sign_in


@pytest.fixture
def browser(english, owner):
    return english(owner)


@pytest.fixture
def auditor(session, english):
    operator = make_organisation(session, Kind.OPERATOR)
    return english(make_seat(session, operator, Role.AUDITOR))


def decisions(session) -> list[str | None]:
    return session.scalars(
        select(ReviewedSeat.decision).order_by(ReviewedSeat.seat_id)
    ).all()


def test_without_a_review_an_owner_can_open_one(session, owner, browser):
    assert "There was no review yet." in browser.get(PAGE).text

    opened = submit(browser, PAGE)

    review = session.scalars(select(AccessReview)).one()
    assert opened.location == f"{PAGE}/{review.id}"
    again = submit(browser, PAGE)
    assert again.status_code == 409
    assert "An access review is open" in again.text


def test_owners_find_the_open_review_on_the_staff_page(
    session, browser, current, organisation
):
    page = browser.get(STAFF)
    assert f'href="{PAGE}/{current.id}"' in page.text
    assert "An access review is open until" in page.text

    current.due_at = now() - timedelta(days=1)
    session.flush()

    assert "The access review was due on" in browser.get(STAFF).text
    assert "Late" in browser.get(PAGE).text


def test_an_owner_decides_seat_by_seat_and_completes(
    session, browser, browser_of, current, owner, second, colleague
):
    address = f"{PAGE}/{current.id}"
    page = browser.get(address)
    assert "Keep Eka Putri as she is" in page.text
    assert "Keep Dewi Ayu as she is" not in page.text
    assert "Another owner decides about your seat." in page.text
    assert "Complete the review" not in page.text

    kept = submit(
        browser, f"{address}/seats/{second.id}", decision="keep", roles=["owner"]
    )
    changed = submit(
        browser,
        f"{address}/seats/{colleague.id}",
        decision="change",
        roles=["finance", "delivery"],
    )
    submit(
        browser_of(second),
        f"{address}/seats/{owner.id}",
        decision="keep",
        roles=["owner"],
    )

    assert kept.location == changed.location == address
    assert decisions(session) == ["keep", "keep", "change"]
    assert "Complete the review" in browser.get(address).text
    assert submit(browser, f"{address}/completion").location == address
    over = browser.get(address)
    assert "Roles changed, Dewi Ayu" in over.text
    assert f'href="{address}/record.csv"' in over.text
    record = browser.get(f"{address}/record.json")
    assert record.json["unaltered"] is True
    assert "attachment" in record.headers["Content-Disposition"]
    file = browser.get(f"{address}/record.csv").data.decode().removeprefix(MARK)
    assert len(list(csv.DictReader(io.StringIO(file)))) == 3


def test_a_refusal_is_told_on_the_page_and_changes_nothing(
    session, browser, current, owner, colleague
):
    address = f"{PAGE}/{current.id}"

    own = submit(
        browser, f"{address}/seats/{owner.id}", decision="keep", roles=["owner"]
    )
    stale = submit(
        browser, f"{address}/seats/{colleague.id}", decision="keep", roles=["owner"]
    )
    unknown = submit(
        browser, f"{address}/seats/{colleague.id}", decision="change", roles=["boss"]
    )
    early = submit(browser, f"{address}/completion")
    nonsense = submit(browser, f"{address}/seats/{colleague.id}", decision="gone")

    assert (own.status_code, stale.status_code, unknown.status_code) == (403, 409, 422)
    assert "Another owner decides about your seat" in own.text
    assert "The roles are others now" in stale.text
    assert early.status_code == 409
    assert "Undecided seats: 3." in early.text
    assert nonsense.location == address
    assert decisions(session) == [None, None, None]


def test_an_unused_seat_is_flagged(session, browser, current, colleague):
    item = session.scalars(
        select(ReviewedSeat).where(ReviewedSeat.seat_id == colleague.id)
    ).one()
    item.unused = True
    session.flush()

    page = browser.get(f"{PAGE}/{current.id}").text

    assert page.count("Not signed in for 90 days") == 1


def test_deciding_asks_for_a_second_factor(
    session, browser_of, current, colleague, owner
):
    browser = browser_of(owner, methods=[Method.PASSWORD])

    assert browser.get(f"{PAGE}/{current.id}").status_code == 200
    asked = submit(browser, f"{PAGE}/{current.id}/seats/{colleague.id}", decision="end")

    assert asked.status_code == 403
    assert decisions(session) == [None, None, None]


def test_another_organisation_s_review_looks_like_none(session, browser):
    foreign = make_organisation(session)
    seat = make_seat(session, foreign)
    address = f"{PAGE}/{make_access_review(session, foreign).id}"

    assert browser.get(address).status_code == 404
    assert browser.get(f"{address}/record.csv").status_code == 404
    assert submit(browser, f"{address}/completion").status_code == 404
    ended = submit(browser, f"{address}/seats/{seat.id}", decision="end")
    assert ended.status_code == 404
    session.refresh(seat)
    assert seat.ended_at is None


def test_a_long_review_shows_a_part_at_a_time(
    session, organisation, owner, browser, monkeypatch
):
    monkeypatch.setattr("partners.staff.reviews.pages.SHOWN", 2)
    for _ in range(3):
        make_seat(session, organisation, Role.DELIVERY)
    review = make_access_review(session, organisation)
    for item in session.scalars(select(ReviewedSeat)).all()[:3]:
        item.decision, item.decided_at = "gone", now()
    session.flush()

    page = browser.get(f"{PAGE}/{review.id}").text

    assert page.count('name="decision" value="keep"') == 1
    assert "More of them" in page


def test_the_language_can_be_chosen_after_each_form(browser, current, owner):
    address = f"{PAGE}/{current.id}"

    for path in ("completion", f"seats/{owner.id}"):
        assert browser.get(f"{address}/{path}").location == address


def test_auditors_see_which_organisations_are_late(
    session, auditor, current, organisation
):
    address = "/operator/access/reviews"
    assert "No organisation is late." in auditor.get(address).text
    assert "Kursus Maju" in auditor.get(f"{address}?state=open").text

    current.due_at = datetime(2026, 1, 1, tzinfo=UTC)
    session.flush()

    page = auditor.get(address).text
    assert "Kursus Maju" in page
    assert "0 of 3 seats are decided." in page
    assert auditor.get(f"{address}/{current.id}/record.json").json["sha256"] is None
    file = auditor.get(f"{address}/{current.id}/record.csv")
    assert file.mimetype == "text/csv"
    assert f'href="{address}"' in auditor.get("/operator/access").text


def test_others_of_the_operator_s_staff_see_none_of_it(session, browser_of, current):
    operator = make_organisation(session, Kind.OPERATOR)
    support = browser_of(make_seat(session, operator, Role.SUPPORT))

    assert support.get("/operator/access/reviews").status_code == 403
    address = f"/operator/access/reviews/{current.id}/record.json"
    assert support.get(address).status_code == 403
