"""A real Chromium for the tests that need one.

Playwright's own download is not used: the system's package is one command away and
is the same in CI.
"""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import BaseServer

import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import Engine
from werkzeug.serving import make_server

from tests.browser.watching import Watch

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


@pytest.fixture(scope="module")
def chromium(chromium_path):
    """One browser for a file of tests; each test opens a context of its own.

    Playwright keeps an event loop running in this thread while it lives, in which no
    other test of the same process could start one: so it lives no longer.
    """
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


@pytest.fixture
def served(app: Flask, committed: Engine) -> Iterator[str]:
    """The application on loopback, with committed rows in a database of its own."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    with _running(server):
        yield f"http://127.0.0.1:{server.server_port}"


@pytest.fixture
def institution() -> Iterator[str]:
    """The site of a training institution, to which a verification leads back."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Institution)
    with _running(server):
        yield f"http://127.0.0.1:{server.server_port}/kembali"


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Callable[..., Watch]]:
    """Open a browser of its own on a phone of 360 pixels, with somebody watching what
    the pages complain about; nothing may be left to complain about at the end."""
    watches = []

    def open_browser(locale: str = "id-ID", **options: object) -> Watch:
        context = chromium.new_context(
            locale=locale,
            timezone_id="Asia/Jakarta",
            viewport={"width": 360, "height": 740},
            **options,
        )
        watch = Watch(context.new_page())
        watches.append(watch)
        return watch

    yield open_browser
    for watch in watches:
        watch.page.context.close()
    assert [watch.complaints for watch in watches if watch.complaints] == []


@contextmanager
def _running(server: BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join(timeout=10)
        server.server_close()


class _Institution(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = b"<!doctype html><html lang='id'><title>Kelas</title><h1>Kelas</h1>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is to be said of each request."""
