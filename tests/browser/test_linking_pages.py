"""Linking a platform in a real browser, on a phone (requirement OA-22)."""

from time import sleep
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import expect

from core.unit_of_work import unit_of_work
from partners.accounts.services.register import register_account
from partners.oauth.server import PartnerServer
from tests.factories.partners import EARLY
from tests.partners.oauth.flow import Pkce, make_platform, question
from tests.partners.oauth.pushed.pushing import reference

pytestmark = [pytest.mark.browser, pytest.mark.slow]

EMAIL, PASSWORD = "ani@example.org", "kuda hijau berlari pagi"


@pytest.fixture
def address(served, institution) -> str:
    """Where a platform sends the participant; it listens where the institution does."""
    with unit_of_work("test") as session:
        register_account(
            session, email=EMAIL, full_name="Ani Lestari", password=PASSWORD, at=EARLY
        )
        platform = make_platform(
            session, "none", redirect_uris=["http://127.0.0.1/kembali"]
        )
    asked = question(platform, Pkce(), redirect_uri=institution)
    return f"{served}/oauth/authorize?{urlencode(asked)}"


def sign_in(page) -> None:
    page.get_by_label("Surel").fill(EMAIL)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Masuk").click()


def test_a_participant_links_a_platform_and_takes_it_back(
    visit, served, address, institution
):
    watch = visit()
    watch.page.goto(address)
    watch.look("sign-in")

    sign_in(watch.page)

    expect(watch.page.get_by_role("heading", level=1)).to_have_text(
        "Tautkan Pintar Belajar"
    )
    expect(watch.page.get_by_text("seluruh saldo pelatihan")).to_be_visible()
    watch.look("consent")

    watch.page.get_by_role("button", name="Izinkan", exact=True).click()

    watch.page.wait_for_url(f"{institution}?**")
    back = parse_qs(urlsplit(watch.page.url).query)
    assert set(back) == {"code", "state", "iss"}

    watch.page.goto(f"{served}/links")
    watch.look("links")
    watch.page.get_by_role("button", name="Putuskan tautan Pintar Belajar").click()

    expect(watch.page.get_by_role("status")).to_have_text(
        "Platform tidak lagi tertaut."
    )
    expect(watch.page.get_by_text("Belum ada platform yang tertaut")).to_be_visible()
    watch.look("no-links")


def test_a_double_tap_answers_a_pushed_request_once(
    visit, app, served, committed, institution, monkeypatch
):
    """OA-10: without our script the second tap, sent while the first one is on its way,
    meets a request that is over, and that is the page which she would see."""
    answer = PartnerServer.handle_response
    monkeypatch.setattr(
        PartnerServer,
        "handle_response",
        lambda *said: (sleep(1), answer(*said))[1],
    )
    with unit_of_work("test") as session:
        register_account(
            session, email=EMAIL, full_name="Ani Lestari", password=PASSWORD, at=EARLY
        )
        platform = make_platform(
            session,
            "none",
            redirect_uris=["http://127.0.0.1/kembali"],
            requires_pushed_requests=True,
        )
    asked = reference(app.test_client(), platform, redirect_uri=institution)
    watch = visit()
    watch.page.goto(f"{served}/oauth/authorize?{urlencode(asked)}")
    sign_in(watch.page)

    allow = watch.page.get_by_role("button", name="Izinkan", exact=True)
    allow.scroll_into_view_if_needed()
    where = allow.bounding_box()
    for _ in range(2):
        watch.page.mouse.click(where["x"] + 5, where["y"] + 5)
        watch.page.wait_for_timeout(200)

    watch.page.wait_for_url(f"{institution}?**")
    assert "code=" in watch.page.url


def test_a_participant_says_no(visit, address, institution):
    watch = visit()
    watch.page.goto(address)
    sign_in(watch.page)

    watch.page.get_by_role("button", name="Jangan izinkan").click()

    watch.page.wait_for_url(f"{institution}?**")
    assert "error=access_denied" in watch.page.url


def test_the_language_can_be_changed_while_consenting(visit, address):
    watch = visit()
    watch.page.goto(address)
    sign_in(watch.page)

    watch.page.get_by_role("button", name="English").click()

    expect(watch.page.get_by_role("heading", level=1)).to_have_text(
        "Link Pintar Belajar"
    )
    watch.look("consent-en")


def test_a_participant_decides_by_keyboard(visit, address, institution):
    """OA-22: without a mouse, from the first heading to the platform."""
    watch = visit()
    watch.page.goto(address)
    sign_in(watch.page)
    expect(watch.page.get_by_role("heading", level=1)).to_be_visible()

    allow = watch.page.get_by_role("button", name="Izinkan", exact=True)
    for _ in range(20):
        watch.page.keyboard.press("Tab")
        if allow.evaluate("button => button === document.activeElement"):
            break
    watch.page.keyboard.press("Enter")

    watch.page.wait_for_url(f"{institution}?**")
    assert "code=" in watch.page.url


def test_a_participant_finds_out_and_says_that_it_was_not_her(visit, served, address):
    watch = visit()
    watch.page.goto(address)
    sign_in(watch.page)
    watch.page.get_by_role("button", name="Izinkan", exact=True).click()
    watch.page.wait_for_url("**/kembali?**")

    for path, name in (
        ("/links/history", "link-history"),
        ("/links/receipts", "receipts"),
    ):
        watch.page.goto(f"{served}{path}")
        watch.look(name)
    watch.page.get_by_role("link", name="Pintar Belajar").click()
    expect(watch.page.get_by_text("ingin ditautkan")).to_be_visible()
    watch.look("receipt")

    watch.page.goto(f"{served}/activity")
    watch.look("activity")
    watch.page.get_by_role("button", name="Ini bukan saya").click()

    expect(watch.page.get_by_text("tidak lagi tertaut")).to_be_visible()
    watch.look("not-me")
    watch.page.goto(f"{served}/links")
    expect(watch.page.get_by_text("Belum ada platform yang tertaut")).to_be_visible()
