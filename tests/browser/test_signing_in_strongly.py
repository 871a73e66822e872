"""Second factors, passkeys and staff in a real browser, on a phone."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from core.privacy import vault_of
from core.unit_of_work import unit_of_work
from partners.accounts import BrowserSession
from partners.accounts.services.change_password import (
    answer_reset_request,
    ask_for_reset,
)
from partners.accounts.services.register import register_account
from partners.factors import Authenticator, Passkey
from partners.factors.rules import code_of, step_at
from partners.staff import Seat
from tests.factories import letters, link_in, make_organisation, make_seat
from tests.factories.partners import EARLY

pytestmark = [pytest.mark.browser, pytest.mark.slow]

EMAIL, PASSWORD = "ratna@example.org", "kuda hijau berlari pagi"
INVITED = "citra@example.org"


@pytest.fixture
def site(served) -> str:
    """The application under a name: browsers know no passkeys for a number."""
    with unit_of_work("test") as session:
        account = register_account(
            session, email=EMAIL, full_name="Ratna", password=PASSWORD, at=EARLY
        )
        organisation = make_organisation(
            session, code="kursus-maju", name="Kursus Maju"
        )
        make_seat(session, organisation, account_id=account.id)
    return served.replace("127.0.0.1", "localhost")


@pytest.fixture
def device() -> Iterator:
    """Give a page a device that holds passkeys and says yes (CDP, WebAuthn domain)."""

    def attach(page: Page, **changes):
        cdp = page.context.new_cdp_session(page)
        cdp.send("WebAuthn.enable")
        added = cdp.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                    **changes,
                }
            },
        )
        return cdp, added["authenticatorId"]

    return attach


def sign_in(page: Page, site: str) -> None:
    page.goto(f"{site}/sign-in?next=/me/security")
    page.get_by_label("Surel").fill(EMAIL)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Masuk", exact=True).click()


def sign_out(page: Page) -> None:
    page.locator("nav.site summary").click()
    page.get_by_role("button", name="Keluar").click()
    page.wait_for_url("**/sign-in")


def set_up_passkey(page: Page) -> None:
    page.get_by_label("Nama kunci sandi baru").fill("Ponsel saya")
    page.get_by_role("button", name="Siapkan kunci sandi").click()
    page.get_by_role("button", name="Sudah saya simpan").click()


def code_now() -> str:
    """The code that the person's application shows, confirmed or not."""
    with unit_of_work("test") as session:
        found = session.scalars(select(Authenticator)).one()
        secret = vault_of(session).open(
            found.secret_sealed, row=found.id, field="secret"
        )
    return code_of(secret, step_at(datetime.now(UTC)))


def test_an_authenticator_is_set_up_on_a_phone(visit, site):
    watch = visit()
    page = watch.page
    sign_in(page, site)
    expect(page.get_by_role("heading", level=1)).to_have_text("Keamanan akun saya")
    watch.look("security-empty")

    page.get_by_role("button", name="Siapkan autentikator").click()
    expect(page.get_by_role("img")).to_be_visible()
    watch.look("authenticator")
    page.get_by_label("Kode dari autentikator Anda").fill("000000")
    page.get_by_role("button", name="Konfirmasi").click()
    expect(page.get_by_role("alert")).to_contain_text("Kode tidak tepat")
    page.get_by_label("Kode dari autentikator Anda").fill(code_now())
    page.get_by_role("button", name="Konfirmasi").click()

    expect(page.locator(".codes > li")).to_have_count(10)
    watch.look("recovery-codes")
    recovery = page.locator(".codes > li").first.text_content() or ""
    page.get_by_role("button", name="Sudah saya simpan").click()
    watch.look("security")

    sign_out(page)
    sign_in(page, site)
    expect(page.get_by_role("heading", level=1)).to_have_text("Faktor kedua")
    watch.look("code")
    # The code of this half minute confirmed the authenticator and is used up.
    page.get_by_label("Kode dari autentikator Anda").fill(recovery)
    page.get_by_role("main").get_by_role("button", name="Masuk", exact=True).click()
    expect(page.get_by_text("Tersisa 9 kode")).to_be_visible()


def test_a_passkey_is_set_up_and_signs_in_by_itself(visit, site, device):
    watch = visit()
    page = watch.page
    device(page)
    sign_in(page, site)

    set_up_passkey(page)

    expect(page.get_by_role("heading", name="Ponsel saya")).to_be_visible()
    watch.look("security-with-passkey")
    sign_out(page)
    watch.look("sign-in-with-passkey")
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    page.wait_for_url("**/me")
    with unit_of_work("test") as session:
        newest = session.scalars(
            select(BrowserSession).order_by(BrowserSession.created_at.desc()).limit(1)
        ).one()
        stored = session.scalars(select(Passkey)).one()
    assert newest.methods == ["hwk"]
    assert newest.second_factor_at is not None
    assert stored.sign_count > 0


def test_a_passkey_follows_the_password(visit, site, device):
    watch = visit()
    page = watch.page
    device(page)
    sign_in(page, site)
    set_up_passkey(page)
    sign_out(page)

    sign_in(page, site)
    watch.look("passkey-after-password")
    page.get_by_role("button", name="Pakai kunci sandi").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Keamanan akun saya")


def test_a_device_that_says_no_leaves_the_other_ways(visit, site, device):
    watch = visit()
    page = watch.page
    cdp, identity = device(page)
    sign_in(page, site)
    set_up_passkey(page)
    sign_out(page)
    cdp.send(
        "WebAuthn.setUserVerified",
        {"authenticatorId": identity, "isUserVerified": False},
    )

    page.goto(f"{site}/sign-in")
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()

    expect(page.get_by_role("alert")).to_contain_text("Kunci sandi tidak menjawab")
    watch.look("passkey-says-no")
    expect(page.get_by_label("Surel")).to_be_visible()


def test_an_owner_invites_and_the_form_waits_for_her_passkey(visit, site, device):
    watch = visit()
    page = watch.page
    device(page)
    sign_in(page, site)
    page.goto(f"{site}/partner/kursus-maju/staff")
    expect(page.get_by_text("Untuk itu Anda perlu faktor kedua")).to_be_visible()
    watch.look("staff-without-factor")
    page.goto(f"{site}/me/security")
    set_up_passkey(page)

    page.goto(f"{site}/partner/kursus-maju/staff")
    page.get_by_label("Surel").fill(INVITED)
    invite = page.get_by_role("region", name="Undang seseorang")
    invite.get_by_label("Katalog").check()
    invite.get_by_role("button", name="Kirim undangan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Konfirmasi bahwa ini Anda"
    )
    watch.look("confirm")
    page.get_by_role("button", name="Pakai kunci sandi").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dikonfirmasi")
    watch.look("go-on")
    with unit_of_work("test") as session:
        assert letters(session, "staff-invitation") == []
    page.get_by_role("button", name="Kirim formulir sekarang").click()

    expect(page.get_by_text(INVITED)).to_be_visible()
    watch.look("staff")
    with unit_of_work("test") as session:
        link = link_in(letters(session, "staff-invitation")[0][2])

    citra = visit()
    citra.page.goto(site + link)
    expect(citra.page.get_by_role("heading", level=1)).to_have_text(
        "Kursus Maju mengundang Anda"
    )
    citra.look("invitation")
    citra.page.get_by_label("Nama lengkap").fill("Citra Dewi")
    citra.page.get_by_label("Kata sandi").fill(PASSWORD)
    citra.page.get_by_role("button", name="Buat akun dan terima").click()
    citra.page.wait_for_url("**/partner/kursus-maju")
    citra.look("first-day")
    with unit_of_work("test") as session:
        assert len(session.scalars(select(Seat)).all()) == 2


def test_a_forgotten_password_is_replaced_on_a_phone(visit, site):
    watch = visit()
    page = watch.page
    page.goto(f"{site}/sign-in")
    page.get_by_role("link", name="Lupa kata sandi?").click()
    watch.look("forgotten")
    page.get_by_label("Surel").fill(EMAIL)
    page.get_by_role("button", name="Kirim tautan").click()
    watch.look("link-sent")
    with unit_of_work("test") as session:
        at = datetime.now(UTC)
        answer_reset_request(session, ask_for_reset(session, email=EMAIL, at=at), at=at)
        session.flush()
        link = link_in(letters(session, "password-reset")[0][2])

    page.goto(site + link)
    watch.look("new-password")
    page.get_by_label("Kata sandi baru").fill("angsa biru terbang malam")
    page.get_by_role("button", name="Simpan kata sandi").click()

    expect(page.get_by_role("status")).to_contain_text("Kata sandi baru")
    page.get_by_label("Surel").fill(EMAIL)
    page.get_by_label("Kata sandi").fill("angsa biru terbang malam")
    page.get_by_role("main").get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url("**/me")
