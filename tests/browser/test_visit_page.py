"""A monitor in a class room, with a phone."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from core.unit_of_work import unit_of_work
from partners.accounts.services.sessions import start_session
from partners.organisations import Kind
from partners.staff import Role
from tests.core.files.making import make_image
from tests.factories import (
    make_account,
    make_course,
    make_organisation,
    make_schedule,
    make_seat,
    make_visit,
)
from tests.partners.browsing import BOTH

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_monitor_accepts_photographs_and_reports_on_a_phone(
    visit, served, tmp_path: Path
):
    with unit_of_work("test") as session:
        monitor = make_organisation(session, Kind.MONITOR)
        account = make_account(session)
        make_seat(session, monitor, Role.DELIVERY, account_id=account.id)
        run = make_schedule(session, make_course(session), place="Jalan Melati 3")
        found = make_visit(session, run, monitor)
        secret = start_session(
            session, account_id=account.id, at=datetime.now(UTC), methods=BOTH
        )
        address = f"{served}/partner/{monitor.code}/visits"
    photo = tmp_path / "kelas.png"
    photo.write_bytes(make_image())
    watch = visit("id-ID")
    page = watch.page
    cookie = {"name": "person", "value": secret, "url": served}
    page.context.add_cookies([cookie])

    page.goto(address)
    watch.look("visits")
    page.goto(f"{address}/{found.id}")
    page.get_by_role("button", name="Terima", exact=True).click()
    page.locator("#file").set_input_files(photo)
    page.get_by_role("button", name="Lampirkan").click()
    watch.look("visit-accepted")
    for each in page.locator("fieldset").all():
        each.get_by_label("Ya", exact=True).check()
    page.get_by_role("button", name="Kirim laporan").click()
    watch.look("visit-reported")

    expect(page.get_by_text("Sudah dilaporkan")).to_be_visible()
