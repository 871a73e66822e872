"""A real Chromium for the tests that need one.

Playwright's own download is not used: the system's package is one command away and
is the same in CI.
"""

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

QUIET = [
    "--no-sandbox",  # Chromium refuses to sandbox itself as root, as in containers
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    """Where Chromium is; the test is skipped, or fails in CI, where there is none."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return Path(found)
    sentence = "Chromium is not installed (Debian: apt-get install chromium)."
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(sentence)
    pytest.skip(sentence)


@pytest.fixture(scope="session")
def chromium(chromium_path):
    """One browser for the whole session; each test opens a context of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium):
    """An empty page that shares nothing with other tests'."""
    context = chromium.new_context(locale="id-ID", timezone_id="Asia/Jakarta")
    yield context.new_page()
    context.close()
