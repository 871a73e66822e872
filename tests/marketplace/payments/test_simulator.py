"""The simulated partner keeps the promises that real partners make."""

import threading
import time

import httpx
import pytest

from tests.marketplace.payments.making import SECRET_KEY, make_key
from tests.marketplace.payments.processes import Simulator, running_simulator

AUTH = httpx.BasicAuth(SECRET_KEY, "")


def form(order_id="o-1", amount="60000000", **changes):
    fields = {"amount": amount, "currency": "idr", "destination": "8800001111"}
    return {**fields, "metadata[order_id]": order_id, **changes}


def post(simulator: Simulator, data, key=None, path="/v1/payouts", **options):
    headers = {"Idempotency-Key": key} if key else {}
    options = {"auth": AUTH, "headers": headers, **options}
    return simulator.http.post(path, data=data, **options)


def get(simulator: Simulator, path, **query):
    return simulator.http.get(path, params=query, auth=AUTH)


def test_the_same_key_and_parameters_give_the_same_answer(simulator):
    key = make_key()

    first = post(simulator, form("o-same"), key)
    second = post(simulator, dict(reversed(form("o-same").items())), key)

    assert (first.status_code, second.status_code) == (200, 200)
    assert second.json() == first.json()
    assert "Idempotent-Replayed" not in first.headers
    assert second.headers["Idempotent-Replayed"] == "true"
    assert second.headers["Original-Request"] == first.headers["Request-Id"]
    assert second.headers["Request-Id"] != first.headers["Request-Id"]
    assert simulator.paid_for("o-same")["payouts"] == 1


def test_two_keys_are_two_payouts(simulator):
    post(simulator, form("o-two"), make_key())
    post(simulator, form("o-two"), make_key())

    assert simulator.paid_for("o-two") == {
        "payouts": 2,
        "amount": 120_000_000,
        "failed": 0,
    }


def test_the_same_key_with_other_parameters_is_an_error(simulator):
    key = make_key()
    post(simulator, form("o-first"), key)

    answer = post(simulator, form("o-first", amount="70000000"), key)

    assert answer.status_code == 400
    assert answer.json()["error"]["type"] == "idempotency_error"
    assert simulator.paid_for("o-first")["amount"] == 60_000_000


def test_a_key_in_use_is_a_conflict(simulator):
    key = make_key()
    simulator.break_down(slow_seconds=1)
    first = threading.Thread(target=post, args=(simulator, form("o-slow"), key))
    first.start()
    time.sleep(0.4)

    answer = post(simulator, form("o-slow"), key)

    first.join()
    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "idempotency_key_in_use"
    assert simulator.paid_for("o-slow")["payouts"] == 1


def test_a_server_error_is_stored(simulator):
    key = make_key()
    simulator.break_down(server_error=1)

    answers = [post(simulator, form("o-broken"), key) for _ in range(2)]

    assert [one.status_code for one in answers] == [500, 500]
    assert answers[1].headers["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize("fault", ["rate_limit", "unavailable"])
def test_what_is_turned_away_before_execution_is_not_stored(simulator, fault):
    key = make_key()
    simulator.break_down(**{fault: 1})

    answers = [post(simulator, form(f"o-{fault}"), key) for _ in range(2)]

    assert answers[0].status_code in (429, 503)
    assert answers[1].status_code == 200
    assert "Idempotent-Replayed" not in answers[1].headers


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": "0"},
        {"amount": "-1"},
        {"amount": "1.5"},
        {"amount": "9" * 18},
        {"currency": "eur"},
        {"destination[x]": "1", "destination": None},
        {"surprise": "1"},
        {"metadata": "1"},
        {"metadata[a][b]": "1"},
    ],
)
def test_bad_parameters_are_refused_and_leave_the_key_unused(simulator, changes):
    key = make_key()
    bad = {k: v for k, v in {**form("o-bad"), **changes}.items() if v is not None}

    refused = post(simulator, bad, key)
    taken = post(simulator, form(f"o-{key}"), key)

    assert refused.status_code == 400
    assert refused.json()["error"]["type"] == "invalid_request_error"
    assert simulator.paid_for("o-bad")["payouts"] == 0
    assert taken.status_code == 200


def test_the_api_key_is_asked_for_in_either_way(simulator):
    http, url = simulator.http, "/v1/payouts"
    bearer = {"Authorization": f"Bearer {SECRET_KEY}"}

    assert http.get(url).status_code == 401
    assert http.get(url, auth=("sk_wrong", "")).status_code == 401
    assert http.get(url, headers=bearer).status_code == 200


def test_a_list_is_newest_first_and_paged_both_ways(simulator):
    ids = [post(simulator, form(f"o-{n}"), make_key()).json()["id"] for n in range(4)]

    first = get(simulator, "/v1/payouts", limit=2).json()
    second = get(simulator, "/v1/payouts", limit=2, starting_after=ids[2]).json()
    back = get(simulator, "/v1/payouts", limit=1, ending_before=ids[1]).json()

    assert [one["id"] for one in first["data"]] == [ids[3], ids[2]]
    assert first["has_more"] is True
    assert [one["id"] for one in second["data"]] == [ids[1], ids[0]]
    assert [one["id"] for one in back["data"]] == [ids[2]]


def test_a_list_is_limited_to_a_time(simulator):
    created = post(simulator, form("o-time"), make_key()).json()["created"]

    since = get(simulator, "/v1/payouts", **{"created[gte]": created}).json()["data"]
    later = get(simulator, "/v1/payouts", **{"created[gte]": created + 60}).json()

    assert "o-time" in [one["metadata"]["order_id"] for one in since]
    assert later["data"] == []


@pytest.mark.parametrize(
    "query",
    [
        {"limit": "0"},
        {"limit": "101"},
        {"limit": "ten"},
        {"starting_after": "po_none"},
        {"starting_after": "po_1", "ending_before": "po_2"},
        {"created[near]": "1"},
        {"status": "paid"},
    ],
)
def test_a_strange_list_is_refused(simulator, query):
    assert get(simulator, "/v1/payouts", **query).status_code == 400


def test_a_payout_that_does_not_exist_is_missing(simulator):
    answer = get(simulator, "/v1/payouts/po_none")

    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "resource_missing"


def test_an_unknown_fault_is_refused(simulator):
    answer = simulator.http.post("/_faults", json={"earthquake": 1})

    assert answer.status_code == 400


def test_what_was_paid_survives_a_crash(tmp_path):
    key, state = make_key(), str(tmp_path / "state.sqlite")
    with running_simulator("--state", state) as before:
        first = post(before, form("o-crash"), key)
        before.kill()

    with running_simulator("--state", state) as after:
        second = post(after, form("o-crash"), key)

        assert second.json()["id"] == first.json()["id"]
        assert second.headers["Idempotent-Replayed"] == "true"
        assert after.paid_for("o-crash")["payouts"] == 1


def test_faults_can_be_set_from_the_start():
    with running_simulator("--faults", '{"rate_limit": 1}') as simulator:
        answers = [post(simulator, form("o-1"), make_key()) for _ in range(2)]

    assert [one.status_code for one in answers] == [429, 200]
