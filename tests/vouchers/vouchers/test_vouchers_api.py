"""Looking vouchers up, over HTTP."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from core.clock import now
from core.ids import new_code, new_id
from tests.factories import (
    RULES,
    authorization,
    make_account,
    make_client,
    make_offering,
    make_token,
    make_voucher,
)
from tests.vouchers.classroom import make_classroom, window
from vouchers.learning.models import Attendance, Verification
from vouchers.vouchers.rules import group_code


def check(client, bearer, code):
    return client.post(
        "/v1/voucher-checks", json={"code": code}, headers=authorization(bearer)
    )


def confirm(session, room, sequence):
    verification = Verification(
        voucher_id=room.voucher.id,
        sequence=sequence,
        state_hash=new_id().bytes,
        redirect_uri="https://institution.example/",
        started_at=now(),
        expires_at=now(),
        confirmed_at=now(),
    )
    session.add(verification)
    session.flush()
    session.add(
        Attendance(
            voucher_id=room.voucher.id,
            sequence=sequence,
            verification_id=verification.id,
            confirmed_at=now(),
        )
    )
    session.flush()
    return verification


def same_but_trace(one, other):
    bodies = [dict(response.json) for response in (one, other)]
    for body in bodies:
        body.pop("trace_id")
    return (one.status_code, bodies[0]) == (other.status_code, bodies[1])


def test_the_institution_sees_state_and_requirements_and_no_person(client, session):
    room = make_classroom(session, rules=window(60, 60))
    confirm(session, room, 1)

    response = check(client, room.bearer, group_code(room.code).lower())

    assert response.status_code == 200
    body = response.json
    assert body["voucher_id"] == str(room.voucher.id)
    assert body["status"] == "issued"
    assert body["confirmed_sequences"] == [1]
    assert body["course"]["title"] == room.course.title
    assert body["schedule"]["id"] == str(room.schedule.id)
    opens_at = (room.schedule.starts_at - timedelta(hours=1)).isoformat()
    assert body["redeem_opens_at"] == opens_at
    assert [(it["name"], it["have"], it["is_met"]) for it in body["requirements"]] == [
        ("attendance", 1, False),
        ("post_test_attendance", 0, False),
        ("post_test_result", 0, False),
    ]
    text = response.get_data(as_text=True)
    assert "Lestari" not in text
    assert str(room.holder.id) not in text
    assert room.code not in text


def test_an_overdue_voucher_shows_as_expired_before_the_job_has_come(client, session):
    room = make_classroom(session, expires_at=now() - timedelta(seconds=1))

    assert check(client, room.bearer, room.code).json["status"] == "expired"


def test_unknown_mistyped_and_foreign_codes_get_the_same_answer(client, session):
    """VC-05, VC-06: an institution cannot find out which codes exist."""
    room = make_classroom(session)
    wrong = ("A" if room.code[0] != "A" else "B") + room.code[1:]

    unknown = check(client, room.bearer, new_code())
    mistyped = check(client, room.bearer, wrong)
    foreign = check(client, room.stranger, room.code)

    assert unknown.status_code == 404
    assert unknown.json["type"] == "/problems/voucher-not-found"
    assert same_but_trace(unknown, mistyped)
    assert same_but_trace(unknown, foreign)


def test_a_foreign_voucher_id_gets_the_answer_of_an_unknown_one(client, session):
    """VC-06."""
    room = make_classroom(session)

    own = client.get(
        f"/v1/vouchers/{room.voucher.id}", headers=authorization(room.bearer)
    )
    foreign = client.get(
        f"/v1/vouchers/{room.voucher.id}", headers=authorization(room.stranger)
    )
    unknown = client.get(
        f"/v1/vouchers/{new_id()}", headers=authorization(room.stranger)
    )

    assert own.status_code == 200
    assert own.json["voucher_id"] == str(room.voucher.id)
    assert foreign.status_code == 404
    assert same_but_trace(foreign, unknown)


def test_checking_needs_the_scope(client, session):
    room = make_classroom(session)
    bearer = make_token(session, room.client, scopes=["learning:write"])

    response = check(client, bearer, room.code)

    assert response.status_code == 403
    assert response.json["type"] == "/problems/scope-missing"


@pytest.mark.parametrize(
    "body", [{}, {"code": ""}, {"code": 7}, {"code": "A" * 65}, {"code": "A", "x": 1}]
)
def test_a_malformed_check_is_422(client, session, body):
    room = make_classroom(session)

    response = client.post(
        "/v1/voucher-checks", json=body, headers=authorization(room.bearer)
    )

    assert response.status_code == 422


def test_the_holder_sees_her_code_and_every_use(client, session):
    room = make_classroom(session)
    use = confirm(session, room, 1)

    response = client.get("/v1/me/vouchers", headers=authorization(room.holder_bearer))

    assert response.status_code == 200
    [held] = response.json["items"]
    assert held["voucher_id"] == str(room.voucher.id)
    assert held["redeem_code"] == group_code(room.code)
    assert held["confirmed_sequences"] == [1]
    assert [it["verification_id"] for it in held["uses"]] == [str(use.id)]
    assert response.json["next_cursor"] is None


def test_the_holder_sees_only_her_own_vouchers_page_by_page(client, session):
    room = make_classroom(session)
    other = make_account(session)
    offering = make_offering(session, room.course)
    mine = [room.voucher.id] + [
        make_voucher(
            session,
            offering,
            room.schedule,
            room.course,
            room.holder,
            issued_at=now() - timedelta(days=2 + age),
        ).id
        for age in range(2)
    ]
    make_voucher(session, offering, room.schedule, room.course, other)
    headers = authorization(room.holder_bearer)

    first = client.get("/v1/me/vouchers?limit=2", headers=headers).json
    second = client.get(
        f"/v1/me/vouchers?limit=2&cursor={first['next_cursor']}", headers=headers
    ).json

    seen = [it["voucher_id"] for it in first["items"] + second["items"]]
    assert seen == [str(it) for it in mine]
    assert second["next_cursor"] is None


def test_a_clients_own_token_has_no_vouchers(client, session):
    room = make_classroom(session)
    app = make_client(session, room.institution, ["participant:self"])

    response = client.get(
        "/v1/me/vouchers", headers=authorization(make_token(session, app))
    )

    assert response.status_code == 403
    assert response.json["type"] == "/problems/person-missing"


def test_the_roster_lists_seats_without_names(client, session):
    room = make_classroom(session)
    confirm(session, room, 1)

    response = client.get(
        f"/v1/schedules/{room.schedule.id}/roster", headers=authorization(room.bearer)
    )

    assert response.status_code == 200
    assert response.json == {
        "items": [
            {
                "voucher_id": str(room.voucher.id),
                "status": "issued",
                "redeemed_at": None,
                "completed_at": None,
                "confirmed_sequences": [1],
            }
        ],
        "next_cursor": None,
    }


def test_another_institutions_roster_looks_unknown(client, session):
    """VC-06."""
    room = make_classroom(session)
    headers = authorization(room.stranger)

    foreign = client.get(f"/v1/schedules/{room.schedule.id}/roster", headers=headers)
    unknown = client.get(f"/v1/schedules/{new_id()}/roster", headers=headers)

    assert foreign.status_code == 404
    assert foreign.json["type"] == "/problems/class-not-found"
    assert same_but_trace(foreign, unknown)


def test_the_lists_need_the_same_number_of_queries_for_many(client, session, engine):
    room = make_classroom(session)
    offering = make_offering(session, room.course)
    url = "/v1/me/vouchers?limit=100"
    headers = authorization(room.holder_bearer)
    one = count_queries(engine, lambda: client.get(url, headers=headers))
    for _ in range(9):
        make_voucher(
            session, offering, room.schedule, room.course, room.holder, rules=RULES
        )

    many = count_queries(engine, lambda: client.get(url, headers=headers))

    assert many == one


def count_queries(engine, action) -> int:
    counted = []

    def count(*_):
        counted.append(1)

    event.listen(engine, "before_cursor_execute", count)
    try:
        assert action().status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", count)
    return len(counted)
