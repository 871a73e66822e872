"""The API of webhook endpoints."""

from uuid import uuid4

import pytest
from sqlalchemy import func, select

from core.audit import AuditEntry
from partners.webhooks import Delivery, Endpoint
from partners.webhooks.models import DeliveryStatus
from partners.webhooks.rules import Answer
from tests.partners.callers import Partner, make_partner, slug
from tests.partners.webhooks.receiving import (
    attempt,
    make_endpoint,
    make_event,
    relay,
)

PATH = "/v1/webhook-endpoints"


@pytest.fixture
def us(session) -> Partner:
    return make_partner(session)


@pytest.fixture
def them(session) -> Partner:
    return make_partner(session)


@pytest.fixture
def endpoint(session, us) -> Endpoint:
    return make_endpoint(session, us.organisation)


@pytest.fixture
def delivery(session, us, endpoint, at) -> Delivery:
    make_event(session, us.organisation)
    relay(session)
    delivery = session.scalars(select(Delivery)).one()
    attempt(session, delivery, Answer(500, 7, text="oops"), at)
    return delivery


def test_creating_an_endpoint_shows_its_secret_once(client, session, us):
    response = client.post(
        PATH,
        json={"url": "https://hooks.example/", "topics": ["webhook_endpoint.tested"]},
        headers=us.headers,
    )

    assert response.status_code == 201
    created = response.json
    assert created["secret"].startswith("whsec_")
    shown = client.get(f"{PATH}/{created['id']}", headers=us.headers).json
    assert "secret" not in shown
    assert shown["topics"] == ["webhook_endpoint.tested"]
    audited = session.scalars(select(AuditEntry)).one()
    assert audited.action == "webhook_endpoint.create"


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({"url": "https://user@hooks.example/"}, "webhook-url-refused"),
        ({"url": "not a url"}, "webhook-url-refused"),
        ({"url": "https://hooks.example/", "topics": ["a.b"]}, "webhook-topic-unknown"),
        ({"url": "https://hooks.example/", "topics": ["A"]}, "invalid-request"),
        ({"url": "https://hooks.example/", "secret": "mine"}, "invalid-request"),
        ({"topics": []}, "invalid-request"),
        ({"url": "https://hooks.example/\0"}, "invalid-request"),
    ],
)
def test_an_endpoint_that_cannot_be_is_refused(client, session, us, body, problem):
    response = client.post(PATH, json=body, headers=us.headers)

    assert (response.status_code, slug(response)) == (422, problem)
    assert session.scalar(select(func.count()).select_from(Endpoint)) == 0


def test_the_twenty_first_endpoint_is_refused(client, session, us):
    for _ in range(20):
        make_endpoint(session, us.organisation)

    response = client.post(
        PATH, json={"url": "https://hooks.example/"}, headers=us.headers
    )

    assert (response.status_code, slug(response)) == (
        409,
        "webhook-endpoints-exhausted",
    )
    assert session.scalar(select(func.count()).select_from(Endpoint)) == 20


def test_the_list_holds_the_own_endpoints_only(client, session, us, them, endpoint):
    make_endpoint(session, them.organisation)

    listed = client.get(PATH, headers=us.headers).json

    assert [item["id"] for item in listed["items"]] == [str(endpoint.id)]
    assert listed["next_cursor"] is None


def test_what_is_left_out_of_a_change_stays(client, session, us, endpoint):
    changed = client.patch(
        f"{PATH}/{endpoint.id}",
        json={"topics": ["webhook_endpoint.tested"]},
        headers=us.headers,
    )

    assert changed.status_code == 200
    assert changed.json["topics"] == ["webhook_endpoint.tested"]
    assert changed.json["url"] == "https://hooks.example/"


def test_a_disabled_endpoint_can_be_enabled_again(client, session, us, endpoint):
    gone = client.delete(f"{PATH}/{endpoint.id}", headers=us.headers)
    disabled = client.get(f"{PATH}/{endpoint.id}", headers=us.headers).json
    enabled = client.patch(
        f"{PATH}/{endpoint.id}", json={"enabled": True}, headers=us.headers
    ).json

    assert gone.status_code == 204
    assert disabled["disabled_reason"] == "owner"
    assert disabled["disabled_at"] is not None
    assert (enabled["disabled_reason"], enabled["disabled_at"]) == (None, None)


def test_rotation_gives_a_new_secret(client, session, us, endpoint):
    response = client.post(f"{PATH}/{endpoint.id}/rotate-secret", headers=us.headers)

    assert response.status_code == 200
    assert response.json["secret"].startswith("whsec_")
    assert response.json["previous_expires_at"] is not None


def test_a_test_event_goes_to_the_one_endpoint_and_not_to_the_feed(
    client, session, us, endpoint
):
    make_endpoint(session, us.organisation)

    response = client.post(f"{PATH}/{endpoint.id}/test", headers=us.headers)
    relay(session)

    assert response.status_code == 202
    assert response.json["topic"] == "webhook_endpoint.tested"
    deliveries = session.scalars(select(Delivery)).all()
    assert [delivery.endpoint_id for delivery in deliveries] == [endpoint.id]
    assert client.get("/v1/events", headers=us.headers).json["items"] == []


def test_a_delivery_shows_every_attempt(client, us, endpoint, delivery):
    """WH-07."""
    path = f"{PATH}/{endpoint.id}/deliveries"

    listed = client.get(path, headers=us.headers).json["items"]
    shown = client.get(f"{path}/{delivery.id}", headers=us.headers).json
    delivered = client.get(f"{path}?status=delivered", headers=us.headers).json

    [attempted] = shown.pop("attempts")
    assert listed[0].pop("attempts") == [
        {
            "number": 1,
            "attempted_at": "2026-03-02T02:00:00+00:00",
            "latency_ms": 7,
            "status": 500,
            "error": None,
            "answer": "oops",
        }
    ]
    assert listed == [shown]
    assert (shown["status"], shown["sequence"]) == ("pending", 1)
    assert attempted["answer"] == "oops"
    assert attempted["request_headers"] == {"webhook-id": shown["id"]}
    assert attempted["request_body"] == '{"type":"order.placed"}'
    assert delivered["items"] == []


def test_the_delivery_of_an_event_is_found(client, session, us, endpoint, delivery):
    make_event(session, us.organisation)
    relay(session)
    path = f"{PATH}/{endpoint.id}/deliveries"

    found = us.get(client, f"{path}?event_id={delivery.event_id}")["items"]

    assert [item["id"] for item in found] == [str(delivery.id)]
    assert us.get(client, f"{path}?event_id={uuid4()}")["items"] == []


def test_the_dead_letters_are_listed(client, session, us, endpoint, delivery):
    make_event(session, us.organisation)
    relay(session)
    delivery.status = DeliveryStatus.FAILED
    session.flush()

    dead = us.get(client, f"{PATH}/{endpoint.id}/deliveries?status=failed")["items"]

    assert [item["id"] for item in dead] == [str(delivery.id)]
    assert dead[0]["next_attempt_at"] is None


def test_a_replay_starts_the_schedule_again_under_the_same_id(
    client, session, us, endpoint, delivery
):
    """WH-07."""
    delivery.status, delivery.attempts = DeliveryStatus.FAILED, 10
    session.flush()

    response = client.post(
        f"{PATH}/{endpoint.id}/deliveries/{delivery.id}/replay", headers=us.headers
    )

    assert response.status_code == 202
    assert response.json["id"] == str(delivery.id)
    session.expire_all()
    assert (delivery.status, delivery.attempts) == (DeliveryStatus.PENDING, 0)


def test_nothing_is_sent_to_a_disabled_endpoint_by_hand(
    client, session, us, endpoint, delivery, at
):
    endpoint.disabled_at = at
    delivery.status = DeliveryStatus.FAILED
    session.flush()

    tested = client.post(f"{PATH}/{endpoint.id}/test", headers=us.headers)
    replayed = client.post(
        f"{PATH}/{endpoint.id}/deliveries/{delivery.id}/replay", headers=us.headers
    )

    for response in (tested, replayed):
        assert (response.status_code, slug(response)) == (
            409,
            "webhook-endpoint-disabled",
        )
    session.expire_all()
    assert delivery.status == DeliveryStatus.FAILED


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", ""),
        ("patch", ""),
        ("delete", ""),
        ("post", "/rotate-secret"),
        ("post", "/test"),
        ("get", "/deliveries"),
        ("get", "/deliveries/{delivery}"),
        ("post", "/deliveries/{delivery}/replay"),
    ],
)
def test_another_organisations_endpoint_does_not_exist(
    client, session, us, them, endpoint, delivery, method, path
):
    """SC-02: an endpoint of others answers as one that never was."""
    path = path.format(delivery=delivery.id)
    options = {"json": {}} if method == "patch" else {}

    foreign = client.open(
        f"{PATH}/{endpoint.id}{path}", method=method, headers=them.headers, **options
    )
    unknown = client.open(
        f"{PATH}/{uuid4()}{path}", method=method, headers=them.headers, **options
    )

    assert foreign.status_code == unknown.status_code == 404
    assert slug(foreign) == slug(unknown) == "webhook-endpoint-not-found"
    session.expire_all()
    assert endpoint.disabled_at is None
    assert endpoint.previous_secret_sealed is None


def test_a_token_without_the_scope_is_refused(client, session):
    partner = make_partner(session, ["catalog:read"])

    for path in (PATH, "/v1/events"):
        response = client.get(path, headers=partner.headers)
        assert (response.status_code, slug(response)) == (403, "scope-missing")
