"""The register acts: reviewers and staff who are tied are refused, with the reason."""

import pytest
from sqlalchemy import select

from core.events.models import StoredEvent
from core.ids import new_id
from partners.conflicts import TieKind
from partners.conflicts.identity import Party
from partners.conflicts.models import ReviewAssignment
from partners.organisations import Kind, Standing
from tests.factories import (
    make_officer,
    make_organisation,
    make_register_tie,
    person,
)
from tests.partners.conflicts.acting import assign
from tests.partners.standing.deciding import slug_of


def test_an_assessor_without_ties_is_assigned_and_told(
    session, first, partner, assessor
):
    response = assign(first, partner, assessor)

    assert response.status_code == 201, response.json
    event = session.scalars(
        select(StoredEvent).where(StoredEvent.topic == "review_assignment.made")
    ).one()
    assert event.audience == [assessor.id]
    assert event.data["subject_id"] == str(partner.id)


def test_an_assessor_of_the_same_group_is_refused_with_the_way(
    session, first, partner, assessor, platform
):
    make_register_tie(session, partner, TieKind.PARENT, other=platform.code)
    make_officer(session, platform, "Budi Santoso")
    make_officer(session, assessor, "Budi Santoso")

    response = assign(first, partner, assessor)

    assert (response.status_code, slug_of(response)) == (403, "reviewer-tied")
    assert response.json["tie"] == (
        "Somebody who is an officer of Universitas Uji is an officer of Pasar"
        " Pelatihan. Pasar Pelatihan controls Kursus Maju."
    )
    assert "Budi" not in response.text
    assert session.scalars(select(ReviewAssignment)).all() == []


def test_the_refusal_is_said_in_indonesian_too(
    session, client, first, partner, assessor
):
    make_register_tie(session, partner, TieKind.PARENT, other=assessor.code)

    response = client.post(
        "/v1/review-assignments",
        json={
            "subject_id": str(partner.id),
            "reviewer_id": str(assessor.id),
            "role": "assessor",
            "task": "onsite_verification",
        },
        headers={
            "Authorization": f"Bearer {first.token}",
            "Accept-Language": "id",
        },
    )

    assert "Universitas Uji mengendalikan Kursus Maju." in response.json["detail"]


def test_a_trainer_here_who_assesses_there_is_enough(session, first, partner, assessor):
    somebody = person("Citra Dewi", "1985-01-02")
    make_register_tie(session, partner, TieKind.TRAINER, party=somebody)
    make_register_tie(session, assessor, TieKind.ASSESSOR, party=somebody)

    response = assign(first, partner, assessor)

    assert slug_of(response) == "reviewer-tied"
    assert response.json["tie"] == (
        "Somebody who assesses for Universitas Uji teaches at Kursus Maju."
    )


def test_assessor_and_monitor_are_never_the_same(session, first, partner):
    both = make_organisation(session, kinds=[Kind.ASSESSOR, Kind.MONITOR])
    sister = make_organisation(session, Kind.MONITOR)
    make_officer(session, both, "Budi Santoso")
    make_officer(session, sister, "Budi Santoso")
    assert assign(first, partner, both).status_code == 201

    for monitor in (both, sister):
        response = assign(
            first, partner, monitor, role="monitor", task="class_monitoring"
        )
        assert (response.status_code, slug_of(response)) == (
            403,
            "assessor-and-monitor",
        )


def _of_another_kind(session):
    return make_organisation(session, Kind.DIGITAL_PLATFORM)


def _suspended(session):
    return make_organisation(session, Kind.ASSESSOR, standing=Standing.SUSPENDED)


@pytest.mark.parametrize("make", [_of_another_kind, _suspended])
def test_only_an_approved_assessor_assesses(session, first, partner, make):
    response = assign(first, partner, make(session))

    assert (response.status_code, slug_of(response)) == (422, "no-reviewer")


def test_a_task_is_given_once_and_can_be_taken_back(first, partner, assessor):
    made = assign(first, partner, assessor).json
    again = assign(first, partner, assessor)

    ended = first.post(f"/v1/review-assignments/{made['id']}/end", reason="On leave.")
    anew = assign(first, partner, assessor)

    assert slug_of(again) == "already-assigned"
    assert ended.json["end_reason"] == "On leave."
    assert anew.status_code == 201
    listed = first.get("/v1/review-assignments", subject_id=str(partner.id)).json
    assert len(listed["items"]) == 2


# The operator's own staff.


def test_a_question_about_an_unknown_organisation_is_refused(first, partner):
    for one, other in ((partner.id, new_id()), (new_id(), partner.id)):
        response = first.post(
            "/v1/conflict-checks",
            purpose="sale",
            organisation_id=str(one),
            other_organisation_id=str(other),
        )
        assert response.status_code == 404


def test_the_operator_asks_before_it_acts(session, first, partner, platform):
    make_register_tie(
        session,
        partner,
        TieKind.BANK_ACCOUNT,
        label="BNI",
        party=Party(number="0123456789"),
    )
    question = {
        "purpose": "sale",
        "organisation_id": str(partner.id),
        "other_organisation_id": str(platform.id),
    }

    before = first.post("/v1/conflict-checks", **question).json
    make_register_tie(
        session,
        platform,
        TieKind.BANK_ACCOUNT,
        label="Bni",
        party=Party(number="0123 456 789"),
    )
    after = first.post("/v1/conflict-checks", **question).json

    assert before == {"refused": False, "waived": False, "tie": None}
    assert after == {
        "refused": True,
        "waived": False,
        "tie": "Kursus Maju and Pasar Pelatihan use the same bank account.",
    }


def test_the_group_of_an_organisation_can_be_read(session, first, partner, platform):
    make_register_tie(
        session, partner, TieKind.OWNER, other=platform.code, share_bps=3_000
    )

    shown = first.get(f"/v1/organisations/{partner.id}/conflict-group").json

    assert [(each["code"], each["way"]) for each in shown["members"]] == [
        ("pasar", "Pasar Pelatihan owns 30 % of Kursus Maju.")
    ]
