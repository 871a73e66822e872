"""The register acts: reviewers and staff who are tied are refused, with the reason."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from core.clock import now
from core.events.models import StoredEvent
from core.ids import new_id
from core.privacy import vault_of
from partners.accounts import Account
from partners.conflicts import TieKind, Waiver
from partners.conflicts.identity import Party
from partners.conflicts.models import ReviewAssignment
from partners.conflicts.services.guard import staff_tie
from partners.conflicts.services.staff import give_identity
from partners.conflicts.services.waive import expire_waivers
from partners.organisations import Kind, Standing
from partners.staff import Role
from partners.standing import Sanction
from tests.factories import (
    make_account,
    make_officer,
    make_organisation,
    make_register_tie,
    make_sanction,
    make_seat,
    person,
)
from tests.factories.conflicts import JAKARTA
from tests.partners.standing.deciding import slug_of

SOON = (now() + timedelta(days=30)).date().isoformat()


def assign(who, subject, reviewer, role="assessor", task="onsite_verification"):
    return who.post(
        "/v1/review-assignments",
        subject_id=str(subject.id),
        reviewer_id=str(reviewer.id),
        role=role,
        task=task,
    )


def waive(first, second, purpose, one, other, **more):
    proposed = first.post(
        "/v1/conflict-waivers",
        purpose=purpose,
        organisation_id=str(one.id),
        other_organisation_id=str(other.id),
        reason="Nobody else reaches the region.",
        ends_on=SOON,
        **more,
    )
    assert proposed.status_code == 201, proposed.json
    return second.post(
        f"/v1/conflict-waivers/{proposed.json['id']}/decision", agrees=True
    )


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


def _by_a_seat(session, who, partner):
    make_seat(session, partner, Role.READ_ONLY, account_id=who.id)
    return "You work for Kursus Maju."


def _by_a_declared_interest(session, who, partner):
    who.post(
        "/v1/staff-interests",
        organisation_id=str(partner.id),
        note="My brother teaches there.",
    )
    return "You have declared an interest in Kursus Maju."


def _by_being_known(session, who, partner):
    account = session.get_one(Account, who.id)
    name = vault_of(session).open(
        account.full_name_sealed, row=account.id, field="full_name"
    )
    make_register_tie(
        session, partner, TieKind.TRAINER, party=person(f"Dr. {name}", "1990-02-03")
    )
    kept = who.desk.http.put(
        "/v1/staff-identity",
        json={"birth_date": "1990-02-03"},
        headers={"Authorization": f"Bearer {who.token}"},
    )
    assert kept.json == {"keys": 1}
    return "The register knows you as somebody of Kursus Maju."


TIED = [_by_a_seat, _by_a_declared_interest, _by_being_known]


@pytest.mark.parametrize("tie", TIED)
def test_staff_that_is_tied_decides_nothing_about_the_partner(
    session, first, second, partner, assessor, tie
):
    said = tie(session, second, partner)
    proposed = first.propose(partner, "suspended").json
    in_force = make_sanction(session, partner)
    place = f"/v1/sanctions/{proposed['id']}"

    tries = [
        second.propose(partner, "warning"),
        second.agree(proposed["id"]),
        second.post(f"{place}/decision", agrees=False),
        second.post(
            f"/v1/sanctions/{in_force.id}/changes", act="lift", reason="Friend."
        ),
        assign(second, partner, assessor),
        second.post(
            "/v1/ties",
            organisation_id=str(partner.id),
            kind="domain",
            label="kursus.example",
            source="I know.",
        ),
        second.post(
            "/v1/conflict-waivers",
            purpose="sale",
            organisation_id=str(partner.id),
            other_organisation_id=str(assessor.id),
            reason="Please.",
            ends_on=SOON,
        ),
    ]

    for refused in tries:
        assert (refused.status_code, slug_of(refused)) == (403, "staff-tied")
        assert refused.json["tie"] == said
    assert session.get_one(Sanction, proposed["id"]).state == "proposed"


def test_a_tie_to_one_of_the_group_is_one_to_all(session, first, partner, platform):
    make_register_tie(session, partner, TieKind.PARENT, other=platform.code)
    make_seat(session, platform, account_id=first.id)

    response = first.propose(partner, "warning")

    assert slug_of(response) == "staff-tied"
    assert response.json["tie"] == "You work for Pasar Pelatihan."


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


def test_a_question_about_an_unknown_organisation_is_refused(first, partner):
    for one, other in ((partner.id, new_id()), (new_id(), partner.id)):
        response = first.post(
            "/v1/conflict-checks",
            purpose="sale",
            organisation_id=str(one),
            other_organisation_id=str(other),
        )
        assert response.status_code == 404


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


def test_somebody_without_a_birth_date_cannot_be_recognised(first):
    response = first.desk.http.put(
        "/v1/staff-identity",
        json={},
        headers={"Authorization": f"Bearer {first.token}"},
    )

    assert (response.status_code, slug_of(response)) == (422, "register-tie-unfit")


def test_a_namesake_is_nobody_that_the_register_knows(session, partner):
    """Names alone do not make somebody tied."""
    account = make_account(session, full_name="Budi Santoso")
    make_register_tie(
        session, partner, TieKind.TRAINER, party=person("Budi Santoso", "1970-01-01")
    )

    give_identity(
        session,
        account.id,
        birth_date=date(1971, 1, 1),
        national_id=None,
        at=now(),
        zone=JAKARTA,
    )

    assert staff_tie(session, account.id, partner.id) is None
