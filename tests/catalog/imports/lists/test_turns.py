"""Lists whose workers are killed, and lists that come at once: everything once."""

import os
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from catalog.authoring.models import Draft, DraftEdit
from catalog.courses import Course
from catalog.imports.lists import tasks
from catalog.imports.lists.errors import CourseListStateWrong
from catalog.imports.lists.models import CourseList, CourseListRow, ListState
from catalog.imports.lists.services.begin import ask_to_apply
from catalog.imports.lists.services.check import ask_for_check
from catalog.imports.lists.services.receive import look, receive_list
from core.audit import AuditEntry
from core.clock import now
from core.unit_of_work import unit_of_work
from tests.catalog.imports.lists.working import work
from tests.factories import make_organisation
from tests.serving import ROOT
from tests.soak import sized

ROWS, KILLS = 12, sized(2, 40)
LINES = [f"R-{n};Pelatihan nomor {n};{n + 1}000" for n in range(ROWS)]
CONTENT = "\n".join(["Kode;Judul;Harga", *LINES]).encode()
EXPECTED = {(f"Pelatihan nomor {n}", (n + 1) * 1000) for n in range(ROWS)}


def sent(provider_id):
    shape, sample = look(CONTENT)
    asked = {"provider_id": provider_id, "by": "test", "at": now()}
    with unit_of_work("test") as session:
        made = receive_list(session, CONTENT, shape, sample, **asked)
        ask_for_check(session, made.id, provider_id=provider_id, at=now())
        return str(made.id)


def an_institution():
    with unit_of_work("test") as session:
        return make_organisation(session).id


def killed_work(address, list_id):
    """Begin to work in a process of its own, and kill it somewhere on its way."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.catalog.imports.lists.working", list_id],
        cwd=ROOT,
        env=os.environ
        | {"MARKETPLACE_ENV": "test", "DATABASE_URL": address, "LOG_LEVEL": "ERROR"},
        stdout=subprocess.PIPE,
    )
    try:
        for _ in range(random.randint(1, 2 * ROWS)):
            process.stdout.readline()
    finally:
        process.kill()
        process.communicate()


def assert_all_is_there_once(session, list_id):
    courses = session.execute(select(Course.title, Course.list_price)).all()
    assert len(courses) == ROWS
    assert {tuple(each) for each in courses} == EXPECTED
    for table in (Draft, DraftEdit):
        assert session.scalar(select(func.count()).select_from(table)) == ROWS
    started = select(func.count()).where(AuditEntry.action == "course.started")
    assert session.scalar(started) == ROWS
    found = session.get_one(CourseList, list_id)
    assert (found.state, found.counts) == (ListState.APPLIED, {"create": ROWS})
    assert found.done == {"created": ROWS, "changed": 0, "runs": 0, "skipped": 0}
    rows = select(func.count()).where(CourseListRow.list_id == list_id)
    assert session.scalar(rows) == ROWS


@pytest.mark.race
@pytest.mark.slow
def test_30_a_list_whose_workers_are_killed_ends_as_one_that_was_left_alone(committed):
    address = committed.url.render_as_string(hide_password=False)
    list_id = sent(an_institution())

    for _ in range(KILLS):
        killed_work(address, list_id)
        with unit_of_work("test") as session:
            found = session.get_one(CourseList, list_id)
            begun = session.scalar(select(func.count()).select_from(Course))
            assert found.done.get("created", 0) == begun
    work(list_id)

    with unit_of_work("test") as session:
        assert_all_is_there_once(session, list_id)


@pytest.mark.race
def test_of_two_who_apply_a_list_at_once_one_does(committed):
    provider_id = an_institution()
    list_id = sent(provider_id)
    tasks.check_list.func(list_id)
    ready = Barrier(2)

    def ask(_):
        ready.wait()
        try:
            with unit_of_work("test") as session:
                ask_to_apply(
                    session, list_id, provider_id=provider_id, reason=None, at=now()
                )
        except CourseListStateWrong:
            return "refused"
        tasks.apply_list.func(list_id)
        return "applied"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(ask, range(2))) == ["applied", "refused"]
    # A job that was thought dead goes on beside the one that was put in its place.
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(tasks.apply_list.func, [list_id] * 2))

    with unit_of_work("test") as session:
        assert_all_is_there_once(session, list_id)


@pytest.mark.race
def test_the_same_file_sent_and_applied_twice_at_once_comes_in_once(committed):
    provider_id, ready = an_institution(), Barrier(2)

    def bring_in(_):
        ready.wait()
        list_id = sent(provider_id)
        ready.wait()
        tasks.check_list.func(list_id)
        ready.wait()
        work(list_id)
        return list_id

    with ThreadPoolExecutor(2) as pool:
        ids = list(pool.map(bring_in, range(2)))

    with unit_of_work("test") as session:
        courses = session.execute(select(Course.title, Course.list_price)).all()
        assert sorted(tuple(each) for each in courses) == sorted(EXPECTED)
        lists = [session.get_one(CourseList, each) for each in ids]
        assert {each.state for each in lists} == {ListState.APPLIED}
        done = sorted((each.done["created"], each.done["skipped"]) for each in lists)
        assert done == [(0, ROWS), (ROWS, 0)]


@pytest.mark.race
def test_two_dry_runs_of_a_list_at_once_leave_one_result(committed):
    list_id = sent(an_institution())

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(tasks.check_list.func, [list_id] * 2))

    with unit_of_work("test") as session:
        found = session.get_one(CourseList, list_id)
        assert (found.state, found.counts) == (ListState.CHECKED, {"create": ROWS})
        rows = select(func.count()).where(CourseListRow.list_id == list_id)
        assert session.scalar(rows) == ROWS
