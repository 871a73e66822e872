"""Two people decide; one may stop in an emergency; all of it is on record."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from core.audit.models import AuditEntry
from core.clock import now
from core.events.models import StoredEvent
from core.ids import new_id
from partners.organisations import Kind, Standing
from partners.staff import Role
from partners.standing import Sanction
from partners.standing.models import SanctionChange
from partners.standing.tasks import run_everything_due
from tests.factories import (
    authorization,
    make_client,
    make_course,
    make_organisation,
    make_sanction,
    make_token,
)
from tests.partners.standing.deciding import decide, slug_of


def standing_of(session, organisation) -> str:
    session.refresh(organisation)
    return organisation.standing


def topics(session) -> list[str]:
    return session.scalars(select(StoredEvent.topic).order_by(StoredEvent.id)).all()


def run_due(*, after: timedelta) -> None:
    run_everything_due(lambda: now() + after)


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


def test_an_emergency_stop_is_in_force_at_once_and_lapses(session, first, partner):
    stopped = first.propose(partner, "suspended", emergency=True).json
    assert stopped["state"] == "in_force"
    assert standing_of(session, partner) == Standing.SUSPENDED

    run_due(after=timedelta(hours=71))
    assert standing_of(session, partner) == Standing.SUSPENDED

    run_due(after=timedelta(hours=72, seconds=1))

    assert standing_of(session, partner) == Standing.APPROVED
    assert first.get(f"/v1/sanctions/{stopped['id']}").json["state"] == "lapsed"
    assert topics(session)[-2:] == ["organisation.reinstated", "sanction.finished"]


def test_an_emergency_stop_that_was_confirmed_stays(session, first, second, partner):
    stopped = first.propose(partner, "suspended", emergency=True).json

    confirmed = second.agree(stopped["id"]).json
    run_due(after=timedelta(hours=80))

    assert confirmed["lapses_at"] is None
    assert standing_of(session, partner) == Standing.SUSPENDED
    assert topics(session)[-1] == "sanction.confirmed"


def test_what_a_program_stopped_takes_two_people_to_last(
    session, client, desk, first, second, partner
):
    program = make_client(session, desk.operator, ["programme:manage"])
    client.post(
        f"/v1/organisations/{partner.id}/suspension",
        json={"reason": "Alarm."},
        headers=authorization(make_token(session, program)),
    )
    stopped = first.get("/v1/sanctions").json["items"][0]

    taken_on = first.agree(stopped["id"]).json
    alone = first.agree(stopped["id"])
    confirmed = second.agree(stopped["id"]).json

    assert taken_on["lapses_at"] is not None
    assert slug_of(alone) == "second-person-needed"
    assert confirmed["lapses_at"] is None
    assert standing_of(session, partner) == Standing.SUSPENDED


def test_a_program_does_not_lift_what_people_decided(
    session, client, desk, first, second, partner
):
    decide(first, second, partner, "suspended")
    program = make_client(session, desk.operator, ["programme:manage"])

    response = client.post(
        f"/v1/organisations/{partner.id}/reinstatement",
        json={"reason": "Bug."},
        headers=authorization(make_token(session, program)),
    )

    assert (response.status_code, slug_of(response)) == (409, "sanction-decided-by-two")
    assert standing_of(session, partner) == Standing.SUSPENDED


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


def lift(first, second, sanction_id):
    change = first.post(
        f"/v1/sanctions/{sanction_id}/changes", act="lift", reason="Mended."
    )
    assert change.status_code == 201, change.json
    return second.post(
        f"/v1/sanctions/{sanction_id}/changes/{change.json['id']}/decision",
        agrees=True,
    )


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


def test_an_emergency_stop_is_lifted_by_one_person(session, first, partner):
    stopped = first.propose(partner, "suspended", emergency=True).json

    change = first.post(
        f"/v1/sanctions/{stopped['id']}/changes", act="lift", reason="False alarm."
    )

    assert change.json["state"] == "made"
    assert standing_of(session, partner) == Standing.APPROVED


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
