"""What is exported imports again unchanged, and holds no formula."""

import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from catalog.authoring.models import Draft, DraftEdit
from catalog.courses import Category, Course, Schedule
from catalog.imports.lists.services.receive import look
from catalog.schedules.models import ScheduleSession
from core.clock import now
from tests.catalog.authoring.drafting import Author, whole
from tests.catalog.imports.lists.sending import Sender
from tests.factories import make_schedule

FORMATS = ["csv", "xlsx", "json", "jsonld"]


@pytest.fixture
def sender(client, session):
    session.add(Category(code="makanan-dan-minuman", title_id="Makanan dan Minuman"))
    sender = Sender(client, session)
    author = Author(client, session, sender.institution)
    author.begin(
        whole(
            duration_minutes=900,
            discount_bps=2_550,
            pass_mark=70,
            minimum_age=18,
            evening=True,
            childcare=False,
            minimum_education="none",
            description={"id": "Satu.\n\nDua; tiga."},
            outcomes=[{"id": "Menakar; menimbang", "en": "Weigh | measure"}],
        )
    )
    author.begin({"title": {"en": "=HYPERLINK(1)"}, "languages": ["th", "id"]})
    author.begin({"title": {"id": "Kue"}, "list_price": free()})
    plan_classes(session)
    return sender


def plan_classes(session):
    """One with a number and two sessions, one as lists of long ago made them, and two
    that no file holds: called off, and over."""
    course = session.scalar(select(Course).where(Course.title == "Kue"))
    first = now().replace(second=7, microsecond=0) + timedelta(days=60)
    day, hour = timedelta(days=1), timedelta(hours=1)
    numbered = make_schedule(
        session,
        course,
        reference="=K-1",
        zone="Asia/Makassar",
        link="https://kelas.example.org/kue",
        place="  Jalan 1",
        access=["sign_language", "captions"],
        starts_at=first,
        ends_at=first + day + hour,
        enrolment_closes_at=first - 3 * day,
    )
    for number in range(2):
        starts_at = first + number * day
        session.add(
            ScheduleSession(
                schedule_id=numbered.id,
                sequence=number + 1,
                starts_at=starts_at,
                ends_at=starts_at + hour,
            )
        )
    marked = {"starts_at": first + day, "ends_at": first + 2 * day}
    make_schedule(session, course, access=["wheelchair"], **marked)
    make_schedule(session, course, cancelled_at=now(), cancel_reason="other")
    over = {"starts_at": now() - 2 * day, "ends_at": now() - day}
    make_schedule(session, course, **over)
    session.flush()


def free():
    return {"amount": 0, "currency": "IDR"}


def export(sender, format_):
    return sender.http.get(
        "/v1/provider/course-exports",
        query_string={"format": format_},
        headers=sender.headers(),
    )


@pytest.mark.parametrize("format_", FORMATS)
def test_what_is_exported_imports_again_unchanged(sender, session, format_):
    edits = session.scalar(select(func.count()).select_from(DraftEdit))
    before = {each.course_id: each.content for each in session.scalars(select(Draft))}

    sent = sender.send(export(sender, format_).data)
    checked = sender.check(sent.json["id"])

    rows = sender.get(f"/{sent.json['id']}/rows").json["items"]
    assert checked["counts"] == {"unchanged": 4}, rows
    sender.apply(sent.json["id"])
    assert set(session.scalars(select(Schedule.version))) == {1}
    assert session.scalar(select(func.count()).select_from(Schedule)) == 4
    after = {each.course_id: each.content for each in session.scalars(select(Draft))}
    assert after == before
    assert session.scalar(select(func.count()).select_from(DraftEdit)) == edits


def test_what_was_changed_in_the_file_changes_that_alone(sender, session):
    text = export(sender, "csv").text.replace("900 menit", "20 jam")
    sent = sender.send(text).json

    assert sender.check(sent["id"])["counts"] == {"unchanged": 3, "change": 1}
    sender.apply(sent["id"])

    draft = session.scalar(
        select(Draft).where(Draft.content["duration_minutes"].astext == "1200")
    )
    assert len(draft.content["syllabus"]) == 5


@pytest.mark.parametrize("format_", FORMATS)
def test_the_access_marks_of_each_class_are_in_the_file(sender, format_):
    _, rows = look(export(sender, format_).data)

    told = [row.cells.get("run_access", "").split() for row in rows]
    marks = [each for each in told if each]
    assert marks == [["sign_language", "captions"], ["wheelchair"]]


def test_sc_08_no_cell_of_a_workbook_is_a_formula_and_numbers_are_numbers(sender):
    book = load_workbook(io.BytesIO(export(sender, "xlsx").data))

    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert {"'=HYPERLINK(1)", "'=K-1"} <= {cell.value for cell in cells}
    assert 350_000 in [cell.value for cell in cells]


def test_an_institution_without_courses_gets_a_file_without_rows(client, session):
    other = Sender(client, session)

    answer = export(other, "csv")

    assert answer.status_code == 200
    assert len(answer.text.splitlines()) == 1
    assert session.scalar(select(func.count()).select_from(Course)) == 0
