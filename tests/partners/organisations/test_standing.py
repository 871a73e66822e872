"""The standing of organisations, and what it does to their clients."""

import pytest
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.events.models import StoredEvent
from core.ids import new_id
from partners.organisations import Kind, Organisation, Standing
from partners.organisations.errors import OrganisationCodeTaken, StandingMoveIllegal
from partners.organisations.models import TRANSITIONS
from partners.organisations.services.change_standing import change_standing
from partners.organisations.services.register import register_organisation
from tests.factories import authorization, make_client, make_organisation, make_token

MOVES = [
    (before, after)
    for before in Standing
    for after in Standing
    if after not in TRANSITIONS[before]
]


@pytest.fixture
def operator(session):
    organisation = make_organisation(session, Kind.OPERATOR)
    client_row = make_client(session, organisation, ["programme:manage"])
    return authorization(make_token(session, client_row))


@pytest.fixture
def platform(session):
    return make_organisation(session, Kind.DIGITAL_PLATFORM)


def apply(session, name: str, at) -> Organisation:
    return register_organisation(
        session,
        code="lp-1",
        name=name,
        name_key=name.lower(),
        kinds=[Kind.TRAINING_INSTITUTION],
        at=at,
    )


def told(session, what, order):
    """The events or audit lines about the organisation itself, in their order."""
    return session.scalars(
        select(what).where(what.startswith("organisation.")).order_by(order)
    ).all()


def test_an_organisation_applies_before_it_may_act(session, at):
    made = apply(session, "LKP Maju", at)

    assert made.standing == Standing.APPLIED
    assert made.kinds == ["training_institution"]


def test_two_organisations_do_not_share_a_code(session, at):
    apply(session, "Satu", at)

    with pytest.raises(OrganisationCodeTaken):
        apply(session, "Dua", at)

    assert session.scalars(select(Organisation.name)).all() == ["Satu"]


@pytest.mark.parametrize(("before", "after"), MOVES)
def test_a_move_that_is_not_in_the_table_is_refused(session, at, before, after):
    organisation = make_organisation(session, standing=before)

    with pytest.raises(StandingMoveIllegal) as refused:
        change_standing(session, organisation_id=organisation.id, standing=after, at=at)

    assert refused.value.members == {"standing": before, "wanted": after}
    assert organisation.standing == before
    assert session.scalars(select(StoredEvent)).all() == []


def test_a_suspension_shuts_the_clients_out_and_a_reinstatement_lets_them_in(
    client, session, operator, platform
):
    token = make_token(session, make_client(session, platform, ["profile:read"]))
    place = f"/v1/organisations/{platform.id}"

    suspended = client.post(
        f"{place}/suspension", json={"reason": "Prices."}, headers=operator
    )
    shut_out = client.get("/v1/userinfo", headers=authorization(token))
    reinstated = client.post(
        f"{place}/reinstatement", json={"reason": "Mended."}, headers=operator
    )
    let_in = client.get("/v1/userinfo", headers=authorization(token))

    assert suspended.json["standing"] == "suspended"
    assert suspended.json["standing_reason"] == "Prices."
    assert shut_out.json["type"] == "/problems/partner-suspended"
    assert reinstated.json["standing"] == "approved"
    assert let_in.json["type"] == "/problems/person-missing"
    assert told(session, StoredEvent.topic, StoredEvent.id) == [
        "organisation.suspended",
        "organisation.reinstated",
    ]
    assert told(session, AuditEntry.action, AuditEntry.id) == [
        "organisation.suspended",
        "organisation.approved",
    ]


def test_only_the_operator_suspends(client, session, platform):
    """SC-04: the scope alone is not enough."""
    token = make_token(session, make_client(session, platform, ["programme:manage"]))

    response = client.post(
        f"/v1/organisations/{platform.id}/suspension",
        json={"reason": "Revenge."},
        headers=authorization(token),
    )

    assert response.status_code == 403
    session.refresh(platform)
    assert platform.standing == Standing.APPROVED


def test_what_does_not_exist_cannot_be_suspended(client, operator):
    response = client.post(
        f"/v1/organisations/{new_id()}/suspension",
        json={"reason": "None."},
        headers=operator,
    )

    assert response.status_code == 404
