"""A participant's way through the pages, in a real browser on a phone."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from catalog.reviews import Review
from core.unit_of_work import unit_of_work
from marketplace.payments.models import PayoutAccount
from partners.organisations import Organisation
from tests.factories import make_course
from tests.marketplace.transfers.conftest import interrupt, make_class
from tests.marketplace.web.story import PASSWORD, Story, start_step, tell_story
from vouchers.vouchers import Voucher

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def story(served, institution) -> Story:
    with unit_of_work("story") as session:
        return tell_story(session, callback=institution)


def sign_in(page, base: str, story: Story, address: str = "/me") -> None:
    page.goto(base + address)
    page.locator("input[name=email]").fill(story.email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(base + address)


@pytest.mark.parametrize(
    ("locale", "language", "colours"),
    [("id-ID", "id", "light"), ("en-GB", "en", "dark")],
)
def test_every_page_is_accessible_on_a_phone_in_both_languages(
    visit, served, story, locale, language, colours
):
    watch = visit(locale, color_scheme=colours)
    course = story.finished.course_id
    for name, address in [
        ("landing", "/"),
        ("catalogue", "/catalogue"),
        ("course", f"/catalogue/{course}"),
        ("public-course", f"/courses/{story.finished_course.code}"),
        ("compare", f"/courses/compare?course={story.finished_course.code}"),
        ("register", "/register"),
        ("sign-in", "/sign-in"),
    ]:
        watch.page.goto(served + address)
        assert watch.page.locator("html").get_attribute("lang") == language
        watch.look(f"{language}-{name}")
    with unit_of_work("story") as session:
        state = start_step(session, story)
        make_class(session, session.get_one(Organisation, story.fresh.platform_id))
        [transfer] = interrupt(session, [story.fresh.id])
    watch.page.goto(served + "/")
    watch.page.locator(f"button[name=locale][value={language}]").click()
    sign_in(watch.page, served, story)
    for name, address in [
        ("me", "/me"),
        ("verify", f"/verify/{state}"),
        ("links", "/links"),
        ("certificate", f"/certificates/{story.public_id}"),
        ("payout-account", "/me/payout-account"),
        ("review", f"/me/courses/{course}/review"),
        ("transfer", f"/me/transfers/{transfer.id}"),
        ("shortlist", f"/me/shortlist?add={story.finished_course.code}"),
        ("refusal", "/verify/unknown"),
        ("not-found", "/nothing-here"),
    ]:
        watch.page.goto(served + address)
        assert watch.page.locator("html").get_attribute("lang") == language
        watch.look(f"{language}-{name}")


def test_a_step_is_confirmed_and_the_course_reviewed_by_keyboard_alone(
    visit, served, story, institution
):
    """Sign-in, confirmation and review without a mouse."""
    page = visit("id-ID").page
    with unit_of_work("story") as session:
        state = start_step(session, story)

    page.goto(f"{served}/verify/{state}")
    tab_to(page, "input[name=email]")
    page.keyboard.type(story.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{served}/verify/{state}")
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{institution}?verification_id=*")

    page.goto(served + "/me")
    expect(page.get_by_text("Sedang belajar")).to_be_visible()
    tab_to(page, "a[href$='/review']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/review")
    tab_to(page, "input[name=stars]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    tab_to(page, "textarea[name=comment]")
    page.keyboard.type("Jelas dan praktis.")
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    page.wait_for_url(served + "/me")

    expect(page.get_by_role("status")).to_contain_text("Terima kasih.")
    with unit_of_work("story") as session:
        assert session.get_one(Voucher, story.fresh.id).status == "redeemed"
        review = session.scalars(select(Review)).one()
        assert (review.stars, review.comment) == (2, "Jelas dan praktis.")


def test_the_first_tab_leads_past_the_menu_to_the_content(visit, served):
    page = visit("en-GB").page
    page.goto(served + "/catalogue")

    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_visible()
    page.keyboard.press("Enter")

    expect(page.locator("#content")).to_be_focused()


def test_results_follow_the_filter_without_a_new_page(visit, served, story):
    page = visit("id-ID").page
    page.goto(served + "/catalogue")
    page.evaluate("window.same = true")

    page.locator("#query").fill("barista")
    page.get_by_text("1 pelatihan:").wait_for()

    assert page.evaluate("window.same")
    expect(page).to_have_url(re.compile("query=barista"))
    expect(page.locator("#results").get_by_role("heading")).to_have_count(1)


def test_courses_are_filtered_by_keyboard_alone_on_a_phone(visit, served, story):
    """The choice keeps the focus, its list stays open, and its counts follow."""
    watch = visit("id-ID")
    page = watch.page
    with unit_of_work("story") as session:
        make_course(session, title="Saringan Satu", mode="offline", evening=True)
        make_course(session, title="Saringan Dua", mode="blended")
    page.goto(served + "/catalogue?query=saringan")
    page.evaluate("window.same = true")

    tab_to(page, "details.filters > summary")
    page.keyboard.press("Enter")
    tab_to(page, "#mode-offline")
    page.keyboard.press("Space")
    page.get_by_text("1 pelatihan:").wait_for()
    page.get_by_text("Hapus semua saringan").wait_for()

    assert page.evaluate("window.same")
    expect(page).to_have_url(re.compile("mode=offline"))
    expect(page.locator("#mode-offline")).to_be_focused()
    expect(page.locator("#mode-offline")).to_be_checked()
    expect(page.get_by_label("Daring dan tatap muka (1)")).to_be_visible()
    watch.look("id-catalogue-filtered")
    page.keyboard.press("Space")
    page.get_by_text("2 pelatihan:").wait_for()
    expect(page.locator("#mode-offline")).to_be_focused()


def test_districts_follow_the_regency_without_a_new_page(visit, served, story):
    page = visit("id-ID").page
    page.goto(served + "/register")
    page.evaluate("window.same = true")
    page.locator("#full_name").fill("Siti Aminah")

    page.locator("#regency").select_option("32.73")
    page.locator("#district option[value='32.73.01']").wait_for(state="attached")

    assert page.evaluate("window.same")
    expect(page.locator("#full_name")).to_have_value("Siti Aminah")


def test_a_linked_account_shows_its_check_as_soon_as_it_is_done(visit, served, story):
    watch = visit("id-ID")
    sign_in(watch.page, served, story, "/me/payout-account")
    watch.page.locator("#channel").select_option("gopay")
    watch.page.locator("#number").fill("081234567890")
    watch.page.locator("main form button").click()
    watch.page.get_by_text("Sedang diperiksa").wait_for()
    watch.look("id-payout-account-pending")

    with unit_of_work("story") as session:
        account = session.scalars(select(PayoutAccount)).one()
        account.status, account.refusal = "refused", "holder_name_mismatch"

    watch.page.get_by_text("Nama pemilik rekening tidak sesuai KTP").wait_for(
        timeout=15_000
    )
    watch.look("id-payout-account-refused")


def test_fields_that_are_refused_are_told_to_a_screen_reader_too(visit, served):
    watch = visit("id-ID")
    page = watch.page
    page.goto(served + "/register")
    page.evaluate("document.querySelector('main form').noValidate = true")

    page.locator("main form > button").click()

    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("#nik")).to_have_attribute("aria-invalid", "true")
    described = page.locator("#nik").get_attribute("aria-describedby")
    assert described == "nik-help nik-error"
    expect(page.locator("#nik-error")).to_have_text("Mohon isi bagian ini.")
    watch.look("id-register-refused")


def test_the_pages_work_without_javascript(visit, served, story):
    page = visit("id-ID", java_script_enabled=False).page

    page.goto(served + "/catalogue")
    page.locator("#query").fill("barista")
    page.locator("main form button").click()
    expect(page.get_by_text("1 pelatihan:")).to_be_visible()
    page.goto(served + "/register")
    page.locator("#regency").select_option("32.73")
    page.get_by_role("button", name="Tampilkan kecamatan").click()

    expect(page.locator("#district option[value='32.73.01']")).to_have_count(1)


def tab_to(page, selector: str) -> None:
    """Press Tab until the element has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"No Tab leads to {selector}.")
