"""Courses side by side on a phone, by keyboard and without a script."""

import pytest
from playwright.sync_api import expect

from core.unit_of_work import unit_of_work
from tests.factories import make_course, make_offering, make_schedule

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def press(page, link) -> None:
    link.focus()
    page.keyboard.press("Enter")


def is_scrolled(page) -> bool:
    """Whether the table has moved; a browser may take a moment. Its own waiting is code
    in a string, which the page's policy forbids."""
    table = page.locator(".compare")
    for _ in range(60):
        if table.evaluate("each => each.scrollLeft") > 0:
            return True
        page.wait_for_timeout(50)
    return False


def test_four_courses_are_compared_by_keyboard_alone_on_a_phone(visit, served):
    with unit_of_work("story") as session:
        courses = [
            make_course(session, title=f"Pelatihan menjahit busana nomor {number}")
            for number in range(4)
        ]
        for each in courses[:2]:
            make_offering(session, each)
            make_schedule(session, each)
        codes = [each.code for each in courses]
    watch = visit()
    page = watch.page

    page.goto(f"{served}/courses/{codes[0]}")
    press(page, page.get_by_role("link", name="Bandingkan dengan yang lain"))
    page.wait_for_url("**/courses/compare?**")
    for code in codes[1:]:
        press(page, page.get_by_role("button", name="Pilih pelatihan"))
        page.wait_for_url("**/catalogue?**")
        press(page, page.locator(f"#results a[href$='course={code}']"))
        page.wait_for_url(f"**/courses/compare?**{code}")
    watch.look("compare-four")
    page.get_by_role("region", name="Perbandingan").focus()
    page.keyboard.press("ArrowRight")
    assert is_scrolled(page)

    expect(page.locator("thead th")).to_have_count(4)
    expect(page.locator("tbody tr.differs").first).to_be_attached()
    first = page.locator("tbody th").first.bounding_box()
    assert first is not None
    assert first["x"] >= 0
