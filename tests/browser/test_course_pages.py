"""An institution writes a course on a phone, by keyboard alone; two people meet."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from catalog.authoring.schemas import CourseContentSchema
from catalog.authoring.services.edit import edit_draft
from catalog.authoring.services.start import start_course
from catalog.courses import Course
from catalog.offerings.models import Proposal
from core.unit_of_work import unit_of_work
from partners.accounts.services.sessions import start_session
from partners.organisations import Kind
from partners.staff import Role
from tests.catalog.authoring.drafting import whole
from tests.factories import (
    make_account,
    make_authenticator,
    make_category,
    make_course,
    make_organisation,
    make_schedule,
    make_seat,
)
from tests.partners.browsing import BOTH

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NOW = datetime.now(UTC)


@pytest.fixture
def institution(committed):
    with unit_of_work("test") as session:
        make_category(session, code="makanan-dan-minuman")
        return make_organisation(session)


@pytest.fixture
def sign_in(visit, served):
    """A phone on which somebody of an organisation's catalogue team is signed in."""

    def open_phone(organisation, name="Sari Dewi"):
        with unit_of_work("test") as session:
            account = make_account(session, full_name=name)
            make_authenticator(session, account)
            make_seat(session, organisation, Role.CATALOGUE, account_id=account.id)
            secret = start_session(session, account_id=account.id, at=NOW, methods=BOTH)
        watch = visit(locale="en-GB")
        cookie = {"name": "person", "value": secret, "url": served}
        watch.page.context.add_cookies([cookie])
        watch.page.goto(served)
        watch.page.get_by_role("button", name="English").click()
        return watch

    return open_phone


def content(**changes):
    return CourseContentSchema().load(whole(**changes))


def tab_to(page, selector):
    """Press Tab until the focus is where the selector says."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement?.matches(s)", selector):
            return
    raise AssertionError(f"Tab never comes to {selector}.")


def press(page, selector):
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_course_is_begun_filled_in_and_submitted_by_keyboard_on_a_phone(
    served, sign_in, institution
):
    with unit_of_work("test") as session:
        platform = make_organisation(session, Kind.DIGITAL_PLATFORM)
    watch = sign_in(institution)
    page = watch.page

    page.goto(f"{served}/partner/{institution.code}/agreements")
    watch.look("menu-folded")
    tab_to(page, "nav.portal summary")
    page.keyboard.press("Enter")
    watch.look("menu-open")
    press(page, "nav.portal a[href$='/courses']")
    expect(page.locator("nav.portal summary")).to_have_text(
        f"{institution.name}: Courses"
    )
    watch.look("courses-empty")
    tab_to(page, "#title")
    page.keyboard.type("Membuat roti di rumah")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Membuat roti di rumah")
    expect(page.get_by_text("things are missing")).to_be_visible()
    watch.look("course-texts")
    rest = content(title=None, outcomes=whole()["outcomes"][:2]) | {"title": {}}
    course_id = _fill(institution, rest)

    page.reload()
    tab_to(page, "#title-en")
    page.keyboard.type("Baking bread at home")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_have_text("Saved.")
    press(page, "a[href$='/draft/outcomes']")
    expect(page.locator("#outcomes-notes")).to_contain_text("Name at least 3.")
    watch.look("course-outcomes")
    press(page, "button[value='add:outcomes']")
    expect(page.locator("#outcomes-3-id")).to_be_focused()
    page.keyboard.type("Memanggang")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_have_text("Saved.")
    press(page, f"a[href$='/courses/{course_id}']")
    watch.look("course-complete")
    press(page, "form[action$='/submission'] button")

    expect(
        page.get_by_text("The course waits to be judged", exact=False)
    ).to_be_visible()
    expect(page.get_by_text("Submitted").first).to_be_visible()
    watch.look("course-submitted")
    assert platform.name


def test_two_people_who_wrote_the_same_choose_on_a_page(served, sign_in, institution):
    with unit_of_work("test") as session:
        course, _ = start_course(
            session,
            provider_id=institution.id,
            content=content(),
            by="client:x",
            at=NOW,
        )
    first, second = sign_in(institution, "Ani Lestari"), sign_in(institution)
    address = f"{served}/partner/{institution.code}/courses/{course.id}/draft/texts"
    for watch in (first, second):
        watch.page.goto(address)

    first.page.locator("#title-id").fill("Roti rumahan")
    first.page.get_by_role("button", name="Save", exact=True).last.click()
    expect(first.page.get_by_role("status").first).to_have_text("Saved.")
    page = second.page
    page.locator("#title-id").fill("Roti yang laku")
    page.locator("#summary-en").fill("Written by the second, and by nobody else here.")
    page.get_by_role("button", name="Save", exact=True).last.click()

    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Bring both changes together"
    )
    expect(page.get_by_text("As Ani Lestari wrote it")).to_be_visible()
    second.look("course-merge")
    page.get_by_label("As you wrote it").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#title-id")).to_have_value("Roti yang laku")
    first.page.reload()
    expect(first.page.locator("#summary-en")).to_have_value(
        "Written by the second, and by nobody else here."
    )


def test_the_pages_of_runs_and_prices_fit_a_phone(served, sign_in, institution):
    with unit_of_work("test") as session:
        platform = make_organisation(session, Kind.DIGITAL_PLATFORM)
        course = make_course(session, institution, sessions=2)
        run = make_schedule(session, course, seats_taken=3)
    mine, theirs = sign_in(institution), sign_in(platform)
    base = f"{served}/partner/{institution.code}/courses/{course.id}"

    for path in (
        "schedules",
        f"schedules/{run.id}",
        f"schedules/{run.id}/cancellation",
    ):
        mine.page.goto(f"{base}/{path}")
        mine.look(path.split("/")[-1].replace(str(run.id), "schedule"))
    mine.page.goto(f"{base}/offerings")
    mine.page.get_by_label("Price in rupiah").fill("300.000")
    mine.page.get_by_label("Commission in percent").fill("10")
    mine.page.get_by_role("button", name="Work out what we get").click()
    expect(mine.page.locator("#gets")).to_contain_text("270.000")
    mine.page.get_by_role("button", name="Propose", exact=True).click()
    expect(mine.page.get_by_text("Waits for an answer")).to_be_visible()
    mine.look("offerings")
    with unit_of_work("test") as session:
        proposal = session.query(Proposal).one()
    theirs.page.goto(f"{served}/partner/{platform.code}/proposals")
    theirs.look("proposals")
    theirs.page.goto(f"{theirs.page.url}/{proposal.id}")
    theirs.look("proposal")


def _fill(institution, rest):
    """The rest of the course, as her colleagues may write it meanwhile."""
    with unit_of_work("test") as session:
        course = session.query(Course).filter_by(provider_id=institution.id).one()
        rest.pop("title")
        edit_draft(
            session,
            course.id,
            provider_id=institution.id,
            patch=rest,
            version=1,
            by="client:x",
            at=NOW,
        )
        return course.id
