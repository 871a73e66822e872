"""Closing, checking and drawing a batch."""

from collections import Counter
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit.models import AuditEntry
from core.events import StoredEvent
from marketplace.participants.models import Participant
from marketplace.programme import Application, Batch, BatchStatus
from marketplace.programme.errors import (
    BatchNotInState,
    SchemeUnusable,
    VerificationUnfinished,
)
from marketplace.programme.models import BATCH_MOVES
from marketplace.programme.queries import status_counts
from marketplace.programme.rules import draw_of
from marketplace.programme.services.run_batch import close_batch, open_batch, plan_batch
from marketplace.programme.services.select_recipients import select_recipients
from marketplace.programme.services.store_scheme import store_scheme
from marketplace.programme.services.verify import verify_next
from tests.factories import (
    make_application,
    make_award,
    make_batch,
    make_participant,
    make_scheme,
)
from tests.marketplace.programme.conftest import make_applied_batch


def applications_of(session: Session, batch: Batch) -> list[Application]:
    rows = session.scalars(
        select(Application)
        .where(Application.batch_id == batch.id)
        .order_by(Application.id)
        .execution_options(populate_existing=True)
    )
    return list(rows)


def test_checking_a_batch_names_every_failed_rule(session, at):
    batch = make_batch(session)
    make_application(session, batch, make_participant(session))
    make_application(
        session,
        batch,
        make_participant(
            session,
            birth_date=date(2015, 1, 1),
            declarations={"offices": ["police"], "student": True, "other_aid": False},
        ),
    )
    close_batch(session, batch_id=batch.id, at=at)

    checked = verify_next(session, batch_id=batch.id, at=at)

    assert checked == 2
    good, bad = applications_of(session, batch)
    assert (good.status, good.failed_rules, good.verified_at) == ("verified", [], at)
    assert (bad.status, bad.verified_at) == ("rejected", at)
    assert bad.failed_rules == ["age_min", "student", "office"]


def test_an_interrupted_check_goes_on(session, at):
    batch = make_applied_batch(session, 5)
    close_batch(session, batch_id=batch.id, at=at)

    chunks = [verify_next(session, batch_id=batch.id, at=at, limit=2) for _ in range(4)]

    assert chunks == [2, 2, 1, 0]
    assert status_counts(session, batch.id) == Counter(verified=5)


def test_applications_of_an_open_batch_are_not_checked(session, at):
    batch = make_applied_batch(session, 1)

    checked = verify_next(session, batch_id=batch.id, at=at)

    assert checked == 0
    assert status_counts(session, batch.id) == Counter(submitted=1)


def test_whoever_was_awarded_before_is_rejected_even_after_a_revocation(session, at):
    award = make_award(session, status="revoked", balance=0)
    batch = make_batch(session)
    make_application(session, batch, session.get_one(Participant, award.participant_id))
    close_batch(session, batch_id=batch.id, at=at)

    verify_next(session, batch_id=batch.id, at=at)

    (application,) = applications_of(session, batch)
    assert application.failed_rules == ["awarded_before"]


def test_a_family_whose_places_are_taken_is_rejected(session, at):
    first, second, third = _family(session, 3)
    earlier = make_batch(session, status="decided")
    for person in (first, second):
        make_application(session, earlier, person, status="selected")
    batch = make_batch(session)
    make_application(session, batch, third)
    close_batch(session, batch_id=batch.id, at=at)

    verify_next(session, batch_id=batch.id, at=at)

    (application,) = applications_of(session, batch)
    assert application.failed_rules == ["family_card"]


def test_the_quota_is_never_exceeded(session, at, closed_batch):
    """VC-02."""
    batch = closed_batch(7, quota=3)

    select_recipients(session, batch_id=batch.id, at=at)

    assert status_counts(session, batch.id) == Counter(selected=3, not_selected=4)
    assert (batch.status, batch.selected_at) == ("selected", at)


def test_a_quota_above_the_applications_selects_all(session, at, closed_batch):
    batch = closed_batch(2, quota=3)

    select_recipients(session, batch_id=batch.id, at=at)

    assert status_counts(session, batch.id) == Counter(selected=2)


def test_anyone_who_is_told_the_seed_can_repeat_the_draw(session, at, closed_batch):
    batch = closed_batch(8, quota=3)

    select_recipients(session, batch_id=batch.id, at=at)

    applications = applications_of(session, batch)
    drawn = sorted(
        applications, key=lambda each: draw_of(batch.selection_seed, each.id)
    )
    assert {each.id for each in applications if each.status == "selected"} == {
        each.id for each in drawn[:3]
    }


def test_a_draw_gives_a_family_no_more_places_than_its_card_has(session, at):
    """VC-02: two per card, and the third's place goes to somebody else."""
    batch = make_batch(session, quota=4)
    family = _family(session, 4)
    strangers = [make_participant(session) for _ in range(2)]
    for person in [*family, *strangers]:
        make_application(session, batch, person)
    close_batch(session, batch_id=batch.id, at=at)
    verify_next(session, batch_id=batch.id, at=at)

    select_recipients(session, batch_id=batch.id, at=at)

    selected = {
        each.participant_id
        for each in applications_of(session, batch)
        if each.status == "selected"
    }
    assert len(selected & {person.id for person in family}) == 2
    assert selected >= {person.id for person in strangers}


def test_two_open_batches_cannot_both_take_a_familys_last_place(session, at):
    first, second, third = _family(session, 3)
    earlier = make_batch(session, status="decided")
    make_application(session, earlier, first, status="selected")
    batches = []
    for person in (second, third):
        batch = make_batch(session)
        make_application(session, batch, person)
        close_batch(session, batch_id=batch.id, at=at)
        verify_next(session, batch_id=batch.id, at=at)
        batches.append(batch)

    for batch in batches:
        select_recipients(session, batch_id=batch.id, at=at)

    outcomes = [applications_of(session, batch)[0].status for batch in batches]
    assert outcomes == ["selected", "not_selected"]


def test_a_batch_is_not_drawn_while_applications_are_unchecked(session, at):
    batch = make_applied_batch(session, 2)
    close_batch(session, batch_id=batch.id, at=at)
    verify_next(session, batch_id=batch.id, at=at, limit=1)

    with (
        pytest.raises(VerificationUnfinished) as refusal,
        session.begin_nested(),
    ):
        select_recipients(session, batch_id=batch.id, at=at)

    assert refusal.value.members == {"remaining": 1}
    session.refresh(batch)
    assert batch.status == "closed"
    assert status_counts(session, batch.id) == Counter(submitted=1, verified=1)


def test_every_move_of_a_batch_is_an_event_and_an_audit_line(session, at):
    make_scheme(session, "normal")
    batch = plan_batch(session, number=71, scheme_code="normal", quota=5, at=at)
    open_batch(session, batch_id=batch.id, at=at)
    close_batch(session, batch_id=batch.id, at=at)
    select_recipients(session, batch_id=batch.id, at=at)
    session.flush()

    topics = session.scalars(
        select(StoredEvent.topic)
        .where(StoredEvent.object_id == batch.id)
        .order_by(StoredEvent.position)
    ).all()
    lines = session.execute(
        select(AuditEntry.before, AuditEntry.after)
        .where(AuditEntry.object_id == str(batch.id))
        .order_by(AuditEntry.id)
    ).all()

    assert topics == ["batch.planned", "batch.opened", "batch.closed", "batch.selected"]
    assert [
        (before and before["status"], after["status"]) for before, after in lines
    ] == [
        (None, "planned"),
        ("planned", "open"),
        ("open", "closed"),
        ("closed", "selected"),
    ]


@pytest.mark.parametrize("before", list(BatchStatus))
@pytest.mark.parametrize("after", list(BatchStatus))
def test_a_batch_moves_only_as_the_table_says(before, after):
    batch = Batch(status=before)

    if after in BATCH_MOVES[before]:
        batch.move_to(after)
        assert batch.status == after
        return
    with pytest.raises(BatchNotInState) as refusal:
        batch.move_to(after)
    assert refusal.value.members == {"state": before, "wanted": after}
    assert batch.status == before


def test_a_changed_document_is_a_new_version_and_the_same_one_is_not(session, at):
    document = make_scheme(session).document
    first = store_scheme(session, code="x", title="X", document=document, at=at)
    same = store_scheme(session, code="x", title="X", document=document, at=at)
    changed = store_scheme(
        session,
        code="x",
        title="X",
        document=document | {"training_balance": 4_000_000},
        at=at,
    )

    assert same is first
    assert (first.version, changed.version) == (1, 2)
    assert first.document["training_balance"] == 3_500_000


def _with(document, section, **values):
    return document | {section: document[section] | values}


def _without(document, section, name):
    return document | {
        section: {key: v for key, v in document[section].items() if key != name}
    }


@pytest.mark.parametrize(
    ("damage", "named"),
    [
        (lambda it: {key: it[key] for key in it if key != "purchase"}, "purchase"),
        (lambda it: it | {"bonus": 1}, "A scheme has exactly"),
        (lambda it: it | {"training_balance": 3.5}, "whole number"),
        (lambda it: it | {"training_balance": -1}, "whole number"),
        (
            lambda it: _without(it, "purchase", "first_deadline_days"),
            "first_deadline_days",
        ),
        (lambda it: it | {"eligibility": []}, "AttributeError"),
        (lambda it: _with(it, "purchase", first_deadline_days="15"), "'15'"),
        (lambda it: _with(it, "purchase", first_deadline_days=True), "True"),
        (lambda it: _with(it, "purchase", first_deadline_days=-1), "-1"),
        (lambda it: _with(it, "purchase", first_deadline_days=None), "None"),
        (lambda it: _with(it, "completion", post_test=1), "post_test is 1"),
        (lambda it: _with(it, "eligibility", excluded_offices=[1]), "excluded_offices"),
        (lambda it: _with(it, "eligibility", age_max=64.5), "64.5"),
        (lambda it: _with(it, "eligibility", colour="red"), "no parameter colour"),
    ],
)
def test_a_document_that_is_no_scheme_is_refused_and_names_the_problem(
    session, at, damage, named
):
    document = damage(make_scheme(session).document)

    with pytest.raises(SchemeUnusable) as refusal:
        store_scheme(session, code="y", title="Y", document=document, at=at)

    assert named in refusal.value.members["problem"]


def _family(session: Session, size: int) -> list[Participant]:
    """People of one family card."""
    head = make_participant(session)
    return [head] + [
        make_participant(session, kk_index=head.kk_index) for _ in range(size - 1)
    ]
