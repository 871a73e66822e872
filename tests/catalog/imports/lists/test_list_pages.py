"""The pages on which an institution's people bring courses in from files."""

import io

import pytest
from openpyxl import Workbook

from catalog.courses import Course
from catalog.imports.lists import tasks
from catalog.imports.lists.models import CourseList
from partners.organisations import Kind
from partners.staff import Role
from tests.catalog.imports.lists.sending import LIST
from tests.factories import make_category, make_organisation, make_seat
from tests.partners.browsing import submit
from tests.partners.conftest import browser_of as signed_in

__all__ = ["signed_in"]


@pytest.fixture
def institution(session):
    make_category(session, code="makanan-dan-minuman", title_id="Makanan dan Minuman")
    return make_organisation(session)


@pytest.fixture
def visit(session, signed_in):
    def sign_in(organisation, *roles, locale="en"):
        browser = signed_in(make_seat(session, organisation, *roles))
        submit(browser, "/language", locale=locale, next="/")
        return browser

    return sign_in


@pytest.fixture
def page(visit, institution):
    return visit(institution, Role.CATALOGUE)


@pytest.fixture
def base(institution):
    return f"/partner/{institution.code}/course-lists"


def send(page, base, content=LIST):
    file = (io.BytesIO(content.encode()), "courses.csv")
    sent = submit(page, base, file=file)
    assert sent.status_code == 303, sent.text
    return sent.headers["Location"]


def form_of(session, address):
    """What the form says when nothing in it is changed."""
    found = session.get_one(CourseList, address.rsplit("/", 1)[1])
    fields = {
        f"field-{position}": found.mapping["columns"].get(name, "")
        for position, name in enumerate(found.columns)
    }
    return fields | {"currency": "IDR", "zone": "Asia/Jakarta"}


def checked(page, session, address, **changes):
    """Save the form as it is, but for the changes, and do what the worker does."""
    saved = submit(page, f"{address}/mapping", **(form_of(session, address) | changes))
    assert saved.status_code == 303, saved.text
    busy = page.get(address).text
    tasks.check_list.func(address.rsplit("/", 1)[1])
    return busy, page.get(address).text


def test_a_list_is_sent_mapped_checked_and_applied_without_a_script(
    page, base, session
):
    empty = page.get(base).text
    address = send(page, base)
    mapping = page.get(address).text
    busy, found = checked(page, session, address, unit="minutes")

    asked = submit(page, f"{address}/application")
    applying = page.get(address).text
    tasks.apply_list.func(address.rsplit("/", 1)[1])
    applied = page.get(address).text

    assert "You have sent none yet" in empty
    assert "Membuat Roti" in mapping
    assert 'value="list_price" selected' in mapping
    assert 'hx-trigger="every 2s"' in busy
    assert "Look again" in busy
    assert "Apply 2 rows" in found
    assert "<q>1.250</q>" in found
    assert "Metode" in found
    assert "Harga" in found
    assert asked.status_code == 303
    assert "0 of 2 rows are applied" in applying
    assert "Courses begun" in applied
    assert (
        "rejected-rows.csv"
        in page.get(f"{address}/rejects").headers["Content-Disposition"]
    )
    assert session.query(Course).count() == 2
    assert address in page.get(base).text


def test_words_that_nobody_could_read_are_said_once_and_remembered(page, base, session):
    content = LIST + "R-4;Menenun;Makanan dan Minuman;Webinar;Rp 350.000;15 UE\r\n"
    address = send(page, base, content)
    _, found = checked(page, session, address)
    assert "Words that could not be read" in found
    assert "“ue”" in found

    said = submit(
        page, f"{address}/words", **{"word-0": "lesson_hours", "word-1": "webinar"}
    )
    tasks.check_list.func(address.rsplit("/", 1)[1])

    assert said.status_code == 303
    assert "Words that could not be read" not in page.get(address).text
    again = session.get_one(CourseList, send(page, base, content).rsplit("/", 1)[1])
    assert again.is_remembered
    assert again.mapping["words"] == {
        "duration": {"ue": "lesson_hours"},
        "mode": {"Online": "webinar"},
    }


def test_applying_is_stopped_and_goes_on(page, base, session, monkeypatch):
    monkeypatch.setattr("catalog.imports.lists.services.apply.CHUNK", 1)
    address = send(page, base)
    checked(page, session, address)
    submit(page, f"{address}/application")

    stopped = submit(page, f"{address}/stop")
    shown = page.get(address).text
    resumed = submit(page, f"{address}/application")

    assert (stopped.status_code, resumed.status_code) == (303, 303)
    assert "Stopped. What came in stays" in shown
    assert "Go on" in shown
    assert "every 2s" not in shown
    assert "every 2s" in page.get(address).text


def test_a_list_that_changes_much_asks_a_person_why(page, base, session):
    rows = [f"R-{n};Pelatihan nomor {n};Rp {{}}.000" for n in range(12)]
    content = "\n".join(["Kode;Judul;Harga", *rows])
    first = send(page, base, content.format(*[100] * 12))
    checked(page, session, first)
    submit(page, f"{first}/application")
    tasks.apply_list.func(first.rsplit("/", 1)[1])
    address = send(page, base, content.format(*[200] * 12))
    _, found = checked(page, session, address)

    refused = submit(page, f"{address}/application", reason="short")
    applied = submit(page, f"{address}/application", reason="New prices for 2027")

    assert "would change 12 of your courses" in found
    assert refused.status_code == 409
    assert "The list would change too much" in refused.text
    assert applied.status_code == 303


def test_what_is_no_list_and_a_mapping_without_a_title_are_said_in_words(
    page, base, session
):
    refused = submit(page, base, file=(io.BytesIO(b"%PDF-1.7"), "list.csv"))
    nothing = submit(page, base)
    address = send(page, base)
    faulty = submit(page, f"{address}/mapping", **{"field-0": "reference"})

    assert refused.status_code == 422
    assert "This is no list that can be read" in refused.text
    assert nothing.status_code == 422
    assert faulty.status_code == 422
    assert "No column is the title" in faulty.text


def test_which_sheet_of_a_workbook_is_read_and_which_are_not_is_told(page, base):
    book = Workbook()
    book.active.append(["Catatan"])
    for title in ("Kursus 2027", "<b>Lama"):
        sheet = book.create_sheet(title)
        sheet.append(["Kode", "Judul", "Harga"])
        sheet.append(["R-1", "Membuat Roti", 0])
    kept = io.BytesIO()
    book.save(kept)
    kept.seek(0)

    sent = submit(page, base, file=(kept, "courses.xlsx"))
    text = page.get(sent.headers["Location"]).text

    assert "“Kursus 2027”. Not read: Sheet, &lt;b&gt;Lama." in text


def test_the_courses_are_fetched_as_a_file(page, institution):
    for name, start in (("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK"), ("jsonld", b"{")):
        got = page.get(f"/partner/{institution.code}/course-exports/{name}")
        assert got.status_code == 200
        assert got.data.startswith(start)
        assert "attachment" in got.headers["Content-Disposition"]


def test_the_pages_speak_indonesian_and_are_for_the_catalogue_team_alone(
    visit, institution, base, session
):
    own = visit(institution, Role.CATALOGUE, locale="id")
    address = send(own, base)
    checked(own, session, address)
    others = visit(make_organisation(session), Role.CATALOGUE)
    platform = make_organisation(session, Kind.DIGITAL_PLATFORM)

    text = own.get(address).text
    assert "Tidak dapat diterima" in text
    assert "Rows" not in text
    assert others.get(address).status_code == 404
    assert visit(institution, Role.READ_ONLY).get(base).status_code in (403, 404)
    foreign = visit(platform, Role.CATALOGUE)
    assert foreign.get(f"/partner/{platform.code}/course-lists").status_code in (
        403,
        404,
    )
