"""Two people decide; one may stop in an emergency; all of it is on record."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from core.audit.models import AuditEntry
from core.events.models import StoredEvent
from core.ids import new_id
from partners.organisations import Kind, Standing
from partners.staff import Role
from partners.standing import Sanction
from tests.factories import (
    authorization,
    make_course,
    make_organisation,
    make_sanction,
)
from tests.partners.standing.deciding import decide, slug_of, standing_of, topics


def test_one_person_proposes_and_nothing_happens_yet(session, first, partner):
    response = first.propose(partner, "suspended")

    assert response.status_code == 201
    assert response.json["state"] == "proposed"
    assert standing_of(session, partner) == Standing.APPROVED
    assert topics(session) == ["sanction.proposed"]
    event = session.scalars(select(StoredEvent)).one()
    assert event.audience == []


def test_the_second_person_puts_it_in_force(session, first, second, partner):
    decided = decide(first, second, partner, "suspended")

    assert decided["state"] == "in_force"
    assert decided["stops"] == ["calls", "links", "sales", "payouts", "teaching"]
    assert decided["lapses_at"] is None
    assert standing_of(session, partner) == Standing.SUSPENDED
    assert topics(session) == [
        "sanction.proposed",
        "organisation.suspended",
        "sanction.started",
    ]
    actions = session.scalars(
        select(AuditEntry.action)
        .where(AuditEntry.object_type == "sanction")
        .order_by(AuditEntry.id)
    ).all()
    assert actions == ["sanction.proposed", "sanction.confirmed", "sanction.in_force"]


def test_who_proposed_it_cannot_be_the_second_person(session, first, partner):
    proposed = first.propose(partner, "suspended").json

    response = first.agree(proposed["id"])

    assert (response.status_code, slug_of(response)) == (403, "second-person-needed")
    assert standing_of(session, partner) == Standing.APPROVED


def test_the_database_knows_the_four_eyes_too(session, partner):
    person = make_sanction(session, partner).proposed_by

    with pytest.raises(IntegrityError, match="four_eyes"), session.begin_nested():
        session.execute(update(Sanction).values(confirmed_by=person))
    with pytest.raises(IntegrityError, match="four_eyes"), session.begin_nested():
        session.execute(update(Sanction).values(confirmed_by=None))


def test_a_warning_takes_one_person_and_stops_nothing(session, first, partner):
    warned = first.propose(partner, "warning").json

    assert (warned["state"], warned["stops"]) == ("in_force", [])
    assert standing_of(session, partner) == Standing.APPROVED


def test_a_proposal_can_be_turned_down(session, first, second, partner):
    proposed = first.propose(partner, "suspended").json

    declined = second.post(
        f"/v1/sanctions/{proposed['id']}/decision", agrees=False, reason="Too harsh."
    )
    again = second.agree(proposed["id"])

    assert declined.json["state"] == "declined"
    assert (again.status_code, slug_of(again)) == (409, "sanction-move")
    assert standing_of(session, partner) == Standing.APPROVED


def test_a_retry_with_the_same_key_proposes_once(session, client, first, partner):
    headers = authorization(first.token, "one-key")
    body = {
        "organisation_id": str(partner.id),
        "severity": "suspended",
        "reason_code": "other",
        "reason": "Once.",
    }

    one, two = (
        client.post("/v1/sanctions", json=body, headers=headers) for _ in range(2)
    )

    assert one.json == two.json
    assert len(session.scalars(select(Sanction)).all()) == 1


@pytest.mark.parametrize(
    "more",
    [
        {"scope": "sales"},
        {"scope": "client", "client_id": "nobody's"},
        {"scope": "courses", "course_ids": [str(new_id())]},
        {"reason_code": "because"},
        {"ends_on": "2099-01-01"},
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_stored(
    session, first, partner, more
):
    response = first.propose(partner, "suspended", **more)

    assert (response.status_code, slug_of(response)) == (422, "sanction-unfit")
    assert session.scalars(select(Sanction)).all() == []
    assert topics(session) == []


def test_another_institutions_course_cannot_be_listed(session, first):
    institution = make_organisation(session, Kind.TRAINING_INSTITUTION)
    own, foreign = make_course(session, institution), make_course(session)

    fit = first.propose(
        institution, "suspended", scope="courses", course_ids=[str(own.id)]
    )
    unfit = first.propose(
        institution,
        "suspended",
        scope="courses",
        course_ids=[str(own.id), str(foreign.id)],
    )

    assert fit.status_code == 201
    assert slug_of(unfit) == "sanction-unfit"


def test_the_ladder_can_be_read(first):
    response = first.get("/v1/sanction-ladder")

    assert response.status_code == 200
    assert {step["severity"] for step in response.json["steps"]} == {
        "warning",
        "no_new_starts",
        "suspended",
        "terminated",
    }
    assert "price_above_list" in {each["code"] for each in response.json["reasons"]}


def test_the_list_is_paged_and_filtered(session, first, partner):
    first.propose(partner, "suspended")
    first.propose(partner, "warning")
    first.propose(make_organisation(session), "suspended")

    page = first.get("/v1/sanctions", limit=2).json
    rest = first.get("/v1/sanctions", limit=2, cursor=page["next_cursor"]).json
    own = first.get("/v1/sanctions", organisation_id=str(partner.id)).json
    proposed = first.get("/v1/sanctions", state="proposed").json

    assert [len(page["items"]), len(rest["items"])] == [2, 1]
    assert [item["severity"] for item in own["items"]] == ["warning", "suspended"]
    assert len(proposed["items"]) == 2


@pytest.mark.parametrize("role", [Role.TREASURY, Role.AUDITOR, Role.OWNER])
def test_other_roles_of_the_operator_decide_nothing(desk, partner, role):
    response = desk.hire(role).propose(partner, "warning")

    assert (response.status_code, slug_of(response)) == (
        403,
        "staff-permission-missing",
    )


def test_a_partner_cannot_see_the_operators_list(owner):
    assert owner.get("/v1/sanctions").status_code == 404
