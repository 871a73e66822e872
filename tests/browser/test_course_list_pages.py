"""Bringing courses in from a file, in a real browser on a phone."""

import pytest

from catalog.imports.lists import tasks
from core.unit_of_work import unit_of_work
from partners.accounts.passwords import hash_password
from partners.staff import Role
from tests.catalog.imports.lists.sending import LIST
from tests.factories import (
    make_account,
    make_category,
    make_organisation,
    make_seat,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]

EMAIL, PASSWORD = "kiki.katalog@example.org", "kuda hijau berlari pagi"


@pytest.fixture
def lists(served) -> str:
    with unit_of_work("test") as session:
        make_category(session, code="makanan-dan-minuman")
        organisation = make_organisation(session)
        account = make_account(
            session, email=EMAIL, password_hash=hash_password(PASSWORD)
        )
        make_seat(session, organisation, Role.CATALOGUE, account_id=account.id)
        return f"/partner/{organisation.code}/course-lists"


def test_a_list_is_brought_in_on_a_phone_and_each_page_is_accessible(
    visit, served, lists
):
    watch = visit("id-ID")
    page = watch.page
    page.goto(f"{served}/sign-in?next={lists}")
    page.locator("input[name=email]").fill(EMAIL)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(served + lists)
    watch.look("lists")

    page.locator("#file").set_input_files(
        {"name": "daftar.csv", "mimeType": "text/csv", "buffer": LIST.encode()}
    )
    page.get_by_role("button", name="Kirim berkas").press("Enter")
    page.wait_for_url("**/course-lists/*")
    list_id = page.url.rsplit("/", 1)[1]
    watch.look("list-mapping")
    page.get_by_role("button", name="Simpan dan periksa semua baris").press("Enter")
    page.locator("progress").wait_for()
    watch.look("list-checking")

    # The page looks again by itself and finds what the worker did.
    tasks.check_list.func(list_id)
    page.get_by_role("button", name="Terapkan 2 baris").wait_for()
    watch.look("list-checked")
    page.get_by_role("button", name="Terapkan 2 baris").press("Enter")
    page.get_by_role("button", name="Hentikan").wait_for()
    tasks.apply_list.func(list_id)
    page.get_by_text("Pelatihan dibuat").wait_for()
    watch.look("list-applied")

    assert watch.complaints == []
