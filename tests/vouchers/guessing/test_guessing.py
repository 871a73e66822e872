"""Guessing redeem codes is stopped (VC-05)."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select

from core.audit import AuditEntry
from core.clock import now
from core.ids import new_code, new_id
from partners.denials.models import SecurityAlert
from tests.factories import authorization, make_client, make_token
from tests.vouchers.classroom import RETURN, SCOPES, make_classroom
from vouchers.guessing.services.places import NoPlaceLeft, take_place, use_up
from vouchers.learning.models import Verification

MONDAY = datetime(2023, 5, 1, 2, 0, tzinfo=UTC)

PATHS = ["/v1/voucher-checks", "/v1/verifications"]


def send(client, path, bearer, code):
    extra = {"sequence": 1, "redirect_uri": RETURN} if "verif" in path else {}
    return client.post(
        path,
        json={"code": code} | extra,
        headers=authorization(bearer, new_id().hex),
    )


def guess(session, room, *, at):
    """One look-up that finds nothing."""
    organisation_id = room.institution.id
    use_up(
        session,
        take_place(session, organisation_id=organisation_id, at=at),
        organisation_id=organisation_id,
        client_id=room.client.client_id,
        address="198.51.100.7",
        at=at,
    )


def fill(session, room, *, at):
    for _ in range(10):
        guess(session, room, at=at)


def alerts(session):
    return session.scalars(
        select(SecurityAlert).order_by(SecurityAlert.raised_at)
    ).all()


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


def test_every_client_of_an_organisation_counts(client, session):
    room = make_classroom(session)
    other = make_token(session, make_client(session, room.institution, SCOPES))
    for bearer in [room.bearer, other] * 5:
        send(client, PATHS[0], bearer, new_code())

    assert send(client, PATHS[0], other, room.code).status_code == 429


def test_a_failure_of_more_than_ten_minutes_ago_is_forgotten(client, session):
    room = make_classroom(session)
    at = now() - timedelta(minutes=10, seconds=1)
    fill(session, room, at=at)
    assert send(client, PATHS[0], room.bearer, room.code).status_code == 200

    fill(session, room, at=now())
    assert send(client, PATHS[0], room.bearer, room.code).status_code == 429


def test_the_operator_is_told_once_of_an_organisation_that_guesses(client, session):
    room = make_classroom(session)
    for _ in range(9):
        send(client, PATHS[0], room.bearer, new_code())
    assert alerts(session) == []

    for _ in range(5):
        send(client, PATHS[0], room.bearer, new_code())

    [alert] = alerts(session)
    assert alert.rule == "redeem_codes"
    assert alert.organisation_id == room.institution.id
    assert alert.failures == 10


def test_while_it_goes_on_guessing_the_operator_is_not_told_every_minute(session):
    room = make_classroom(session)
    fill(session, room, at=MONDAY)
    for minute in range(1, 35):
        at = MONDAY + timedelta(minutes=minute, seconds=1)
        with suppress(NoPlaceLeft):
            guess(session, room, at=at)

    told = [alert.raised_at for alert in alerts(session)]

    assert len(told) == 3
    assert all(b - a >= timedelta(minutes=10) for a, b in pairwise(told))


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
