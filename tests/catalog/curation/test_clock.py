"""Curation under a moved clock: late assessors, approvals that end and are renewed."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from catalog.courses import Course, CourseStatus
from catalog.curation import tasks
from catalog.curation.models import Case, Task, TaskState
from core.clock import now
from core.events import StoredEvent
from partners.conflicts import TieKind
from tests.factories import (
    letters,
    make_account,
    make_offering,
    make_register_tie,
    make_schedule,
    make_seat,
    make_voucher,
)
from vouchers.vouchers import VoucherStatus

DAY = timedelta(days=1)


def overdue(days):
    tasks.run_overdue(lambda: now() + days * DAY)


def approvals(days):
    tasks.run_approvals(lambda: now() + days * DAY)


@pytest.fixture
def approved(town):
    """A course that everybody approved, on sale."""
    course_id = town.submit()
    for each in town.to_assessors(course_id):
        town.agree(each)
    assert town.author.publish(course_id).status_code == 200
    return course_id


def test_an_assessor_who_does_not_answer_in_time_is_replaced(town, session):
    course_id = town.submit()
    one, other = town.to_assessors(course_id)
    town.agree(one)

    overdue(13)
    assert town.asked() == [other]
    overdue(15)

    (third,) = town.asked()
    assert third not in (one, other)
    assert town.tasks(other, state="expired")[0]["closed_at"] is not None
    town.agree(third)
    assert town.where(course_id)["state"] == "approved"


def test_a_late_answer_of_an_assessor_is_refused_before_the_job_has_run(town, session):
    course_id = town.submit()
    one, _ = town.to_assessors(course_id)
    session.execute(
        update(Task).where(Task.organisation_id == one).values(due_at=now() - DAY)
    )

    assert town.judge(one).status_code == 409


def test_a_platform_and_the_operator_are_late_and_stay_responsible(town, session):
    course_id = town.submit()
    session.execute(update(Task).values(due_at=now() - DAY))
    session.execute(update(Case).values(due_at=now() - DAY))

    overdue(100)
    late = town.overseer.get("/v1/curation-cases", due="late").json["items"]

    assert [each["course_id"] for each in late] == [course_id]
    assert town.asked() == [town.platform.id]
    town.agree(town.platform.id)
    assert town.overseer.get("/v1/curation-cases", due="late").json["items"] == []


def test_seats_that_were_empty_are_filled_when_somebody_is_free(town, session):
    institution = town.author.institution
    for each in town.assessors:
        make_register_tie(session, each, TieKind.PARENT, other=institution.code)
    course_id = town.submit()
    assert town.to_assessors(course_id) == []
    overdue(0)
    assert town.case(course_id)["lacking"] == 2
    draws = len(town.case(course_id)["draws"])
    overdue(1)
    assert len(town.case(course_id)["draws"]) == draws

    newcomers = [town.newcomer() for _ in range(2)]
    overdue(2)

    assert sorted(town.asked()) == sorted(newcomers)
    assert town.case(course_id)["lacking"] == 0


def test_who_owns_the_course_is_reminded_once_before_an_approval_ends(
    town, session, approved
):
    make_seat(session, town.author.institution)

    approvals(730 - 61)
    assert letters(session, "course-approval-ending") == []
    approvals(730 - 59)
    approvals(730 - 58)

    assert len(letters(session, "course-approval-ending")) == 1
    assert session.get(Course, approved).status == CourseStatus.PUBLISHED


def test_what_nobody_renewed_goes_off_sale_and_holders_keep_their_classes(
    town, session, client, approved
):
    course = session.get(Course, approved)
    offering = make_offering(session, course)
    voucher = make_voucher(
        session, offering, make_schedule(session, course), course, make_account(session)
    )
    before = voucher.status

    approvals(729)
    assert course.status == CourseStatus.PUBLISHED
    approvals(731)

    session.refresh(course)
    assert (course.status, course.off_sale_reason) == ("suspended", "approval_ended")
    shown = client.get(f"/v1/courses/{approved}", headers=town.author.headers())
    assert shown.status_code == 404
    session.refresh(voucher)
    assert voucher.status == before == VoucherStatus.ISSUED
    event = session.scalars(
        select(StoredEvent).where(StoredEvent.topic == "course.approval_ended")
    ).one()
    assert set(event.audience) == {town.author.institution.id, offering.platform_id}
    assert town.where(approved)["state"] == "ended"


def test_an_unchanged_course_is_submitted_again_only_when_its_approval_ends_soon(
    town, session, approved
):
    early = town.author.submit(approved, 1, platform_id=str(town.platform.id))
    assert early.status_code == 409
    session.execute(update(Case).values(valid_until=now() + 80 * DAY))
    town.author.renewable(session, approved, now() - DAY)

    town.submit_again(approved, 1)

    assert town.case(approved)["is_renewal"] is True
    for each in town.to_assessors(approved):
        town.agree(each)
    assert town.author.publish(approved).json["status"] == "published"
    approvals(100)
    assert session.get(Course, approved).status == CourseStatus.PUBLISHED
    states = session.scalars(select(Case.state).order_by(Case.id)).all()
    assert states == ["replaced", "approved"]


def test_a_course_that_is_renewed_too_late_is_sold_again(town, session, approved):
    session.execute(update(Case).values(valid_until=now() - DAY))
    town.author.renewable(session, approved, now() - 90 * DAY)
    approvals(0)
    assert session.get(Course, approved, populate_existing=True).status == "suspended"

    town.submit_again(approved, 1)
    for each in town.to_assessors(approved):
        town.agree(each)
    published = town.author.publish(approved)

    assert published.json["status"] == "published"
    assert session.get(Course, approved).off_sale_reason is None


def test_an_approval_that_nobody_used_opens_the_draft_again(town, session):
    course_id = town.submit()
    for each in town.to_assessors(course_id):
        town.agree(each)

    approvals(731)

    assert town.author.read(course_id).json["state"] == "editing"
    assert town.author.publish(course_id).status_code == 409


def test_those_who_have_to_act_are_written_to(town, session):
    make_seat(session, town.author.institution)
    town.submit()
    town.agree(town.platform.id, "changes")

    asked = letters(session, "course-assessment-assigned")
    back = letters(session, "course-changes-requested")

    assert len(asked) == 1
    assert "Membuat roti di rumah" in asked[0][2]
    assert f"/partner/{town.platform.code}/assessments/" in asked[0][2]
    assert len(back) == 1
    assert f"/partner/{town.author.institution.code}/submitted-courses/" in back[0][2]
    assert "Say for whom." not in back[0][2]


def test_the_third_is_asked_again_where_she_does_not_answer(town):
    course_id = town.submit()
    one, other = town.to_assessors(course_id)
    town.agree(one, "approve")
    town.agree(other, "reject")
    (third,) = town.asked()

    overdue(15)

    (fourth,) = town.asked()
    assert fourth not in (one, other, third)
    assert town.tasks(third, state=str(TaskState.EXPIRED))
