"""The browser that the other tests here drive."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_the_browser_shows_a_page_and_shares_nothing(page):
    page.set_content("<h1>Pelatihan</h1>")

    expect(page.get_by_role("heading")).to_have_text("Pelatihan")
    assert page.context.cookies() == []
