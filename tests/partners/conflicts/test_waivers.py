"""An exception takes two people, is for one purpose, and ends."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from core.clock import now
from core.ids import new_id
from partners.conflicts import Waiver
from partners.conflicts.services.waive import expire_waivers
from partners.staff import Role
from tests.factories import (
    make_account,
    make_officer,
    make_seat,
)
from tests.partners.conflicts.acting import SOON, assign, waive
from tests.partners.standing.deciding import slug_of


def test_a_waiver_of_two_people_lets_her_in_until_it_ends(
    session, at, first, second, partner, assessor
):
    make_officer(session, partner, "Budi Santoso")
    make_officer(session, assessor, "Budi Santoso")

    granted = waive(first, second, "assessment", assessor, partner)
    assigned = assign(first, partner, assessor)

    assert granted.json["state"] == "in_force"
    assert assigned.status_code == 201
    assert expire_waivers(session, at=now() + timedelta(days=29)) == 0
    assert expire_waivers(session, at=now() + timedelta(days=32)) == 1
    other = assign(first, partner, assessor, task="document_review")
    assert slug_of(other) == "reviewer-tied"


def test_a_waiver_is_for_its_purpose_alone(session, first, second, partner, assessor):
    make_officer(session, partner, "Budi Santoso")
    make_officer(session, assessor, "Budi Santoso")

    waive(first, second, "sale", assessor, partner)

    assert slug_of(assign(first, partner, assessor)) == "reviewer-tied"


def test_a_waiver_for_a_person_is_for_the_operators_staff(session, first, partner):
    for account_id in (new_id(), make_account(session).id):
        response = first.post(
            "/v1/conflict-waivers",
            purpose="decision",
            organisation_id=str(partner.id),
            account_id=str(account_id),
            reason="She left the board years ago.",
            ends_on=SOON,
        )
        assert (response.status_code, slug_of(response)) == (422, "waiver-unfit")


def test_a_waiver_for_a_person_is_decided_by_others(
    session, desk, first, second, partner
):
    make_seat(session, partner, Role.READ_ONLY, account_id=first.id)
    third = desk.hire()
    body = {
        "purpose": "decision",
        "organisation_id": str(partner.id),
        "account_id": str(first.id),
        "reason": "She left the board years ago.",
        "ends_on": SOON,
    }

    own = first.post("/v1/conflict-waivers", **body)
    proposed = second.post("/v1/conflict-waivers", **body).json
    place = f"/v1/conflict-waivers/{proposed['id']}/decision"
    by_herself = first.post(place, agrees=True)
    by_the_first = second.post(place, agrees=True)
    granted = third.post(place, agrees=True)

    assert slug_of(own) == "waiver-second-person"
    assert slug_of(by_herself) == "waiver-second-person"
    assert slug_of(by_the_first) == "waiver-second-person"
    assert granted.json["state"] == "in_force"
    assert first.propose(partner, "warning").status_code == 201


def test_the_database_knows_the_four_eyes_of_a_waiver(
    session, first, second, partner, assessor
):
    waive(first, second, "sale", partner, assessor)

    with pytest.raises(IntegrityError, match="four_eyes"), session.begin_nested():
        session.execute(update(Waiver).values(decided_by=Waiver.proposed_by))


@pytest.mark.parametrize(
    "changes",
    [
        {"ends_on": "2020-01-01"},
        {"ends_on": "2099-01-01"},
        {"purpose": "decision"},
        {"other_organisation_id": None},
        {"account_id": "01900000-0000-7000-8000-000000000001"},
    ],
)
def test_a_waiver_that_is_not_whole_is_refused(
    session, first, partner, assessor, changes
):
    body = {
        "purpose": "sale",
        "organisation_id": str(partner.id),
        "other_organisation_id": str(assessor.id),
        "reason": "Why not.",
        "ends_on": SOON,
    }

    response = first.post("/v1/conflict-waivers", **(body | changes))

    assert (response.status_code, slug_of(response)) == (422, "waiver-unfit")
    assert session.scalars(select(Waiver)).all() == []


def test_a_waiver_can_be_ended_before_its_time(
    session, first, second, partner, assessor
):
    granted = waive(first, second, "assessment", partner, assessor).json

    ended = first.post(f"/v1/conflict-waivers/{granted['id']}/end")
    again = first.post(f"/v1/conflict-waivers/{granted['id']}/end")

    assert ended.json["state"] == "ended"
    assert (again.status_code, slug_of(again)) == (409, "waiver-move")
