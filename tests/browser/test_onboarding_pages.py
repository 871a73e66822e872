"""An organisation takes part, from the first form to the approval, on a phone."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from core.unit_of_work import unit_of_work
from partners.accounts.services.sessions import start_session
from partners.organisations import Kind
from partners.staff import Role
from tests.core.files.making import make_pdf
from tests.factories import (
    make_account,
    make_authenticator,
    make_organisation,
    make_seat,
)
from tests.partners.browsing import BOTH
from tests.partners.onboarding.walking import ANSWERS, EVIDENCE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CHOICES = {"legal_form", "fees"}


@pytest.fixture
def signed_in(visit, served):
    """A phone on which a new person is signed in, with a seat where one is given."""

    def sign_in(*roles, at=None):
        with unit_of_work("test") as session:
            account = make_account(session)
            make_authenticator(session, account)
            if at is not None:
                make_seat(session, at, *roles, account_id=account.id)
            secret = start_session(
                session, account_id=account.id, at=datetime.now(UTC), methods=BOTH
            )
        watch = visit(locale="en-GB")
        cookie = {"name": "person", "value": secret, "url": served}
        watch.page.context.add_cookies([cookie])
        watch.page.goto(served)
        watch.page.get_by_role("button", name="English").click()
        return watch

    return sign_in


def fill_in(page) -> None:
    for code, value in ANSWERS.items():
        field = page.locator(f"#{code}")
        if code in CHOICES:
            field.select_option(value)
        else:
            field.fill(str(value))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("status").first).to_have_text("Saved.")


def add(page, relation, **fields) -> None:
    page.get_by_text("Add an entry").click()
    page.locator("#relation").select_option(relation)
    for name, value in fields.items():
        page.locator(f"#tie-{name}").fill(value)
    page.get_by_role("button", name="Add", exact=True).click()


def test_an_organisation_takes_part(served, signed_in):
    with unit_of_work("test") as session:
        operator = make_organisation(session, Kind.OPERATOR)
    applicant = signed_in()
    page = applicant.page

    page.goto(f"{served}/join")
    applicant.look("join")
    page.get_by_label("Name of the organisation").fill("Kerja Bersama")
    page.get_by_label("Short handle").fill("kerja-bersama")
    page.get_by_label("What you want to be").select_option("job_portal")
    page.get_by_role("button", name="Open a draft").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Application: Job portal")
    applicant.look("draft")

    page.locator("#vacancies").fill("120")
    page.locator("#vacancies").blur()
    expect(page.locator("#version")).to_have_value("2")
    fill_in(page)
    add(page, "owner", name="PT Induk", number="8120011223344", share="100")
    add(page, "officer", name="Sari Dewi", number="3273015705984321", detail="CEO")
    add(page, "domain", detail="kerja.example")
    for item in EVIDENCE:
        page.locator(f"#file-{item}").set_input_files(
            {
                "name": f"{item}.pdf",
                "mimeType": "application/pdf",
                "buffer": make_pdf(text=item),
            }
        )
        form = page.locator("form", has=page.locator(f"#file-{item}"))
        form.locator("button").click()
    page.get_by_role("link", name="Read and accept the agreement").click()
    applicant.look("agreement")
    page.get_by_label("Name of the officer who accepts").fill("Sari Dewi")
    page.get_by_label("Position").fill("CEO")
    page.get_by_role("button", name="Accept for the organisation").click()
    expect(page.get_by_role("link", name="Download the receipt")).to_be_visible()
    page.locator("nav.portal summary").click()
    page.get_by_role("link", name="Our applications").click()
    page.get_by_role("link", name="Job portal").click()
    expect(page.get_by_text("Nothing is missing")).to_be_visible()
    applicant.look("complete")
    page.get_by_role("button", name="Send the application").click()
    expect(page.get_by_text("The operator has to act.")).to_be_visible()
    applicant.look("sent")

    first = signed_in(Role.ONBOARDING, at=operator)
    first.page.goto(f"{served}/operator/applications")
    first.look("queue")
    first.page.get_by_role("link", name="Kerja Bersama").click()
    for met in first.page.get_by_label("Met", exact=True).all():
        met.check()
    first.look("checklist")
    first.page.get_by_role("button", name="Save the checklist").click()
    recommendation = first.page.locator("form", has_text="Recommend approval")
    recommendation.get_by_label("Reason").fill("Everything is met.")
    recommendation.get_by_role("button", name="Recommend approval").click()
    first.look("recommended")

    second = signed_in(Role.ONBOARDING, at=operator)
    second.page.goto(first.page.url)
    second.page.get_by_label("Reason").fill("I agree.")
    second.page.get_by_role("button", name="Confirm the recommendation").click()
    expect(second.page.get_by_text("Approved").first).to_be_visible()
    second.look("decided")

    page.reload()
    expect(page.get_by_text("Approved").first).to_be_visible()
    applicant.look("approved")
