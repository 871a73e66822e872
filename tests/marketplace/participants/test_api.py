"""Registration, a person's own record, and disclosures, over HTTP."""

import pytest
from sqlalchemy import func, select, text

from core.audit.models import AuditEntry
from core.ids import new_id
from core.privacy import vault_of
from marketplace.participants.models import Participant
from partners.accounts import Account
from partners.organisations import Kind
from tests.factories import (
    authorization,
    make_award,
    make_client,
    make_organisation,
    make_participant,
    make_token,
)

ANI = {
    "email": "ani@example.org",
    "password": "correct horse battery staple",
    "full_name": "Ani Lestari",
    "nik": "3273015705989001",
    "family_card": "3273 0112 0110 0002",
    "phone": "+62 812-3456-7890",
    "birth_date": "1998-05-17",
    "district_code": "32.73.01",
    "declarations": {"occupation": "job_seeker"},
}


@pytest.fixture
def counter(session):
    """Headers of the application at a registration counter; districts exist."""
    make_participant(session)
    organisation = make_organisation(session, Kind.OPERATOR)
    client = make_client(session, organisation, ["registrations:write"])
    return authorization(make_token(session, client))


@pytest.fixture
def revealer(session):
    organisation = make_organisation(session, Kind.OPERATOR)
    client = make_client(session, organisation, ["participants:reveal"])
    return authorization(make_token(session, client))


def register(client, headers, **changes):
    return client.post("/v1/registrations", headers=headers, json=ANI | changes)


def people(session) -> int:
    return session.scalar(select(func.count()).select_from(Participant))


def own_headers(session, participant_id):
    organisation = make_organisation(session, Kind.OPERATOR)
    app = make_client(session, organisation, ["participant:self"])
    account = session.get_one(Account, participant_id)
    return authorization(make_token(session, app, account))


def test_a_person_is_registered_with_one_id_for_account_and_participant(
    client, session, counter
):
    response = register(client, counter)

    assert response.status_code == 201
    participant = session.get_one(Participant, response.json["participant_id"])
    assert session.get_one(Account, participant.id).locale == "id"
    assert participant.gender == "female"
    assert participant.declarations == {
        "occupation": "job_seeker",
        "offices": [],
        "student": False,
        "other_aid": False,
    }


def test_what_identifies_a_person_is_sealed_and_found_by_its_blind_index(
    client, session, counter
):
    """PD-01, PD-02: no clear value in the row, and the normalised form is found."""
    register(client, counter)

    row = session.execute(
        text("SELECT p::text FROM participants p ORDER BY registered_at DESC LIMIT 1")
    ).scalar_one()
    clear = ["3273015705989001", "3273011201100002", "081234567890"]
    for value in clear:
        assert value not in row
        assert value.encode().hex() not in row
    index = vault_of(session).index("081234567890", field="phone")
    assert session.scalar(
        select(func.count()).where(Participant.phone_index == index)
    ) == (1)


@pytest.mark.parametrize(
    ("changes", "status", "slug"),
    [
        ({"nik": "327301570598900"}, 422, "nik-not-sixteen-digits"),
        ({"nik": "3273017502989001"}, 422, "nik-birth-date-impossible"),
        ({"nik": "3273015705980000"}, 422, "nik-serial-impossible"),
        ({"birth_date": "1998-05-18"}, 422, "birth-date-mismatch"),
        ({"birth_date": "2023-02-30"}, 422, "invalid-request"),
        ({"family_card": "12"}, 422, "family-card-malformed"),
        ({"phone": "021555"}, 422, "phone-malformed"),
        ({"district_code": "99.99.99"}, 422, "district-unknown"),
        ({"email": "nobody"}, 422, "email-unusable"),
        ({"password": "short"}, 422, "password-too-short"),
        ({"declarations": {}}, 422, "invalid-request"),
        ({"declarations": {"occupation": "king"}}, 422, "invalid-request"),
        ({"full_name": "Ani\0"}, 422, "invalid-request"),
        ({"colour": "red"}, 422, "invalid-request"),
    ],
)
def test_bad_data_is_refused_with_its_own_problem_and_registers_nobody(
    client, session, counter, changes, status, slug
):
    """SC-03, SC-06."""
    before = people(session)

    response = register(client, counter, **changes)

    assert response.status_code == status
    assert response.json["type"] == f"/problems/{slug}"
    assert people(session) == before
    assert session.scalar(select(func.count()).select_from(Account)) == before


@pytest.mark.parametrize(
    ("changes", "slug"),
    [
        ({"email": "b@example.org", "phone": "081200000001"}, "identity-number-taken"),
        ({"email": "b@example.org", "nik": "3273015705989002"}, "phone-taken"),
        ({"nik": "3273015705989002", "phone": "081200000001"}, "email-taken"),
    ],
)
def test_a_taken_number_is_refused_without_saying_whose_it_is(
    client, session, counter, changes, slug
):
    register(client, counter)
    before = people(session)

    response = register(client, counter, **changes)

    assert response.status_code == 409
    assert response.json["type"] == f"/problems/{slug}"
    assert set(response.json) == {
        "type",
        "title",
        "status",
        "detail",
        "remedy",
        "trace_id",
    }
    assert people(session) == before


def test_two_of_one_family_share_a_card(client, session, counter):
    register(client, counter)

    response = register(
        client,
        counter,
        email="b@example.org",
        nik="3273011705989002",
        phone="081200000001",
    )

    assert response.status_code == 201


def test_only_an_operators_client_registers_people(client, session):
    """SC-04."""
    platform = make_organisation(session, Kind.DIGITAL_PLATFORM)
    app = make_client(session, platform, ["registrations:write"])

    response = register(client, authorization(make_token(session, app)))

    assert response.status_code == 403
    assert response.json["type"] == "/problems/organisation-kind-missing"
    assert people(session) == 0


def test_a_participant_sees_herself_masked(client, session, counter):
    """PD-03."""
    participant_id = register(client, counter).json["participant_id"]

    shown = client.get("/v1/me", headers=own_headers(session, participant_id)).json

    dot = "\N{BULLET}"
    assert shown["nik"] == "3273" + dot * 8 + "9001"
    assert shown["family_card"] == "3273" + dot * 8 + "0002"
    assert shown["phone"] == dot * 8 + "7890"
    assert shown["email"] == "a" + dot * 2 + "@example.org"
    assert shown["full_name"] == "Ani Lestari"
    assert (shown["district"], shown["regency"], shown["province"]) == (
        "Sukasari",
        "Kota Bandung",
        "Jawa Barat",
    )
    assert shown["training_balance"] is None


def test_her_own_record_tells_balance_and_deadline(client, session):
    participant = make_participant(session)
    make_award(session, participant, balance=900_000)

    shown = client.get("/v1/me", headers=own_headers(session, participant.id)).json

    assert shown["training_balance"]["balance"] == {
        "amount": 900_000,
        "currency": "IDR",
    }
    assert shown["training_balance"]["status"] == "active"


def test_a_disclosure_shows_only_what_was_asked_and_is_written_down(
    client, session, counter, revealer
):
    """PD-03: who, which fields, why; and never the value."""
    participant_id = register(client, counter).json["participant_id"]

    response = client.post(
        f"/v1/participants/{participant_id}/disclosures",
        headers=revealer,
        json={"fields": ["nik", "phone"], "reason": "Ticket 4711, asked by the bank."},
    )

    assert response.status_code == 201
    assert response.json["values"] == {
        "nik": "3273015705989001",
        "phone": "081234567890",
    }
    line = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "participant.disclosed")
    ).one()
    assert line.object_id == participant_id
    assert line.after == {"fields": ["nik", "phone"]}
    assert line.reason == "Ticket 4711, asked by the bank."
    assert line.actor.startswith("client:")


@pytest.mark.parametrize(
    "body",
    [
        {"fields": ["nik"]},
        {"fields": ["nik"], "reason": "because"},
        {"fields": [], "reason": "A good reason indeed."},
        {"fields": ["password"], "reason": "A good reason indeed."},
    ],
)
def test_nothing_is_disclosed_without_a_reason_and_a_known_field(
    client, session, revealer, body
):
    participant = make_participant(session)

    response = client.post(
        f"/v1/participants/{participant.id}/disclosures", headers=revealer, json=body
    )

    assert response.status_code == 422
    assert "values" not in response.json
    assert disclosures(session) == 0


def test_an_unknown_person_is_not_found_and_no_line_is_written(
    client, session, revealer
):
    response = client.post(
        f"/v1/participants/{new_id()}/disclosures",
        headers=revealer,
        json={"fields": ["nik"], "reason": "A good reason indeed."},
    )

    assert response.status_code == 404
    assert response.json["type"] == "/problems/participant-not-found"
    assert disclosures(session) == 0


def disclosures(session) -> int:
    return session.scalar(
        select(func.count())
        .select_from(AuditEntry)
        .where(AuditEntry.action == "participant.disclosed")
    )
