"""The pages of applications: what they refuse, and what they show to whom."""

import io
import os
import re

import pytest
from PIL import Image
from sqlalchemy import func, select

from partners.onboarding.evidence_models import EvidenceFile
from partners.onboarding.models import PartnerApplication
from partners.organisations import Kind
from partners.staff import Role
from tests.core.files.making import SVG
from tests.factories import (
    make_account,
    make_authenticator,
    make_organisation,
    make_partner_application,
    make_seat,
)
from tests.partners.browsing import BOTH, browser_for, submit


@pytest.fixture
def browser(app, client, session):
    """A browser of a new person, with a seat where one is given."""

    def sign_in(*roles, at=None):
        account = make_account(session)
        make_authenticator(session, account)
        if at is not None:
            make_seat(session, at, *roles, account_id=account.id)
        return browser_for(app, session, account, methods=BOTH)

    return sign_in


@pytest.fixture
def organisation(session):
    return make_organisation(
        session, kinds=[], standing="applied", code="kerja-bersama"
    )


@pytest.fixture
def draft(session, organisation):
    return make_partner_application(session, organisation)


@pytest.fixture
def owner(browser, organisation):
    return browser(Role.OWNER, at=organisation)


def address(draft):
    return f"/partner/kerja-bersama/applications/{draft.id}"


def test_a_name_that_is_taken_is_told_on_the_form(session, browser):
    make_organisation(session, name="Ruang Kursus", name_key="ruang kursus")

    page = submit(
        browser(), "/join", name="Ruang Kursus", code="ruang", kind="job_portal"
    )

    assert page.status_code == 409
    assert "There is a partner of this name" in page.text
    assert 'value="ruang"' in page.text
    assert session.scalar(select(func.count()).select_from(PartnerApplication)) == 0


def test_empty_lists_say_so(session, browser, owner):
    operator = make_organisation(session, Kind.OPERATOR)
    reviewer = browser(Role.ONBOARDING, at=operator)

    assert "no application yet" in owner.get("/partner/kerja-bersama/applications").text
    assert "No application is here" in reviewer.get("/operator/applications").text


def test_what_somebody_else_changed_is_not_overwritten(session, owner, draft):
    saved = submit(owner, address(draft), version="1", vacancies="120")
    stale = submit(owner, address(draft), version="1", vacancies="7")

    assert saved.status_code == 303
    assert stale.status_code == 412
    assert "Somebody else changed the draft" in stale.text
    session.refresh(draft)
    assert draft.answers == {"vacancies": 120}


def test_an_answer_of_the_wrong_form_is_shown_beside_its_field(session, owner, draft):
    page = submit(owner, address(draft), version="1", website="http://a.example")

    assert page.status_code == 422
    assert "begins with https://" in page.text
    assert 'value="http://a.example"' in page.text
    session.refresh(draft)
    assert draft.answers == {}


def test_a_file_that_is_not_taken_is_refused_with_a_remedy(session, owner, draft):
    """SC-09."""
    page = submit(
        owner,
        f"{address(draft)}/files",
        item="privacy_notice",
        file=(io.BytesIO(SVG), "notice.pdf"),
    )

    assert page.status_code == 422
    assert "Save or print it as a PDF" in page.text
    assert session.scalar(select(func.count()).select_from(EvidenceFile)) == 0


def test_a_file_larger_than_a_megabyte_is_taken(session, owner, draft):
    noise = Image.frombytes("RGB", (800, 800), os.urandom(800 * 800 * 3))
    large = io.BytesIO()
    noise.save(large, "PNG")
    assert large.tell() > 1024 * 1024

    page = submit(
        owner,
        f"{address(draft)}/files",
        item="privacy_notice",
        file=(io.BytesIO(large.getvalue()), "notice.pdf"),
    )

    assert page.status_code == 303
    (file,) = session.scalars(select(EvidenceFile)).all()
    download = owner.get(f"{address(draft)}/files/{file.id}")
    assert Image.open(io.BytesIO(download.data)).tobytes() == noise.tobytes()
    assert download.headers["Content-Type"] == "image/png"
    assert download.headers["Content-Disposition"].startswith("attachment")


def test_an_application_that_is_not_complete_is_not_sent(session, owner, draft):
    page = submit(owner, f"{address(draft)}/submission")

    assert page.status_code == 409
    assert "Something is still missing" in page.text
    session.refresh(draft)
    assert draft.state == "draft"


def test_who_may_only_read_sees_no_form(browser, organisation, draft):
    reader = browser(Role.READ_ONLY, at=organisation)

    page = reader.get(address(draft))

    assert page.status_code == 200
    assert f'action="{address(draft)}"' not in page.text
    assert submit(reader, address(draft), version="1").status_code == 403


def test_another_organisations_application_looks_like_none(session, browser, draft):
    other = make_organisation(session, code="lain")
    stranger = browser(Role.OWNER, at=other)

    foreign = stranger.get(f"/partner/lain/applications/{draft.id}")

    assert foreign.status_code == 404
    assert stranger.get(address(draft)).status_code == 404


def test_reviews_are_for_the_operators_staff(session, browser, owner, draft):
    page = f"/operator/applications/{draft.id}"
    support = browser(Role.SUPPORT, at=make_organisation(session, Kind.OPERATOR))

    assert owner.get(page).status_code == 404
    assert support.get(page).status_code == 403


def test_a_form_without_a_reason_decides_nothing(session, owner, draft):
    """Also where a browser that checks no form sends blanks."""
    draft.state = "refused"
    draft.decided_at = draft.changed_at
    session.flush()

    page = submit(owner, f"{address(draft)}/appeal", reason="  ")

    assert page.status_code == 422
    assert "Say why" in page.text
    session.refresh(draft)
    assert draft.state == "refused"


def test_the_pages_speak_indonesian(owner, draft):
    submit(owner, "/language", locale="id", next="/")

    page = owner.get(address(draft))

    assert re.search(r"<html lang=\"id\"", page.text)
    assert "Yang belum ada" in page.text
    assert "Kebijakan privasi" in page.text
