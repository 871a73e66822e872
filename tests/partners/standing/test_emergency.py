"""Stops that cannot wait for a second person."""

from datetime import timedelta

from partners.organisations import Standing
from tests.factories import (
    authorization,
    make_client,
    make_token,
)
from tests.partners.standing.deciding import (
    decide,
    run_due,
    slug_of,
    standing_of,
    topics,
)


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


def test_an_emergency_stop_is_lifted_by_one_person(session, first, partner):
    stopped = first.propose(partner, "suspended", emergency=True).json

    change = first.post(
        f"/v1/sanctions/{stopped['id']}/changes", act="lift", reason="False alarm."
    )

    assert change.json["state"] == "made"
    assert standing_of(session, partner) == Standing.APPROVED
