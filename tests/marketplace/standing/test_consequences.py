"""What follows from a sanction, and what is undone when it ends."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.clock import now
from core.events.models import StoredEvent
from marketplace.consequences.models import Run
from marketplace.transfers.models import Transfer
from partners.staff import Role
from tests.factories import (
    make_offering,
)
from tests.factories.mail import letters
from tests.marketplace.standing.conftest import make_class, work_off
from tests.partners.standing.deciding import decide, lift, slug_of


def told(session, topic):
    """The events of a topic, each with its audience."""
    return [
        (event.data, set(event.audience))
        for event in session.scalars(
            select(StoredEvent)
            .where(StoredEvent.topic == topic)
            .order_by(StoredEvent.id)
        )
    ]


def open_transfers(session):
    return session.scalars(
        select(Transfer).where(Transfer.state == "open").order_by(Transfer.voucher_id)
    ).all()


def test_platforms_that_list_its_courses_are_told_once(
    session, at, first, second, running
):
    other = make_offering(session, running.course)
    make_offering(session, running.course, withdrawn_at=at)
    sanction = decide(first, second, running.institution, "suspended")

    work_off(session, at)
    work_off(session, at)

    ((data, audience),) = told(session, "institution.sales_stopped")
    assert data == {"institution_id": str(running.institution.id)}
    assert audience == {running.platform.id, other.platform_id}
    shown = first.get(f"/v1/sanctions/{sanction['id']}/consequences").json
    assert shown["runs"][0]["told"] == 2
    assert shown["runs"][0]["finished_at"]


def test_institutions_are_told_of_a_platform_that_sells_no_more(
    session, at, first, second, running
):
    decide(first, second, running.platform, "no_new_starts")

    work_off(session, at)

    ((data, audience),) = told(session, "platform.sales_stopped")
    assert data == {"platform_id": str(running.platform.id)}
    assert audience == {running.institution.id}


def test_of_listed_courses_their_own_platforms_are_told(
    session, at, first, second, running
):
    make_class(session, running.institution)
    decide(
        first,
        second,
        running.institution,
        "no_new_starts",
        scope="courses",
        course_ids=[str(running.course.id)],
    )

    work_off(session, at)

    ((data, audience),) = told(session, "course.sales_stopped")
    assert data == {"course_id": str(running.course.id)}
    assert audience == {running.platform.id}
    assert told(session, "institution.sales_stopped") == []


def test_running_learners_are_listed_with_their_progress(
    session, at, first, second, running
):
    redeemed = running.enrol()
    issued = running.enrol(status="issued", redeemed_at=None)
    running.enrol(status="completed", completed_at=at)
    running.enrol(status="voided", voided_at=at, redeemed_at=None)
    running.enrol(status="issued", redeemed_at=None, expires_at=at)
    sanction = decide(first, second, running.institution, "suspended")

    work_off(session, at)

    listed = first.get(f"/v1/sanctions/{sanction['id']}/transfers").json["items"]
    assert {item["voucher_id"] for item in listed} == {
        str(redeemed.id),
        str(issued.id),
    }
    assert {(item["confirmed_steps"], item["required_steps"]) for item in listed} == {
        (0, 3)
    }
    events = told(session, "voucher.transfer_needed")
    assert len(events) == 2
    assert all(audience == {running.platform.id} for _, audience in events)
    assert "participant_id" not in events[0][0]
    assert len(letters(session, "transfer-none-found")) == 2


def test_nobody_is_listed_while_classes_go_on(session, at, first, second, running):
    running.enrol()
    decide(first, second, running.institution, "no_new_starts")

    work_off(session, at)

    assert open_transfers(session) == []


def test_an_equivalent_class_is_suggested(session, at, first, second, running):
    """Same category, mode and platform, not dearer, with a seat; the likest title."""
    voucher = running.enrol()
    likest = make_class(session, platform=running.platform, title=running.course.title)
    make_class(session, platform=running.platform, title="Menjahit Seragam")
    decide(first, second, running.institution, "suspended")

    work_off(session, now())

    (transfer,) = open_transfers(session)
    assert transfer.voucher_id == voucher.id
    assert transfer.suggested_schedule_id == likest.schedule.id
    assert transfer.suggested_offering_id == likest.offering.id


def _another_category(session, running):
    make_class(session, platform=running.platform, category="bahasa")


def _another_mode(session, running):
    make_class(session, platform=running.platform, mode="offline")


def _dearer(session, running):
    other = make_class(session, platform=running.platform)
    other.offering.price = running.offering.price + 1


def _full(session, running):
    other = make_class(session, platform=running.platform)
    other.schedule.seats_taken = other.schedule.capacity


def _over(session, running):
    other = make_class(session, platform=running.platform)
    other.schedule.starts_at = now() - timedelta(days=1)
    other.schedule.enrolment_closes_at = now() - timedelta(days=2)


def _suspended_too(session, running):
    other = make_class(session, platform=running.platform)
    other.institution.standing = "suspended"


@pytest.mark.parametrize(
    "only",
    [
        _another_category,
        _another_mode,
        _dearer,
        _full,
        _over,
        _suspended_too,
    ],
)
def test_what_is_not_equivalent_is_not_suggested(session, first, second, running, only):
    running.enrol()
    only(session, running)
    session.flush()
    decide(first, second, running.institution, "suspended")

    work_off(session, now())

    (transfer,) = open_transfers(session)
    assert transfer.suggested_schedule_id is None


def test_of_listed_courses_only_their_learners_are_listed(
    session, at, first, second, running
):
    other = make_class(session, running.institution)
    here, _ = running.enrol(), other.enrol()
    decide(
        first,
        second,
        running.institution,
        "suspended",
        scope="courses",
        course_ids=[str(running.course.id)],
    )

    work_off(session, at)

    assert [each.voucher_id for each in open_transfers(session)] == [here.id]


def test_lifting_withdraws_the_transfers_and_tells(session, at, first, second, running):
    running.enrol()
    sanction = decide(first, second, running.institution, "suspended")
    work_off(session, at)

    lift(first, second, sanction["id"])
    work_off(session, at)

    assert open_transfers(session) == []
    assert len(told(session, "voucher.transfer_withdrawn")) == 1
    assert len(letters(session, "transfer-withdrawn")) == 1
    ((_, audience),) = told(session, "institution.sales_resumed")
    assert audience == {running.platform.id}


def test_what_another_sanction_still_stops_is_not_undone(
    session, at, first, second, running
):
    running.enrol()
    whole = decide(first, second, running.institution, "suspended")
    decide(
        first,
        second,
        running.institution,
        "suspended",
        scope="courses",
        course_ids=[str(running.course.id)],
    )
    work_off(session, at)

    lift(first, second, whole["id"])
    work_off(session, at)

    assert len(open_transfers(session)) == 1


def test_a_run_goes_on_where_it_was_killed_and_repeats_nothing(
    session, at, first, second, running
):
    for _ in range(5):
        running.enrol()
    decide(first, second, running.institution, "suspended")

    steps = work_off(session, at, batch=2)
    again = work_off(session, at, batch=2)

    assert (steps, again) == (5, 0)
    assert len(open_transfers(session)) == 5
    assert len(told(session, "voucher.transfer_needed")) == 5
    (run,) = session.scalars(select(Run)).all()
    assert (run.step, run.learners) == ("done", 5)


def test_a_run_that_is_overtaken_by_the_end_stops(session, at, first, second, running):
    running.enrol()
    sanction = decide(first, second, running.institution, "suspended")

    lift(first, second, sanction["id"])
    work_off(session, at)

    assert open_transfers(session) == []
    assert told(session, "institution.sales_stopped") == []
    assert session.scalar(select(func.count()).where(Run.finished_at.is_not(None))) == 2


def test_from_a_warning_nothing_follows(session, first, running):
    sanction = first.propose(running.institution, "warning").json

    shown = first.get(f"/v1/sanctions/{sanction['id']}/consequences").json

    assert (shown["runs"], shown["open"]) == ([], 0)


def test_the_operator_sees_classes_with_counts(session, at, first, second, running):
    for _ in range(3):
        running.enrol()
    make_class(session, platform=running.platform)
    sanction = decide(first, second, running.institution, "suspended")
    work_off(session, now())

    shown = first.get(f"/v1/sanctions/{sanction['id']}/consequences").json

    assert (shown["open"], shown["with_suggestion"]) == (3, 3)
    (interrupted,) = shown["classes"]
    assert interrupted["learners"] == 3
    assert interrupted["course_title"] == running.course.title


def test_listing_takes_the_same_statements_for_any_number(
    session, at, first, second, running, statements
):
    running.enrol()
    decide(first, second, running.institution, "suspended")
    with statements() as few:
        work_off(session, at)
    other = make_class(session)
    for _ in range(8):
        other.enrol()
    decide(first, second, other.institution, "suspended")
    with statements() as many:
        work_off(session, at)

    assert many.count == few.count


def test_the_page_shows_what_followed(session, browser_of, first, second, running):
    running.enrol()
    sanction = decide(first, second, running.institution, "suspended")
    work_off(session, now())
    browser = browser_of(first.seat)

    page = browser.get(f"/operator/sanctions/{sanction['id']}/consequences")

    assert page.status_code == 200
    assert running.course.title in page.text
    assert "1 learners wait" in page.text
    assert '<meter min="0" max="1" value="0" aria-label="Moved">' in page.text
    assert "None at present" in page.text


def test_a_sanction_that_does_not_exist_has_no_consequences(first):
    from core.ids import new_id

    for what in ("consequences", "transfers"):
        response = first.get(f"/v1/sanctions/{new_id()}/{what}")
        assert (response.status_code, slug_of(response)) == (404, "sanction-not-found")


def test_other_staff_sees_no_learners(desk, first, running):
    sanction = first.propose(running.institution, "warning").json
    owner = desk.hire(Role.OWNER, at=running.institution)

    response = owner.get(f"/v1/sanctions/{sanction['id']}/transfers")

    assert response.status_code == 404
