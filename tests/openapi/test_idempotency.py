"""Idempotency-Key: the effect once, the answer as often as asked (ID-01 to ID-07)."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from core.clock import now
from core.errors import Busy
from core.unit_of_work import unit_of_work
from openapi.idempotency import RETENTION, IdempotencyRecord, prune
from partners.webhooks.errors import EndpointDisabled
from tests.openapi.conftest import body_of, headers, slug, things_made
from tests.soak import sized

PATH = "/v1/things"
KEYS = sized(5, 100)


def stored() -> int:
    with unit_of_work("test") as session:
        return session.scalar(select(func.count()).select_from(IdempotencyRecord)) or 0


@pytest.mark.parametrize("key", [None, "", "x" * 256, "has space", "nul\x7f"])
def test_without_a_usable_key_nothing_happens(small, key):
    """ID-01."""
    response = small.post(PATH, json=body_of(), headers=headers(key))

    assert (response.status_code, slug(response)) == (400, "idempotency-key-missing")
    assert response.content_type == "application/problem+json"
    assert things_made() == 0


def test_the_same_request_gets_the_same_answer_and_one_effect(small):
    """ID-02."""
    first = small.post(PATH, json=body_of(), headers=headers())
    second = small.post(PATH, json=body_of(), headers=headers())

    assert first.status_code == second.status_code == 201
    assert second.data == first.data
    assert second.content_type == first.content_type
    assert "Idempotent-Replayed" not in first.headers
    assert second.headers["Idempotent-Replayed"] == "true"
    assert things_made() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Lain"},
        {"price": {"amount": 350_001, "currency": "IDR"}},
        {"tags": ["baru"]},
    ],
)
def test_the_key_of_another_body_is_refused(small, change):
    """ID-03."""
    small.post(PATH, json=body_of(), headers=headers())

    response = small.post(PATH, json=body_of(**change), headers=headers())

    assert (response.status_code, slug(response)) == (422, "idempotency-key-reused")
    assert things_made() == 1


def test_the_key_of_another_path_is_refused(small):
    """ID-03."""
    small.post(PATH, json=body_of(), headers=headers())

    response = small.post(f"{PATH}/copies", json=body_of(), headers=headers())

    assert (response.status_code, slug(response)) == (422, "idempotency-key-reused")
    assert things_made() == 1


def test_a_key_belongs_to_its_caller(small):
    """ID-03: two callers may choose the same key."""
    ours = small.post(PATH, json=body_of(), headers=headers())
    theirs = small.post(PATH, json=body_of(), headers=headers(token="other"))

    assert ours.status_code == theirs.status_code == 201
    assert ours.json["id"] != theirs.json["id"]
    assert things_made() == 2


@pytest.mark.race
def test_while_the_first_runs_the_second_is_told_to_wait(small_app, committed, making):
    """ID-04."""
    making.may_go_on = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(
            lambda: small_app.test_client().post(
                PATH, json=body_of(), headers=headers()
            )
        )
        assert making.entered.wait(10)
        started = now()
        second = small_app.test_client().post(PATH, json=body_of(), headers=headers())
        took = now() - started
        making.may_go_on.set()

    assert first.result().status_code == 201
    assert (second.status_code, slug(second)) == (409, "idempotency-key-in-use")
    assert second.headers["Retry-After"] == "1"
    assert took < timedelta(seconds=1)
    assert (making.runs, things_made()) == (1, 1)


@pytest.mark.race
def test_many_at_once_with_one_key_have_one_effect(small_app, committed, making):
    """ID-02: sixteen threads for each key, retrying as they are told."""
    start = threading.Barrier(16)

    def ask(_: int) -> list[bytes]:
        client, answers = small_app.test_client(), []
        start.wait()
        for key in range(KEYS):
            while True:
                response = client.post(
                    PATH, json=body_of(), headers=headers(f"key-{key}")
                )
                if response.status_code != 409:
                    break
            assert response.status_code == 201
            answers.append(response.data)
        return answers

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(ask, range(16)))

    assert all(each == answers[0] for each in answers)
    assert len(set(answers[0])) == KEYS
    assert things_made() == KEYS


def test_a_crash_leaves_neither_effect_nor_answer(small_app, committed, making):
    """ID-05: the process goes away in the middle; then the honest retry."""
    making.error = SystemExit()
    with pytest.raises(SystemExit):
        small_app.test_client().post(PATH, json=body_of(), headers=headers())
    after_crash = (things_made(), stored())
    making.error = None

    retried = small_app.test_client().post(PATH, json=body_of(), headers=headers())

    assert after_crash == (0, 0)
    assert retried.status_code == 201
    assert "Idempotent-Replayed" not in retried.headers
    assert (things_made(), stored()) == (1, 1)


def test_answers_are_kept_for_seven_days(small, session):
    """ID-06."""
    small.post(PATH, json=body_of(), headers=headers())
    made_at = session.scalars(select(IdempotencyRecord.created_at)).one()

    early = prune(session, at=made_at + RETENTION)
    late = prune(session, at=made_at + RETENTION + timedelta(microseconds=1))

    assert timedelta(days=7) == RETENTION
    assert (early, late) == (0, 1)
    assert stored() == 0


def test_a_refusal_is_an_answer_and_is_replayed(small, making):
    """ID-07: what was refused once stays refused under its key."""
    making.error = EndpointDisabled()
    first = small.post(PATH, json=body_of(), headers=headers())
    making.error = None
    second = small.post(PATH, json=body_of(), headers=headers())

    assert first.status_code == second.status_code == 409
    assert second.data == first.data
    assert second.content_type == "application/problem+json"
    assert second.headers["Idempotent-Replayed"] == "true"
    assert (making.runs, things_made()) == (1, 0)


def test_a_fault_after_the_start_is_an_answer_and_is_replayed(small, making):
    """ID-07."""
    making.error = ZeroDivisionError()
    first = small.post(PATH, json=body_of(), headers=headers())
    making.error = None
    second = small.post(PATH, json=body_of(), headers=headers())

    assert first.status_code == second.status_code == 500
    assert slug(second) == "internal-error"
    assert (making.runs, things_made()) == (1, 0)


@pytest.mark.parametrize(
    ("options", "error", "status"),
    [
        ({"headers": headers(token="nobody")}, None, 401),
        ({"headers": headers(token="poor")}, None, 403),
        ({"json": {"name": ""}}, None, 422),
        ({"data": b"{"}, None, 400),
        ({}, Busy(), 503),
    ],
)
def test_what_kept_the_request_from_starting_is_not_stored(
    small, making, options, error, status
):
    """ID-07."""
    options = {"headers": headers(), **options}
    if "data" in options:
        options["content_type"] = "application/json"
    else:
        options.setdefault("json", body_of())
    making.error = error

    refused = small.post(PATH, **options)
    kept = stored()
    making.error = None
    then = small.post(PATH, json=body_of(), headers=headers())

    assert (refused.status_code, kept) == (status, 0)
    assert then.status_code == 201


def test_a_serialization_failure_is_run_again_within_the_key(small, making):
    """LG-08."""

    class OfPostgres(Exception):
        sqlstate = "40001"

    making.error = DBAPIError("", None, OfPostgres())

    response = small.post(PATH, json=body_of(), headers=headers())

    assert (response.status_code, slug(response)) == (503, "busy")
    assert response.headers["Retry-After"] == "1"
    assert things_made() == 0
    assert stored() == 0


def test_a_stored_answer_is_sealed(small):
    """An answer may hold a secret, such as the address at which a step is confirmed."""
    answer = small.post(PATH, json=body_of(), headers=headers())

    with unit_of_work("test") as session:
        kept = session.scalars(select(IdempotencyRecord.body)).one()
    assert answer.data not in kept
    assert body_of()["name"].encode() not in kept
