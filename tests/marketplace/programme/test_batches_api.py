"""Schemes and batches over HTTP, as an operator uses them."""

import hashlib
from datetime import datetime

import pytest
from sqlalchemy import func, select

from core.ids import new_id
from core.ledger.proof import prove
from marketplace.programme import Award, Batch
from partners.organisations import Kind
from tests.factories import (
    authorization,
    make_application,
    make_batch,
    make_client,
    make_organisation,
    make_participant,
    make_scheme,
    make_token,
)
from tests.marketplace.programme.conftest import (
    JAKARTA,
    make_applied_batch,
    own_headers,
)


@pytest.fixture
def operator(session):
    """Headers of an operator's client."""
    organisation = make_organisation(session, Kind.OPERATOR)
    client = make_client(session, organisation, ["programme:manage", "programme:read"])
    return authorization(make_token(session, client))


def test_a_batch_runs_from_the_plan_to_the_awards(client, session, operator):
    """LG-01, VC-02: and the books hold at the end."""
    make_scheme(session, "normal")
    people = [make_participant(session) for _ in range(3)]

    planned = client.post(
        "/v1/batches",
        headers=operator,
        json={"number": 71, "scheme_code": "normal", "quota": 2},
    )
    assert planned.status_code == 201
    address = f"/v1/batches/{planned.json['id']}"
    opened = client.post(f"{address}/opening", headers=operator)
    assert (opened.status_code, opened.json["status"]) == (200, "open")
    for person in people:
        applied = client.post(
            "/v1/me/applications",
            headers=own_headers(session, person),
            json={"batch_number": 71},
        )
        assert (applied.status_code, applied.json["status"]) == (201, "submitted")
    closed = client.post(f"{address}/closing", headers=operator)
    assert closed.json["applications"] == {
        "submitted": 0,
        "verified": 3,
        "rejected": 0,
        "selected": 0,
        "not_selected": 0,
    }
    selected = client.post(f"{address}/selection", headers=operator)
    assert selected.json["applications"]["selected"] == 2
    decided = client.post(
        f"{address}/decision",
        headers=operator | {"Idempotency-Key": "decree-71"},
        json={"decree_number": "SK-71"},
    )

    assert decided.status_code == 200
    assert decided.json["status"] == "decided"
    assert decided.json["awarded"] == 2
    assert decided.json["awards_completed_at"] is not None
    deadline = datetime.fromisoformat(decided.json["purchase_deadline_at"])
    assert deadline.astimezone(JAKARTA).strftime("%H:%M:%S") == "23:59:59"
    assert prove(session).holds


def test_a_decision_is_replayed_and_not_repeated(client, session, operator):
    """ID-02."""
    batch = make_batch(session, status="selected")
    make_application(session, batch, make_participant(session), status="selected")
    headers = operator | {"Idempotency-Key": "once"}
    address = f"/v1/batches/{batch.id}/decision"

    first = client.post(address, headers=headers, json={"decree_number": "SK-1"})
    second = client.post(address, headers=headers, json={"decree_number": "SK-1"})

    assert first.status_code == second.status_code == 200
    assert second.headers["Idempotent-Replayed"] == "true"
    assert second.data == first.data
    assert session.scalar(select(func.count()).select_from(Award)) == 1


def test_a_decision_needs_an_idempotency_key(client, session, operator):
    """ID-01."""
    batch = make_batch(session, status="selected")

    response = client.post(
        f"/v1/batches/{batch.id}/decision",
        headers=operator,
        json={"decree_number": "SK-1"},
    )

    assert response.status_code == 400
    assert response.json["type"] == "/problems/idempotency-key-missing"
    session.refresh(batch)
    assert batch.status == "selected"


@pytest.mark.parametrize(
    ("move", "status", "wanted"),
    [
        ("opening", "open", "open"),
        ("closing", "planned", "closed"),
        ("selection", "open", "selected"),
        ("selection", "decided", "selected"),
        ("decision", "closed", "decided"),
        ("decision", "decided", "decided"),
    ],
)
def test_a_move_out_of_turn_is_refused_and_names_the_state(
    client, session, operator, move, status, wanted
):
    batch = make_batch(session, status=status)
    body = {"json": {"decree_number": "SK-1"}} if move == "decision" else {}

    response = client.post(
        f"/v1/batches/{batch.id}/{move}",
        headers=operator | {"Idempotency-Key": "k"},
        **body,
    )

    assert response.status_code == 409
    assert response.json["type"] == "/problems/batch-not-in-state"
    assert (response.json["state"], response.json["wanted"]) == (status, wanted)
    assert status in response.json["detail"]
    session.refresh(batch)
    assert batch.status == status


@pytest.mark.parametrize("move", ["opening", "closing", "selection", "decision"])
def test_an_unknown_batch_is_not_found(client, operator, move):
    body = {"json": {"decree_number": "SK-1"}} if move == "decision" else {}

    response = client.post(
        f"/v1/batches/{new_id()}/{move}",
        headers=operator | {"Idempotency-Key": "k"},
        **body,
    )

    assert response.status_code == 404
    assert response.json["type"] == "/problems/batch-not-found"


def test_a_batch_number_is_used_once(client, session, operator):
    make_scheme(session, "normal")
    make_batch(session, number=71)

    response = client.post(
        "/v1/batches",
        headers=operator,
        json={"number": 71, "scheme_code": "normal", "quota": 2},
    )

    assert response.status_code == 409
    assert response.json["type"] == "/problems/batch-number-taken"
    assert session.scalar(select(func.count()).select_from(Batch)) == 1


def test_a_batch_needs_a_scheme_that_exists(client, session, operator):
    response = client.post(
        "/v1/batches",
        headers=operator,
        json={"number": 71, "scheme_code": "none", "quota": 2},
    )

    assert response.status_code == 404
    assert response.json["type"] == "/problems/scheme-not-found"
    assert session.scalar(select(func.count()).select_from(Batch)) == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [("quota", 0), ("quota", -5), ("quota", 1.5), ("number", 10**12), ("colour", 1)],
)
def test_a_batch_with_impossible_numbers_is_refused(
    client, session, operator, field, value
):
    """SC-03, LG-06."""
    body = {"number": 71, "scheme_code": "normal", "quota": 2} | {field: value}

    response = client.post("/v1/batches", headers=operator, json=body)

    assert response.status_code == 422
    assert field in response.json["errors"]
    assert session.scalar(select(func.count()).select_from(Batch)) == 0


def test_only_operators_run_batches(client, session):
    """SC-04: the scope alone is not enough."""
    platform = make_organisation(session, Kind.DIGITAL_PLATFORM)
    bearer = make_token(session, make_client(session, platform, ["programme:manage"]))
    batch = make_batch(session, status="planned")

    response = client.post(
        f"/v1/batches/{batch.id}/opening", headers=authorization(bearer)
    )

    assert response.status_code == 403
    assert response.json["type"] == "/problems/organisation-kind-missing"
    session.refresh(batch)
    assert batch.status == "planned"


def test_the_seed_is_committed_first_and_told_after_the_draw(client, session, operator):
    batch = make_applied_batch(session, 1)
    address = f"/v1/batches/{batch.id}"

    before = client.get(address, headers=operator).json
    client.post(f"{address}/closing", headers=operator)
    client.post(f"{address}/selection", headers=operator)
    after = client.get(address, headers=operator).json

    assert before["selection_seed"] is None
    assert after["seed_commitment"] == before["seed_commitment"]
    assert (
        hashlib.sha256(after["selection_seed"].encode()).hexdigest()
        == (before["seed_commitment"])
    )


def test_batches_are_listed_from_the_highest_number(client, session, operator):
    for number in (70, 72, 71):
        make_batch(session, number=number)

    first = client.get("/v1/batches?limit=2", headers=operator).json
    second = client.get(
        f"/v1/batches?limit=2&cursor={first['next_cursor']}", headers=operator
    ).json

    assert [item["number"] for item in first["items"]] == [72, 71]
    assert [item["number"] for item in second["items"]] == [70]
    assert second["next_cursor"] is None


def test_schemes_show_their_newest_version(client, session, operator):
    make_scheme(session, "normal")
    newest = make_scheme(session, "normal", training_balance=4_000_000)
    make_scheme(session, "semi-bansos")

    listed = client.get("/v1/schemes", headers=operator).json
    shown = client.get("/v1/schemes/normal", headers=operator).json

    assert [item["code"] for item in listed["items"]] == ["normal", "semi-bansos"]
    assert listed["items"][0] == shown
    assert shown["version"] == newest.version
    assert shown["document"]["training_balance"] == 4_000_000


def test_an_unknown_scheme_is_not_found(client, operator):
    response = client.get("/v1/schemes/none", headers=operator)

    assert response.status_code == 404
    assert response.json["type"] == "/problems/scheme-not-found"
