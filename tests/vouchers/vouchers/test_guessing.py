"""Guessing redeem codes is stopped (VC-05)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.audit import AuditEntry, record
from core.clock import now
from core.ids import new_code, new_id
from tests.factories import authorization
from tests.vouchers.classroom import RETURN, make_classroom
from vouchers.learning.models import Verification

PATHS = ["/v1/voucher-checks", "/v1/verifications"]


def send(client, path, bearer, code):
    extra = {"sequence": 1, "redirect_uri": RETURN} if "verif" in path else {}
    return client.post(
        path,
        json={"code": code} | extra,
        headers=authorization(bearer, new_id().hex),
    )


def guessed(session):
    return session.scalars(
        select(AuditEntry).where(AuditEntry.action == "voucher.code_unknown")
    ).all()


@pytest.mark.parametrize("path", PATHS)
def test_after_ten_unknown_codes_even_the_right_one_is_not_looked_up(
    client, session, path
):
    room = make_classroom(session)
    statuses = [
        send(client, path, room.bearer, new_code()).status_code for _ in range(12)
    ]

    right = send(client, path, room.bearer, room.code)

    assert statuses == [404] * 10 + [429] * 2
    assert right.status_code == 429
    assert right.json["type"] == "/problems/too-many-unknown-codes"
    assert 1 <= int(right.headers["Retry-After"]) <= 600
    assert len(guessed(session)) == 10
    assert session.scalars(select(Verification)).all() == []


def test_another_institution_is_not_held_up(client, session):
    room = make_classroom(session)
    for _ in range(11):
        send(client, PATHS[0], room.stranger, new_code())

    assert send(client, PATHS[0], room.bearer, room.code).status_code == 200


def test_failures_of_more_than_ten_minutes_ago_are_forgotten(client, session):
    room = make_classroom(session)
    for _ in range(10):
        record(
            session,
            action="voucher.code_unknown",
            object_type="client",
            object_id=room.client.client_id,
            at=now() - timedelta(minutes=10, seconds=1),
        )
    session.flush()

    assert send(client, PATHS[0], room.bearer, room.code).status_code == 200


def test_slips_of_the_finger_are_not_counted(client, session):
    room = make_classroom(session)
    slip = ("A" if room.code[0] != "A" else "B") + room.code[1:]

    statuses = {
        send(client, PATHS[0], room.bearer, slip).status_code for _ in range(12)
    }

    assert statuses == {404}
    assert guessed(session) == []
    assert send(client, PATHS[0], room.bearer, room.code).status_code == 200


def test_a_guess_leaves_a_line_on_the_client_and_not_the_code(client, session):
    room = make_classroom(session)
    code = new_code()

    send(client, PATHS[0], room.bearer, code)

    [line] = guessed(session)
    assert (line.object_type, line.object_id) == ("client", room.client.client_id)
    assert code not in f"{line.before}{line.after}{line.reason}"


def test_a_replayed_refusal_is_counted_once(client, session):
    room = make_classroom(session)
    body = {"code": new_code(), "sequence": 1, "redirect_uri": RETURN}
    headers = authorization(room.bearer, "one-key")

    for _ in range(3):
        client.post(PATHS[1], json=body, headers=headers)

    assert len(guessed(session)) == 1
