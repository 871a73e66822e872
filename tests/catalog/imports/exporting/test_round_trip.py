"""What is exported imports again unchanged, and holds no formula."""

import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from catalog.authoring.models import Draft, DraftEdit
from catalog.courses import Category, Course
from tests.catalog.authoring.drafting import Author, whole
from tests.catalog.imports.lists.sending import Sender

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
    return sender


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
    assert checked["counts"] == {"unchanged": 3}, rows
    sender.apply(sent.json["id"])
    after = {each.course_id: each.content for each in session.scalars(select(Draft))}
    assert after == before
    assert session.scalar(select(func.count()).select_from(DraftEdit)) == edits


def test_what_was_changed_in_the_file_changes_that_alone(sender, session):
    text = export(sender, "csv").text.replace("900 menit", "20 jam")
    sent = sender.send(text).json

    assert sender.check(sent["id"])["counts"] == {"unchanged": 2, "change": 1}
    sender.apply(sent["id"])

    draft = session.scalar(
        select(Draft).where(Draft.content["duration_minutes"].astext == "1200")
    )
    assert len(draft.content["syllabus"]) == 5


def test_sc_08_no_cell_of_a_workbook_is_a_formula_and_numbers_are_numbers(sender):
    book = load_workbook(io.BytesIO(export(sender, "xlsx").data))

    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert "'=HYPERLINK(1)" in [cell.value for cell in cells]
    assert 350_000 in [cell.value for cell in cells]


def test_an_institution_without_courses_gets_a_file_without_rows(client, session):
    other = Sender(client, session)

    answer = export(other, "csv")

    assert answer.status_code == 200
    assert len(answer.text.splitlines()) == 1
    assert session.scalar(select(func.count()).select_from(Course)) == 0
