"""Starting and confirming steps, over HTTP."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.audit import AuditEntry
from core.clock import now
from core.events import StoredEvent
from core.ids import new_id
from tests.factories import (
    authorization,
    make_account,
    make_client,
    make_organisation,
    make_token,
)
from tests.vouchers.classroom import RETURN, make_classroom, window
from vouchers.learning.models import Attendance, Verification


def start(client, room, sequence=1, *, bearer=None, **body):
    body = {"code": room.code, "sequence": sequence, "redirect_uri": RETURN} | body
    return client.post(
        "/v1/verifications",
        json=body,
        headers=authorization(bearer or room.bearer, new_id().hex),
    )


def confirm(client, room, state, *, bearer=None, key=None):
    return client.post(
        "/v1/me/verifications",
        json={"state": state},
        headers=authorization(bearer or room.holder_bearer, key or new_id().hex),
    )


def started_state(client, room, sequence=1):
    response = start(client, room, sequence)
    assert response.status_code == 201, response.json
    return response.json["url"].rpartition("/")[2]


def step(client, room, sequence):
    response = confirm(client, room, started_state(client, room, sequence))
    assert response.status_code == 201, response.json
    return response


def topics(session, room):
    return session.scalars(
        select(StoredEvent.topic)
        .where(StoredEvent.object_id == room.voucher.id)
        .order_by(StoredEvent.position)
    ).all()


def problem(response):
    return response.status_code, response.json["type"].removeprefix("/problems/")


def test_a_started_verification_is_an_address_and_uses_nothing_up(
    client, session, settings
):
    room = make_classroom(session)

    response = start(client, room)

    assert response.status_code == 201
    url, expires_at = response.json["url"], response.json["expires_at"]
    assert url.startswith(f"{settings.public_url}/verify/")
    stored = session.scalars(select(Verification)).one()
    assert str(stored.id) == response.json["verification_id"]
    assert stored.expires_at - stored.started_at == timedelta(minutes=15)
    assert stored.expires_at.isoformat() == expires_at
    assert url.rpartition("/")[2].encode() not in stored.state_hash
    assert room.voucher.status == "issued"
    assert topics(session, room) == []


def test_the_same_start_again_is_answered_with_the_same_address(client, session):
    room = make_classroom(session)
    headers = authorization(room.bearer, "one-key")
    body = {"code": room.code, "sequence": 1, "redirect_uri": RETURN}

    first = client.post("/v1/verifications", json=body, headers=headers)
    again = client.post("/v1/verifications", json=body, headers=headers)

    assert again.get_data() == first.get_data()
    assert again.headers["Idempotent-Replayed"] == "true"
    assert len(session.scalars(select(Verification)).all()) == 1


def test_the_holder_redeems_by_confirming_the_first_step(client, session):
    room = make_classroom(session)
    state = started_state(client, room)

    response = confirm(client, room, state)

    assert response.status_code == 201
    assert response.json["voucher_id"] == str(room.voucher.id)
    assert response.json["sequence"] == 1
    identity = response.json["verification_id"]
    assert response.json["return_to"] == f"{RETURN}&verification_id={identity}"
    session.refresh(room.voucher)
    assert room.voucher.status == "redeemed"
    assert room.voucher.redeemed_at.isoformat() == response.json["confirmed_at"]
    assert topics(session, room) == ["attendance.confirmed", "voucher.redeemed"]
    event = session.scalars(
        select(StoredEvent).where(StoredEvent.topic == "voucher.redeemed")
    ).one()
    assert event.audience == [room.voucher.provider_id, room.voucher.platform_id]
    assert event.data == {"voucher_id": str(room.voucher.id)}
    actions = session.scalars(
        select(AuditEntry.action)
        .where(AuditEntry.object_id == str(room.voucher.id))
        .order_by(AuditEntry.recorded_at, AuditEntry.id)
    ).all()
    assert set(actions) == {
        "verification.started",
        "attendance.confirmed",
        "voucher.redeemed",
    }


def test_the_institution_reads_whether_it_was_confirmed(client, session):
    room = make_classroom(session)
    identity = start(client, room).json["verification_id"]
    url = f"/v1/verifications/{identity}"

    waiting = client.get(url, headers=authorization(room.bearer))
    foreign = client.get(url, headers=authorization(room.stranger))

    assert waiting.status_code == 200
    assert waiting.json["confirmed_at"] is None
    assert problem(foreign) == (404, "verification-not-found")


def test_all_steps_of_a_class_one_after_the_other(client, session):
    room = make_classroom(session)

    for sequence in (1, 2, 999):
        step(client, room, sequence)

    confirmed = session.scalars(select(Attendance.sequence)).all()
    assert sorted(confirmed) == [1, 2, 999]
    assert topics(session, room).count("voucher.redeemed") == 1


def test_another_persons_verification_looks_unknown(client, session):
    room = make_classroom(session)
    state = started_state(client, room)
    app = make_client(session, make_organisation(session), ["participant:self"])
    stranger = make_token(session, app, make_account(session))

    foreign = confirm(client, room, state, bearer=stranger)
    unknown = confirm(client, room, "no-such-state", bearer=stranger)

    assert problem(foreign) == (404, "verification-not-found")
    assert {k: v for k, v in foreign.json.items() if k != "trace_id"} == {
        k: v for k, v in unknown.json.items() if k != "trace_id"
    }
    session.refresh(room.voucher)
    assert room.voucher.status == "issued"
    assert session.scalars(select(Attendance)).all() == []


def test_the_second_confirmation_changes_nothing(client, session):
    """VC-01."""
    room = make_classroom(session)
    state, other = started_state(client, room), started_state(client, room)
    confirm(client, room, state)

    same = confirm(client, room, state)
    through_another = confirm(client, room, other)

    assert problem(same) == (409, "step-already-confirmed")
    assert problem(through_another) == (409, "step-already-confirmed")
    assert len(session.scalars(select(Attendance)).all()) == 1
    assert topics(session, room) == ["attendance.confirmed", "voucher.redeemed"]


def test_the_same_confirmation_with_its_key_is_replayed(client, session):
    room = make_classroom(session)
    state = started_state(client, room)

    first = confirm(client, room, state, key="mine")
    again = confirm(client, room, state, key="mine")

    assert again.status_code == 201
    assert again.get_data() == first.get_data()


def test_a_verification_ends_after_its_time(client, session):
    room = make_classroom(session)
    state = started_state(client, room)
    verification = session.scalars(select(Verification)).one()
    verification.expires_at = now()
    session.flush()

    response = confirm(client, room, state)

    assert problem(response) == (409, "verification-over")
    session.refresh(room.voucher)
    assert room.voucher.status == "issued"


def test_what_was_voided_after_the_start_is_not_redeemed(client, session):
    room = make_classroom(session)
    state = started_state(client, room)
    room.voucher.status, room.voucher.voided_at = "voided", now()
    session.flush()

    response = confirm(client, room, state)

    assert problem(response) == (409, "voucher-voided")
    assert session.scalars(select(Attendance)).all() == []


@pytest.mark.parametrize(
    "address",
    [
        "https://institution.example/attendance",
        RETURN + "&x=1",
        RETURN.upper(),
        "https://evil.example/",
        RETURN + "#",
    ],
)
def test_a_return_address_must_be_registered_letter_by_letter(client, session, address):
    room = make_classroom(session)

    response = start(client, room, redirect_uri=address)

    assert problem(response) == (422, "redirect-not-registered")
    assert session.scalars(select(Verification)).all() == []


def test_another_institution_cannot_start_and_learns_nothing(client, session):
    """VC-06."""
    room = make_classroom(session)

    foreign = start(client, room, bearer=room.stranger)
    unknown = start(client, room, bearer=room.stranger, code="ABCD")

    assert problem(foreign) == (404, "voucher-not-found")
    assert {k: v for k, v in foreign.json.items() if k != "trace_id"} == {
        k: v for k, v in unknown.json.items() if k != "trace_id"
    }
    assert session.scalars(select(Verification)).all() == []


def test_too_early_names_the_window(client, session):
    room = make_classroom(session, rules=window(60, 60))

    response = start(client, room)

    assert problem(response) == (409, "schedule-window-closed")
    opens_at = room.schedule.starts_at - timedelta(hours=1)
    assert response.json["opens_at"] == opens_at.isoformat()
    assert session.scalars(select(Verification)).all() == []


@pytest.mark.parametrize(
    ("sequence", "slug"),
    [(2, "first-step-missing"), (3, "step-not-in-course"), (999, "first-step-missing")],
)
def test_a_step_out_of_order_is_refused(client, session, sequence, slug):
    room = make_classroom(session)

    assert problem(start(client, room, sequence)) == (409, slug)


def test_the_post_test_waits_for_the_sessions(client, session):
    room = make_classroom(session)
    step(client, room, 1)

    response = start(client, room, 999)

    assert problem(response) == (409, "attendance-missing")
    assert (response.json["needed"], response.json["have"]) == (2, 1)


def test_a_confirmed_step_is_not_started_again(client, session):
    room = make_classroom(session)
    step(client, room, 1)

    assert problem(start(client, room, 1)) == (409, "step-already-confirmed")


def test_an_expired_voucher_is_not_started(client, session):
    room = make_classroom(session, expires_at=now() - timedelta(seconds=1))

    assert problem(start(client, room)) == (409, "voucher-expired")


@pytest.mark.parametrize("sequence", [0, 11, 998, 1000, -1, "1", 1.0, True, None])
def test_only_1_to_10_and_999_are_sequences(client, session, sequence):
    room = make_classroom(session)

    assert start(client, room, sequence).status_code == 422


def test_a_start_needs_a_key(client, session):
    room = make_classroom(session)

    response = client.post(
        "/v1/verifications",
        json={"code": room.code, "sequence": 1, "redirect_uri": RETURN},
        headers=authorization(room.bearer),
    )

    assert problem(response) == (400, "idempotency-key-missing")
