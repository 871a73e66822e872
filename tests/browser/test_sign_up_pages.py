"""Somebody whose organisation wants to take part, from the first page to her draft."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from core.unit_of_work import unit_of_work
from partners.accounts.models import SignUp
from partners.accounts.tasks import answer_to_sign_up
from tests.factories import letters, link_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

EMAIL = "sari@kursus.example"


def link_in_her_letter() -> str:
    """The worker answers, and she opens the letter."""
    with unit_of_work("test") as session:
        (asked,) = session.scalars(select(SignUp.id)).all()
    answer_to_sign_up(str(asked))
    with unit_of_work("test") as session:
        ((recipient, _, body),) = letters(session, "sign-up")
    assert recipient == EMAIL
    return link_in(body)


def test_her_organisation_applies_without_phoning_anybody(served, visit):
    watch = visit(locale="en-GB")
    page = watch.page
    page.goto(served)
    page.get_by_role("button", name="English").click()

    page.get_by_role("link", name="Take part as an organisation").click()
    watch.look("join-as-a-stranger")
    page.get_by_role("button", name="Make an account").click()
    watch.look("sign-up")
    page.get_by_label("E-mail").fill(EMAIL)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mailbox")
    watch.look("sign-up-letter")

    page.goto(served + link_in_her_letter())
    watch.look("new-account")
    page.get_by_label("Full name").fill("Sari Dewi")
    page.get_by_label("Password").fill("kuda")
    page.get_by_role("button", name="Make the account").click()
    page.get_by_label("Password").fill("kuda hijau berlari pagi")
    page.get_by_role("button", name="Make the account").click()

    expect(page).to_have_url(f"{served}/join")
    expect(page.get_by_role("status").first).to_contain_text("Your account is made")
    watch.look("join-with-an-account")
    page.get_by_label("Name of the organisation").fill("Kerja Bersama")
    page.get_by_label("Short handle").fill("kerja-bersama")
    page.get_by_label("What you want to be").select_option("job_portal")
    page.get_by_role("button", name="Open a draft").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Application: Job portal")
    page.locator("#vacancies").fill("120")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("status").first).to_have_text("Saved.")
    expect(page.locator("#vacancies")).to_have_value("120")


def test_who_has_been_sent_a_dead_link_asks_again(served, visit):
    watch = visit()
    watch.page.goto(f"{served}/sign-up/invented")
    watch.look("sign-up-too-late")

    watch.page.get_by_label("Surel").fill(EMAIL)
    watch.page.get_by_role("button", name="Kirim tautan").click()

    expect(watch.page.get_by_role("heading", level=1)).to_be_visible()
    assert link_in_her_letter().startswith("/sign-up/")
