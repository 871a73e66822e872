"""A list over HTTP: upload, mapping, dry run, application, and what was left."""

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from catalog.authoring.limits import Limits
from catalog.authoring.models import Draft, DraftEdit, DraftState
from catalog.courses import Course, CourseStatus
from catalog.imports.lists import CourseListRow, tasks
from catalog.imports.lists.models import CourseList, CourseListFile
from catalog.imports.reading import read_list
from core.audit import AuditEntry
from core.clock import now
from tests.catalog.imports.lists.sending import LIST, Sender
from tests.factories import make_course


@pytest.fixture
def sender(client, session):
    return Sender(client, session)


def courses(session):
    return session.scalar(select(func.count()).select_from(Course))


def many(count, price="Rp 350.000"):
    rows = [f"R-{n};Pelatihan nomor {n};{price}" for n in range(count)]
    return "\n".join(["Kode;Judul;Harga", *rows])


def test_an_upload_says_how_its_columns_would_be_read_and_takes_nothing(
    sender, session
):
    sent = sender.send()

    assert sent.status_code == 201
    assert (sent.json["kind"], sent.json["separator"]) == ("CSV", ";")
    columns = sent.json["mapping"]["columns"]
    assert {each["column"]: each["field"] for each in columns} == {
        "Kode": "reference", "Judul Pelatihan": "title.id", "Kategori": "category",
        "Metode": "mode", "Harga": "list_price", "Durasi": "duration",
    }  # fmt: skip
    assert courses(session) == 0


def test_a_list_in_a_form_is_refused_before_the_form_is_read_as_rows(sender, session):
    refused = sender.form(LIST)

    assert (refused.status_code, refused.json["type"]) == (
        415,
        "/problems/file-in-a-form",
    )
    assert session.query(CourseList).count() == 0


def test_sc_09_a_hostile_file_is_refused_with_a_problem(sender, session):
    refused = sender.send(b"PK\x03\x04 not really")

    assert refused.status_code == 422
    assert refused.json["type"].endswith("/course-list-unreadable")
    assert session.scalar(select(func.count()).select_from(CourseList)) == 0


def test_a_dry_run_says_what_would_happen_and_changes_nothing(sender, session):
    list_id = sender.send().json["id"]

    checked = sender.check(list_id)

    assert checked["state"] == "checked"
    assert checked["counts"] == {"create": 2, "rejected": 1}
    assert courses(session) == 0
    (row,) = sender.get(f"/{list_id}/rows", outcome="rejected").json["items"]
    assert [
        (each["row"], each["column"], each["value"], each["code"])
        for each in row["findings"]
    ] == [
        (3, "Metode", "Online", "word_ambiguous"),
        (3, "Harga", "1.250", "number_ambiguous"),
        (3, "Durasi", "3 bulan", "duration_is_a_span"),
    ]
    assert all(each["message"] for each in row["findings"])


def test_good_rows_become_drafts_and_bad_ones_come_back_with_reasons(sender, session):
    applied = sender.bring_in()

    assert applied["state"] == "applied"
    assert applied["done"] == {"created": 2, "changed": 0, "runs": 0, "skipped": 0}
    drafts = session.scalars(select(Draft)).all()
    assert {draft.content["title"]["id"]: draft.content for draft in drafts}[
        "Membuat Kue"
    ] == {
        "title": {"id": "Membuat Kue"},
        "category": "makanan-dan-minuman",
        "mode": "webinar",
        "list_price": 1_250_000,
        "duration_minutes": 900,
    }
    rejects = sender.get(f"/{applied['id']}/rejects")
    header, row = csv.reader(io.StringIO(rejects.text.lstrip("\ufeff")))
    assert header[:3] == ["Kode", "Judul Pelatihan", "Kategori"]
    assert row[:2] == ["R-3", "Menghias Kue"]
    assert row[-1].count("\n") == 2
    actions = set(session.scalars(select(AuditEntry.action)))
    assert {"course_list.applied", "course.started"} <= actions


def test_what_was_mended_in_the_rejects_comes_in_by_the_same_mapping(sender, session):
    list_id = sender.bring_in()["id"]
    mended = (
        sender.get(f"/{list_id}/rejects")
        .text.replace('"Online"', '"Webinar"')
        .replace('"1.250"', '"Rp 1.250.000"')
        .replace('"3 bulan"', '"15 jam"')
    )

    applied = sender.bring_in(mended)

    assert applied["done"]["created"] == 1
    assert courses(session) == 3


def test_the_same_file_twice_changes_nothing(sender, session):
    sender.bring_in()
    edits = session.scalar(select(func.count()).select_from(DraftEdit))
    sent = sender.send().json

    checked = sender.check(sent["id"])
    applied = sender.apply(sent["id"])

    assert checked["counts"] == {"unchanged": 2, "rejected": 1}
    assert applied["done"] == {"created": 0, "changed": 0, "runs": 0, "skipped": 0}
    assert courses(session) == 2
    assert session.scalar(select(func.count()).select_from(DraftEdit)) == edits


def test_a_changed_row_changes_its_course_and_blank_cells_say_nothing(sender, session):
    sender.bring_in()

    applied = sender.bring_in(
        "Kode;Judul Pelatihan;Kategori;Metode;Harga;Durasi\n"
        "R-1;Membuat Roti Tawar;;;Rp 400.000;\n"
    )

    assert applied["done"]["changed"] == 1
    course = session.scalar(select(Course).where(Course.title == "Membuat Roti Tawar"))
    content = session.get(Draft, course.id).content
    assert (content["list_price"], content["mode"]) == (400_000, "offline")
    assert course.list_price == 400_000


def test_duplicates_are_conflicts_and_nothing_is_doubled(sender, session):
    sender.bring_in()
    sent = sender.send(
        "Kode;Judul;Harga\nR-9;Membuat roti!;Rp 1.000\nX;Baru;0\nX;Lain;0\nY;baru;0\n"
    ).json

    checked = sender.check(sent["id"])

    assert checked["counts"] == {"conflict": 2, "create": 2}
    rows = sender.get(f"/{sent['id']}/rows", outcome="conflict").json["items"]
    assert [row["findings"][0]["code"] for row in rows] == [
        "title_taken",
        "row_repeated",
    ]


def test_a_course_is_found_by_its_code_too(sender, session):
    sender.bring_in()
    code = session.scalar(select(Course.code).where(Course.title == "Membuat Roti"))

    applied = sender.bring_in(f"Kode;Judul;Harga\n{code};Membuat Roti;Rp 99.000\n")

    assert applied["done"] == {"created": 0, "changed": 1, "runs": 0, "skipped": 0}
    assert courses(session) == 2


def test_a_course_that_is_being_judged_is_a_conflict(sender, session):
    sender.bring_in()
    for draft in session.scalars(select(Draft)):
        draft.state = DraftState.SUBMITTED
    session.flush()
    sent = sender.send("Kode;Judul;Harga\nR-1;Membuat Roti;Rp 99.000\n").json

    assert sender.check(sent["id"])["counts"] == {"conflict": 1}


def test_a_corrected_mapping_is_used_and_remembered(sender):
    columns = [{"column": "Kurs", "field": "title.id"},
               {"column": "Preis", "field": "list_price"}]  # fmt: skip
    content = "Kurs;Preis;Ort\nBrot;1.250,00;Bonn\n"
    list_id = sender.send(content).json["id"]

    mapped = sender.map(
        list_id, columns=columns, decimal=",", currency="EUR",
        rates=[{"currency": "EUR", "rate": "17000"}],
    )  # fmt: skip

    assert mapped.status_code == 200
    assert sender.check(list_id)["counts"] == {"create": 1}
    again = sender.send(content.upper()).json
    assert again["is_remembered"] is True
    assert again["mapping"]["rates"] == [{"currency": "EUR", "rate": "17000"}]


def test_a_mapping_that_cannot_be_used_is_refused_with_all_that_is_wrong(sender):
    list_id = sender.send().json["id"]

    refused = sender.map(
        list_id,
        columns=[{"column": "Preis", "field": "colour"}],
        words=[{"field": "category", "text": "X", "meaning": "no-such"}],
    )

    assert refused.status_code == 422
    assert {each["what"] for each in refused.json["problems"]} == {
        "column", "field", "title", "meaning",
    }  # fmt: skip
    assert sender.get(f"/{list_id}").json["mapping"]["columns"][0]["column"] == "Kode"


def test_a_list_of_which_no_column_is_the_title_is_not_read_by_its_guessed_mapping(
    sender,
):
    list_id = sender.send("Foo;Bar\n1;2\n").json["id"]

    refused = sender.http.put(
        f"/v1/provider/course-lists/{list_id}/check", headers=sender.headers()
    )

    assert refused.status_code == 422
    assert refused.json["problems"] == [{"what": "title", "where": "title.id"}]
    assert sender.get(f"/{list_id}").json["state"] == "uploaded"


def test_a_list_that_changes_too_much_waits_for_a_reason(sender, session):
    sender.bring_in(many(12))
    sent = sender.send(many(12, "Rp 1.000")).json
    sender.check(sent["id"])

    refused = sender.ask_to_apply(sent["id"])

    assert refused.status_code == 409
    assert refused.json["type"].endswith("/course-list-changes-too-much")
    assert set(session.scalars(select(Course.list_price))) == {350_000}
    applied = sender.apply(sent["id"], "New prices from January on")
    assert applied["done"]["changed"] == 12


def test_a_list_is_applied_after_its_dry_run_and_once(sender):
    list_id = sender.send().json["id"]
    early = sender.ask_to_apply(list_id)
    sender.check(list_id)
    sender.apply(list_id)

    assert early.status_code == 409
    assert sender.ask_to_apply(list_id).status_code == 409


def test_applying_goes_on_where_a_killed_worker_left_it(sender, session, monkeypatch):
    monkeypatch.setattr("catalog.imports.lists.services.apply.CHUNK", 5)
    list_id = sender.send(many(12)).json["id"]
    sender.check(list_id)
    sender.ask_to_apply(list_id)
    real, calls = tasks.apply_some, []

    def killed(session, found, *, at):
        calls.append(1)
        if len(calls) == 2:
            real(session, found, at=at)
            raise KeyboardInterrupt
        return real(session, found, at=at)

    monkeypatch.setattr(tasks, "apply_some", killed)
    with pytest.raises(KeyboardInterrupt):
        tasks.apply_list.func(list_id)
    assert courses(session) == 5

    tasks.apply_list.func(list_id)

    assert courses(session) == 12
    assert sender.get(f"/{list_id}").json["done"]["created"] == 12


def test_a_list_is_stopped_and_goes_on(sender, session, monkeypatch):
    monkeypatch.setattr("catalog.imports.lists.services.apply.CHUNK", 5)
    list_id = sender.send(many(12)).json["id"]
    early = sender.stop(list_id)
    sender.check(list_id)
    sender.ask_to_apply(list_id)
    tasks.apply_some(session, list_id, at=now())

    stopped = sender.stop(list_id)

    tasks.apply_list.func(list_id)
    assert (early.status_code, stopped.status_code) == (409, 200)
    assert stopped.json["state"] == "stopped"
    assert (stopped.json["done"]["created"], courses(session)) == (5, 5)
    assert sender.apply(list_id)["done"] == {
        "created": 12, "changed": 0, "runs": 0, "skipped": 0,
    }  # fmt: skip


def test_a_list_of_which_nothing_was_heard_is_begun_again(sender, session):
    list_id = sender.send(many(12)).json["id"]
    for step in ("check", "application"):
        address = f"/v1/provider/course-lists/{list_id}/{step}"
        first, second = (
            sender.http.put(address, json={}, headers=sender.headers())
            for _ in range(2)
        )
        session.execute(
            update(CourseList).values(changed_at=now() - timedelta(minutes=11))
        )
        third = sender.http.put(address, json={}, headers=sender.headers())
        assert [each.status_code for each in (first, second, third)] == [202, 409, 202]
        tasks.check_list.func(list_id)
    tasks.apply_list.func(list_id)

    assert courses(session) == 12


def test_a_dry_run_says_that_there_is_no_room_for_so_many_drafts(
    sender, session, monkeypatch
):
    monkeypatch.setattr("catalog.authoring.limits.limits", lambda: Limits(12))
    first, second = (sender.send(many(12)).json["id"] for _ in range(2))
    sender.check(first)
    session.add(make_course(session, sender.institution, status=CourseStatus.DRAFT))
    session.flush()

    checked = sender.check(second)

    assert (checked["state"], checked["counts"]) == ("checked", {"create": 12})
    assert checked["problem"] == "too-many-course-drafts"
    for refused in (sender.ask_to_apply(first), sender.ask_to_apply(second)):
        assert refused.json["type"].endswith("/too-many-course-drafts")
    assert courses(session) == 1


def test_another_institutions_list_looks_like_none(sender, client, session):
    list_id = sender.send().json["id"]
    other = Sender(client, session)

    assert other.get(f"/{list_id}").status_code == 404
    assert other.get(f"/{list_id}/rows").status_code == 404
    assert other.get(f"/{list_id}/rejects").status_code == 404
    assert other.ask_to_apply(list_id).status_code == 404
    assert other.get("").json["items"] == []


def test_the_file_is_sealed_and_goes_after_thirty_days(sender, session):
    list_id = sender.send().json["id"]
    sender.check(list_id)
    kept = session.scalar(select(CourseListFile.content))
    assert b"Roti" not in kept

    assert tasks.forget(session, at=now() + timedelta(days=29)) == 0
    assert tasks.forget(session, at=now() + timedelta(days=31)) == 1

    for table in (CourseList, CourseListFile, CourseListRow):
        assert session.scalar(select(func.count()).select_from(table)) == 0


def test_sc_08_the_rejected_rows_hold_no_formula(sender):
    sent = sender.send('Judul;Harga\n"=HYPERLINK(""http://x.example"")";@SUM(1)\n').json
    sender.check(sent["id"])

    text = sender.get(f"/{sent['id']}/rejects").text

    _, row = csv.reader(io.StringIO(text.lstrip("\ufeff")))
    assert row[0].startswith("'=")
    assert row[1].startswith("'@")
    with read_list(text.encode()) as (_, records):
        assert len(list(records)) == 1


def test_a_list_without_rows_that_can_be_taken_applies_to_nothing(sender, session):
    applied = sender.bring_in("Judul;Harga\n;Rp 1.000\n")

    assert (applied["counts"], applied["state"]) == ({"rejected": 1}, "applied")
    assert courses(session) == 0


def test_a_column_that_only_later_rows_fill_can_be_mapped_and_is_read(sender, session):
    rows = "".join(f"R-{n};Kursus {n};;\n" for n in range(201))
    sent = sender.send(f"Kode;Judul;Harga;\n{rows}R-Z;Kue;Rp 5.000;\n").json

    assert sent["columns"] == ["Kode", "Judul", "Harga"]
    sender.check(sent["id"])
    sender.apply(sent["id"])

    assert (
        session.scalar(select(Course.list_price).where(Course.title == "Kue")) == 5000
    )


def test_the_lists_of_an_institution_are_listed(sender):
    assert sender.get("").json["items"] == []
    sender.send(LIST)

    assert [each["state"] for each in sender.get("").json["items"]] == ["uploaded"]
