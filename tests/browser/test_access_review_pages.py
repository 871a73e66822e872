"""An access review on a phone, from the letter to the record."""

import csv
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from core.clock import now
from core.unit_of_work import unit_of_work
from partners.accounts import Account
from partners.accounts.services.sessions import start_session
from partners.organisations import Kind
from partners.staff import Role, Seat
from partners.staff.reviews.services.open import open_due
from tests.factories import (
    letters,
    make_account,
    make_authenticator,
    make_client,
    make_organisation,
    make_seat,
)
from tests.partners.browsing import BOTH

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HOSTILE = '=HYPERLINK("http://evil.example/","Tono")'


@pytest.fixture
def signed_in(visit, served):
    """A phone on which the person of a seat is signed in, in English."""

    def sign_in(seat: Seat):
        with unit_of_work("test") as session:
            make_authenticator(session, session.get_one(Account, seat.account_id))
            secret = start_session(
                session,
                account_id=seat.account_id,
                at=datetime.now(UTC),
                methods=BOTH,
            )
        watch = visit(locale="en-GB", accept_downloads=True)
        cookie = {"name": "person", "value": secret, "url": served}
        watch.page.context.add_cookies([cookie])
        watch.page.goto(served)
        watch.page.get_by_role("button", name="English").click()
        return watch

    return sign_in


@pytest.fixture
def staff(served) -> dict[str, Seat]:
    """Two owners, a colleague, and one who was never here again."""
    with unit_of_work("test") as session:
        organisation = make_organisation(session, name="Kursus Maju")
        make_client(session, organisation, ["catalog:read"], name="Toko Kita")
        seats = {}
        for name, role in (
            ("Dewi Ayu", Role.OWNER),
            ("Eka Putri", Role.OWNER),
            ("Citra Dewi", Role.CATALOGUE),
            (HOSTILE, Role.FINANCE),
        ):
            email = f"{role}.{len(seats)}@example.org"
            account = make_account(session, full_name=name, email=email)
            seats[name] = make_seat(session, organisation, role, account_id=account.id)
            if name != HOSTILE:
                account.last_signed_in_at = now()
    return seats


def test_feature_27_a_review_from_the_letter_to_the_record(served, staff, signed_in):
    with unit_of_work("test") as session:
        open_due(session, at=now())
        told = letters(session, "access-review-opened")
    assert {each[0] for each in told} == {"owner.0@example.org", "owner.1@example.org"}
    link = next(line for line in told[0][2].splitlines() if line.startswith("http"))

    first = signed_in(staff["Dewi Ayu"])
    page = first.page
    page.goto(served + urlsplit(link).path)
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Access review of Kursus Maju")
    expect(page.get_by_text("Not signed in for 90 days")).to_have_count(1)
    first.look("open")

    keep = page.get_by_role("button", name="Keep Eka Putri as she is")
    keep.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 of 4 seats are decided.")).to_be_visible()
    page.get_by_text("Change roles of Citra Dewi").click()
    citra = page.get_by_role("article", name="Citra Dewi")
    citra.get_by_label("Catalogue").uncheck()
    citra.get_by_label("Delivery").check()
    first.look("changing")
    citra.get_by_role("button", name="Change the roles").click()
    expect(page.get_by_text("2 of 4 seats are decided.")).to_be_visible()
    tono = page.get_by_role("article", name=HOSTILE)
    tono.get_by_text("End the seat of").click()
    tono.get_by_role("button", name="End the seat").click()
    expect(page.get_by_text("3 of 4 seats are decided.")).to_be_visible()
    expect(page.get_by_text("Another owner decides about your seat.")).to_be_visible()
    first.look("own_seat_left")

    second = signed_in(staff["Eka Putri"])
    second.page.goto(f"{served}/partner")
    second.page.get_by_role("link", name="Kursus Maju").click()
    second.page.get_by_role("link", name="Staff", exact=True).click()
    second.look("staff")
    second.page.get_by_role("link", name="Go on with the review").click()
    second.page.get_by_role("button", name="Keep Dewi Ayu as she is").click()
    second.page.get_by_role("link", name="Programs in the access report").click()
    expect(second.page.get_by_text("Toko Kita")).to_be_visible()
    second.look("access")
    second.page.go_back()
    second.page.get_by_role("button", name="Complete the review").click()
    expect(second.page.get_by_role("heading", name="The record")).to_be_visible()
    second.look("completed")

    with second.page.expect_download() as download:
        second.page.get_by_role("button", name="Download the seats (CSV)").click()
    with open(download.value.path(), encoding="utf-8-sig", newline="") as file:
        lines = {line["full_name"]: line for line in csv.DictReader(file)}
    assert lines["'" + HOSTILE]["decision"] == "end"
    assert lines["Citra Dewi"]["roles_after"] == "delivery"
    assert lines["Dewi Ayu"]["decided_by"] == "Eka Putri"
    with unit_of_work("test") as session:
        ended = session.get_one(Seat, staff[HOSTILE].id)
        assert ended.ended_by == staff["Dewi Ayu"].account_id
        roles = session.scalar(
            select(Seat.roles).where(Seat.id == staff["Citra Dewi"].id)
        )
        assert roles == ["delivery"]


def test_an_auditor_sees_who_is_late(served, staff, signed_in):
    with unit_of_work("test") as session:
        open_due(session, at=datetime(2026, 1, 1, tzinfo=UTC))
        auditor = make_seat(
            session, make_organisation(session, Kind.OPERATOR), Role.AUDITOR
        )
    watch = signed_in(auditor)

    watch.page.goto(f"{served}/operator/access")
    watch.look("everybody")
    watch.page.get_by_role("link", name="Access reviews, and who is late").click()

    expect(watch.page.get_by_role("heading", name="Kursus Maju")).to_be_visible()
    watch.look("late")
    watch.page.get_by_role("link", name="Completed").click()
    expect(watch.page.get_by_text("There is none here.")).to_be_visible()
