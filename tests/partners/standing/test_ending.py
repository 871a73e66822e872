"""When a sanction begins, how it changes, and how it is over."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from core.clock import now
from partners.organisations import Standing
from partners.standing.models import SanctionChange
from tests.partners.standing.deciding import (
    decide,
    lift,
    run_due,
    slug_of,
    standing_of,
    topics,
)


def test_it_ends_by_itself_with_its_last_day(session, first, second, partner):
    decide(first, second, partner, "no_new_starts")
    assert standing_of(session, partner) == Standing.ACTIVE_NO_NEW_STARTS

    run_due(after=timedelta(days=29))
    assert standing_of(session, partner) == Standing.ACTIVE_NO_NEW_STARTS
    run_due(after=timedelta(days=32))

    assert standing_of(session, partner) == Standing.APPROVED
    assert topics(session)[-1] == "sanction.finished"


def test_the_harshest_one_in_force_decides_the_standing(
    session, first, second, partner
):
    decide(first, second, partner, "no_new_starts")
    suspended = decide(first, second, partner, "suspended")
    assert standing_of(session, partner) == Standing.SUSPENDED

    lift(first, second, suspended["id"])

    assert standing_of(session, partner) == Standing.ACTIVE_NO_NEW_STARTS


def test_lifting_takes_two_people_too(session, first, second, partner):
    sanction = decide(first, second, partner, "suspended")
    place = f"/v1/sanctions/{sanction['id']}/changes"
    change = first.post(place, act="lift", reason="Mended.").json

    alone = first.post(f"{place}/{change['id']}/decision", agrees=True)
    assert slug_of(alone) == "second-person-needed"
    assert standing_of(session, partner) == Standing.SUSPENDED
    other = first.post(place, act="lift", reason="Mended again.")
    assert slug_of(other) == "sanction-change-open"

    made = second.post(f"{place}/{change['id']}/decision", agrees=True)

    assert made.json["state"] == "made"
    assert standing_of(session, partner) == Standing.APPROVED
    with pytest.raises(IntegrityError, match="four_eyes"), session.begin_nested():
        session.execute(
            update(SanctionChange).values(decided_by=SanctionChange.proposed_by)
        )


def test_a_change_that_is_turned_down_changes_nothing(session, first, second, partner):
    sanction = decide(first, second, partner, "suspended")
    place = f"/v1/sanctions/{sanction['id']}/changes"
    change = first.post(place, act="lift", reason="Mended.").json

    declined = second.post(f"{place}/{change['id']}/decision", agrees=False)
    late = second.post(f"{place}/{change['id']}/decision", agrees=True)

    assert declined.json["state"] == "declined"
    assert slug_of(late) == "sanction-change-not-found"
    assert standing_of(session, partner) == Standing.SUSPENDED


def test_it_is_shortened_to_an_earlier_day_and_no_later_one(
    session, first, second, partner
):
    sanction = decide(first, second, partner, "suspended")
    place = f"/v1/sanctions/{sanction['id']}/changes"
    soon = (now() + timedelta(days=3)).date().isoformat()
    never = (now() + timedelta(days=300)).date().isoformat()

    longer = first.post(place, act="shorten", ends_on=never, reason="Longer.")
    without = first.post(place, act="shorten", reason="When?")
    change = first.post(place, act="shorten", ends_on=soon, reason="Mended.").json
    second.post(f"{place}/{change['id']}/decision", agrees=True)
    run_due(after=timedelta(days=5))

    assert slug_of(longer) == slug_of(without) == "sanction-unfit"
    assert standing_of(session, partner) == Standing.APPROVED
    assert "sanction.shortened" in topics(session)


def test_a_later_first_day_is_announced_and_begins_then(
    session, first, second, partner
):
    day = (now() + timedelta(days=3)).date().isoformat()
    decided = decide(first, second, partner, "suspended", starts_on=day)

    assert decided["state"] == "announced"
    assert decided["reply_due_at"] is not None
    assert standing_of(session, partner) == Standing.APPROVED
    run_due(after=timedelta(days=4))

    assert standing_of(session, partner) == Standing.SUSPENDED
    assert "sanction.announced" in topics(session)


def test_a_termination_waits_for_the_time_to_reply_and_for_the_answer(
    session, first, second, partner, owner
):
    decided = decide(first, second, partner, "terminated")
    assert decided["state"] == "announced"
    owner.post(
        f"/v1/organisations/{partner.id}/sanctions/{decided['id']}/reply",
        text="We have mended it.",
    )

    run_due(after=timedelta(days=40))
    assert standing_of(session, partner) == Standing.APPROVED
    first.post(
        f"/v1/sanctions/{decided['id']}/answer", outcome="upheld", text="Not enough."
    )
    run_due(after=timedelta(days=40))

    assert standing_of(session, partner) == Standing.TERMINATED
    assert "organisation.terminated" in topics(session)
