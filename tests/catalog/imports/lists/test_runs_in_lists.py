"""Runs of courses from lists: a row each, planned by the rules of any run."""

import csv
import io
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from catalog.courses import Course, Schedule
from catalog.imports.lists.services.apply import apply_some
from catalog.schedules.models import ScheduleEdit, ScheduleSession
from catalog.trainers.models import Part
from catalog.trainers.queries import trainers_of
from core.audit import AuditEntry
from core.clock import now
from core.events import StoredEvent
from tests.catalog.courses.conftest import statements
from tests.catalog.imports.lists.sending import Sender
from tests.factories import make_trainer

__all__ = ["statements"]

DAY = (now() + timedelta(days=60)).date()
LATER = DAY + timedelta(days=7)
HEADER = (
    "Kode;Judul;Kategori;Metode;Harga;Tanggal Mulai;Tanggal Selesai;Pukul;Kuota;"
    "Link Zoom;ID Pelatih;ID Asisten\n"
)
COURSE = "R-1;Membuat Roti;Makanan dan Minuman;Webinar;Rp 350.000"
LINK = "https://kelas.example.org/roti"


def line(day, *, course=COURSE, hours="09.00 - 12.00 WIB", seats="30", end=""):
    return f"{course};{day:%d/%m/%Y};{end};{hours};{seats};{LINK};PELATIH;ASISTEN\n"


@pytest.fixture
def sender(client, session):
    made = Sender(client, session)
    made.trainer, made.assistant = (
        str(make_trainer(session, made.institution).id) for _ in range(2)
    )
    return made


def content_of(sender, *lines):
    text = (HEADER + "".join(lines)).replace("PELATIH", sender.trainer)
    return text.replace("ASISTEN", sender.assistant)


def bring_in(sender, *lines):
    """As a person does who says that the day comes first."""
    sent = sender.send(content_of(sender, *lines)).json
    mapping = sent["mapping"] | {"dates": "dmy"}
    assert sender.map(sent["id"], **mapping).status_code == 200
    return sender.check(sent["id"]), sender.apply(sent["id"])


def found_in(sender, list_id, outcome):
    rows = sender.get(f"/{list_id}/rows", outcome=outcome).json["items"]
    return [(each["column"], each["code"]) for row in rows for each in row["findings"]]


def schedules(session):
    return session.scalars(select(Schedule).order_by(Schedule.starts_at)).all()


def test_each_row_of_a_course_is_a_run_and_the_same_file_plans_none_twice(
    sender, session
):
    lines = line(DAY), line(LATER, course="R-1;Membuat Roti;;;", seats="20")

    checked, applied = bring_in(sender, *lines)
    again, nothing = bring_in(sender, *lines)

    assert checked["counts"] == {"create": 1, "run": 1}
    assert applied["done"] == {"created": 1, "changed": 0, "runs": 2, "skipped": 0}
    first, second = schedules(session)
    assert first.starts_at == datetime.combine(
        DAY, datetime.min.time(), tzinfo=UTC
    ) + timedelta(hours=2)
    assert first.ends_at - first.starts_at == timedelta(hours=3)
    assert (first.capacity, first.zone, first.link) == (30, "Asia/Jakarta", LINK)
    assert second.capacity == 20
    assert trainers_of(session, first.id) == (UUID(sender.trainer),)
    assert trainers_of(session, first.id, Part.ASSISTANT) == (UUID(sender.assistant),)
    assert session.scalar(select(func.count()).select_from(ScheduleSession)) == 2
    assert again["counts"] == {"unchanged": 2}
    assert nothing["done"] == {"created": 0, "changed": 0, "runs": 0, "skipped": 0}


def test_a_changed_row_changes_its_run_and_platforms_hear_of_it(sender, session):
    bring_in(sender, line(DAY))

    checked, applied = bring_in(sender, line(DAY, seats="25"))

    assert checked["counts"] == {"run": 1}
    assert applied["done"]["runs"] == 1
    (run,) = schedules(session)
    assert (run.capacity, run.version) == (25, 2)
    edit = session.scalars(select(ScheduleEdit)).one()
    assert (edit.version, edit.fields) == (2, ["capacity"])
    assert (edit.before, edit.by[:7]) == ({"capacity": 30}, "client:")
    ordered = select(StoredEvent.topic).order_by(StoredEvent.position)
    topics = session.scalars(ordered).all()
    assert [each for each in topics if "schedule" in each] == [
        "schedule.added",
        "schedule.changed",
    ]


def test_what_cannot_be_a_run_rejects_its_row_with_a_reason_for_each_cell(sender):
    checked, _ = bring_in(
        sender,
        line(DAY, course="A;Satu;;Webinar;0", seats="500"),
        line(DAY, course="B;Dua;;Webinar;0", hours="08.00-17.00"),
        line(DAY, course="C;Tiga;;Webinar;0", hours=""),
        line(DAY - timedelta(days=900), course="D;Empat;;Webinar;0"),
        line(DAY, course="E;Lima;;;0"),
        line(DAY, course="F;Enam;;Tatap Muka;0"),
        line(DAY, course="G;Tujuh;;Webinar;0", seats=""),
    )

    assert checked["counts"] == {"rejected": 7}
    assert found_in(sender, checked["id"], "rejected") == [
        ("Kuota", "run_too_many"),
        ("ID Pelatih", "run_too_few_trainers"),
        ("Tanggal Mulai", "run_day_too_long"),
        ("Tanggal Mulai", "run_without_end"),
        ("Tanggal Mulai", "run_in_the_past"),
        ("Tanggal Mulai", "run_without_mode"),
        ("", "run_missing"),
        ("", "run_missing"),
        ("Link Zoom", "run_not_in_this_mode"),
        ("Kuota", "run_without_seats"),
    ]
    rejects = csv.reader(io.StringIO(sender.get(f"/{checked['id']}/rejects").text))
    assert all(row[-1] for row in rejects)


def test_days_that_may_be_either_are_refused_unless_the_column_shows_which(sender):
    unclear = f"03/04/{DAY.year + 1}"
    clear = f"25/04/{DAY.year + 1}"
    row = "R-{n};Kelas {n};;Webinar;0;{day};;09.00-12.00;30;" + LINK
    row += f";{sender.trainer}\n"

    alone = sender.send(HEADER + row.format(n=1, day=unclear)).json
    beside = sender.send(
        HEADER + row.format(n=1, day=unclear) + row.format(n=2, day=clear)
    ).json

    assert (alone["mapping"]["dates"], beside["mapping"]["dates"]) == (None, "dmy")
    assert sender.check(alone["id"])["counts"] == {"rejected": 1}
    assert found_in(sender, alone["id"], "rejected") == [
        ("Tanggal Mulai", "date_ambiguous")
    ]
    assert sender.check(beside["id"])["counts"] == {"create": 2}


def send_class(sender, number, day):
    header, row = content_of(sender, line(day)).splitlines()
    sent = sender.send(f"{header};Nomor Kelas\n{row};{number}\n")
    mapping = sent.json["mapping"] | {"dates": "dmy"}
    assert sender.map(sent.json["id"], **mapping).status_code == 200
    return sender.check(sent.json["id"])


def test_a_class_with_a_number_moves_by_the_rules_of_moving_one(sender, session):
    bring_in(sender, line(DAY))
    sender.apply(send_class(sender, "K-1", DAY)["id"])
    (run,) = schedules(session)
    run.seats_taken = 2
    session.flush()

    checked = send_class(sender, "K-1", LATER)
    sender.apply(checked["id"])
    again = send_class(sender, "K-1", LATER)

    assert found_in(sender, checked["id"], "run") == [
        ("Tanggal Mulai", "run_moved_with_holders")
    ]
    session.refresh(run)
    assert (run.reference, run.starts_at.date(), run.version) == ("K-1", LATER, 3)
    assert run.terms_version == 2
    told = session.scalars(
        select(StoredEvent.data).where(StoredEvent.topic == "schedule.changed")
    ).all()
    assert [(each["moved"], each["seats_taken"]) for each in told][-1] == (True, 2)
    assert again["counts"] == {"unchanged": 1}


def test_a_row_says_what_makes_its_class_usable_for_people_with_a_disability(
    sender, session
):
    def send(marks):
        header, row = content_of(sender, line(DAY)).splitlines()
        sent = sender.send(f"{header};Aksesibilitas Kelas\n{row};{marks}\n").json
        sender.map(sent["id"], **(sent["mapping"] | {"dates": "dmy"}))
        return sender.check(sent["id"])

    sender.apply(send("bahasa isyarat, takarir")["id"])
    (run,) = schedules(session)
    assert run.access == ["sign_language", "captions"]
    assert send("captions | sign language")["counts"] == {"unchanged": 1}
    assert send("")["counts"] == {"unchanged": 1}
    unread = send("Rampe")
    assert found_in(sender, unread["id"], "rejected") == [
        ("Aksesibilitas Kelas", "word_unknown")
    ]

    sender.apply(send("kursi roda")["id"])

    session.refresh(run)
    assert (run.access, run.version, run.terms_version) == (["wheelchair"], 2, 1)


def test_a_class_of_which_seats_are_taken_moves_no_more_when_it_is_too_late(
    sender, session
):
    sender.apply(send_class(sender, "K-1", DAY)["id"])
    (run,) = schedules(session)
    run.seats_taken, soon = 2, now() + timedelta(hours=12)
    session.scalars(select(ScheduleSession)).one().starts_at = run.starts_at = soon
    session.flush()

    checked = send_class(sender, "K-1", LATER)

    assert checked["counts"] == {"rejected": 1}
    assert found_in(sender, checked["id"], "rejected") == [
        ("Tanggal Mulai", "schedule_notice_too_short")
    ]


def test_a_self_paced_course_is_learnt_from_a_day_to_the_end_of_another(
    sender, session
):
    course = "R-1;Membuat Roti;;SPL;0"
    bring_in(
        sender, line(DAY, course=course, hours="", end=f"{LATER:%d/%m/%Y}", seats="500")
    )

    (run,) = schedules(session)
    assert run.ends_at - run.starts_at == timedelta(days=8)


def test_a_run_that_was_called_off_is_not_planned_again(sender, session):
    bring_in(sender, line(DAY))
    (run,) = schedules(session)
    run.cancelled_at, run.cancel_reason = now(), "other"
    session.flush()

    checked, _ = bring_in(sender, line(DAY))

    assert checked["counts"] == {"conflict": 1}
    assert found_in(sender, checked["id"], "conflict") == [
        ("Tanggal Mulai", "run_cancelled")
    ]


def test_vc_02_a_run_that_is_refused_when_it_is_applied_takes_nothing_else_back(
    sender, session
):
    bring_in(sender, line(DAY))
    sent = sender.send(content_of(sender, line(DAY, seats="10"), line(LATER))).json
    sender.map(sent["id"], **(sent["mapping"] | {"dates": "dmy"}))
    assert sender.check(sent["id"])["counts"] == {"run": 2}
    (run,) = schedules(session)
    run.seats_taken = 12
    session.flush()

    applied = sender.apply(sent["id"])

    assert applied["done"] == {"created": 0, "changed": 0, "runs": 1, "skipped": 1}
    assert [each.capacity for each in schedules(session)] == [30, 30]
    assert ("", "capacity_below_taken") in found_in(sender, sent["id"], "run")


def test_rows_that_say_different_things_of_a_course_are_a_conflict(sender, session):
    checked, _ = bring_in(
        sender, line(DAY), line(LATER, course=COURSE.replace("350", "400"))
    )

    assert checked["counts"] == {"create": 1, "conflict": 1}
    assert session.scalar(select(Course.list_price)) == 350_000


def applied_by(statements, sender, lines, *, seats="30"):
    """How many statements applying a list of so many courses with a class each takes,
    and what they were."""
    rows = [
        line(
            DAY + timedelta(days=n),
            course=f"R-{n};Kelas {n};;Webinar;0",
            seats=seats,
        )
        for n in range(lines)
    ]
    sent = sender.send(content_of(sender, *rows)).json
    sender.map(sent["id"], **(sent["mapping"] | {"dates": "dmy"}))
    assert sender.check(sent["id"])["counts"].keys() <= {"create", "run", "unchanged"}
    sender.ask_to_apply(sent["id"])
    with statements() as seen:
        apply_some(sender.session, UUID(sent["id"]), at=now())
    return len(seen)


def test_planning_and_changing_many_runs_takes_as_many_statements_as_a_few(
    sender, session, statements
):
    new = applied_by(statements, sender, 3), applied_by(statements, sender, 23)
    changed = [
        applied_by(statements, sender, count, seats=str(seats))
        for count, seats in ((3, 20), (23, 15))
    ]

    assert len(schedules(session)) == 23
    assert {run.capacity for run in schedules(session)} == {15}
    assert new[0] == new[1] <= 40, new
    assert changed[0] == changed[1] <= 40, changed


def test_of_two_classes_of_a_list_that_need_one_trainer_at_once_the_second_is_refused(
    sender, session
):
    checked, applied = bring_in(
        sender,
        line(DAY, course="A;Satu;;Webinar;0"),
        line(DAY, course="B;Dua;;Webinar;0", hours="11.00 - 14.00 WIB"),
        line(DAY, course="C;Tiga;;Webinar;0", hours="12.00 - 14.00 WIB"),
    )

    assert applied["done"] == {"created": 3, "changed": 0, "runs": 2, "skipped": 1}
    assert [run.starts_at.hour for run in schedules(session)] == [2, 5]
    assert found_in(sender, checked["id"], "create") == [("", "trainer_busy")]
    actions = select(AuditEntry.after).where(AuditEntry.action == "schedule.added")
    assert [each["capacity"] for each in session.scalars(actions)] == [30, 30]
