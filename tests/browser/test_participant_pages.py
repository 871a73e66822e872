"""A participant's way through the pages, in a real browser on a phone."""

import pytest

from core.unit_of_work import unit_of_work
from tests.marketplace.web.story import PASSWORD, Story, start_step, tell_story

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


@pytest.mark.parametrize(("locale", "language"), [("id-ID", "id"), ("en-GB", "en")])
def test_every_page_is_accessible_on_a_phone_in_both_languages(
    visit, served, story, locale, language
):
    watch = visit(locale)
    course = story.finished.course_id
    for name, address in [
        ("landing", "/"),
        ("catalogue", "/catalogue"),
        ("course", f"/catalogue/{course}"),
        ("register", "/register"),
        ("sign-in", "/sign-in"),
    ]:
        watch.page.goto(served + address)
        assert watch.page.locator("html").get_attribute("lang") == language
        watch.look(f"{language}-{name}")
    with unit_of_work("story") as session:
        state = start_step(session, story)
    watch.page.goto(served + "/")
    watch.page.locator(f"button[name=locale][value={language}]").click()
    sign_in(watch.page, served, story)
    for name, address in [
        ("me", "/me"),
        ("verify", f"/verify/{state}"),
        ("payout-account", "/me/payout-account"),
        ("review", f"/me/courses/{course}/review"),
        ("refusal", "/verify/unknown"),
        ("not-found", "/nothing-here"),
    ]:
        watch.page.goto(served + address)
        assert watch.page.locator("html").get_attribute("lang") == language
        watch.look(f"{language}-{name}")
