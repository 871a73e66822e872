"""Sending a part of the log again."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.audit import AuditEntry
from core.clock import now
from core.ids import new_id
from core.unit_of_work import unit_of_work
from partners.webhooks import Delivery, Endpoint
from partners.webhooks.models import DeliveryStatus
from partners.webhooks.replays import Replay, ReplayStatus
from partners.webhooks.replays.services import proceed as proceeding
from partners.webhooks.replays.services import request as requesting
from partners.webhooks.replays.services.forget import forget_replays
from partners.webhooks.replays.services.proceed import proceed, running_replays
from partners.webhooks.replays.services.request import Wanted, request_replay
from tests.factories import make_organisation
from tests.partners.callers import Partner, make_partner, slug
from tests.partners.webhooks.receiving import make_endpoint, make_event, relay

PATH = "/v1/webhook-endpoints"


@pytest.fixture
def us(session) -> Partner:
    return make_partner(session)


@pytest.fixture
def endpoint(session, us) -> Endpoint:
    return make_endpoint(session, us.organisation)


@pytest.fixture
def log(session, us, endpoint, at):
    """Six events, two a topic, an hour apart; all were delivered but the last."""
    topics = ["order.placed", "order.voided", "voucher.expired"] * 2
    events = [
        make_event(
            session,
            us.organisation,
            topic=topic,
            occurred_at=at + timedelta(hours=number),
        )
        for number, topic in enumerate(topics)
    ]
    relay(session)
    for delivery in session.scalars(select(Delivery)):
        last = delivery.event_id == events[-1].id
        delivery.status = DeliveryStatus.FAILED if last else DeliveryStatus.DELIVERED
        delivery.attempts, delivery.delivered_at = 3, None if last else at
    session.flush()
    return events


def ask(client, us, endpoint, **body):
    return client.post(f"{PATH}/{endpoint.id}/replays", json=body, headers=us.headers)


def run(session, at) -> int:
    """Go on, as the job does, until nothing is left; how many steps it took."""
    steps = 0
    while replays := running_replays(session):
        for replay_id in replays:
            steps += proceed(session, replay_id, at=at)
            session.flush()
    return steps


def sent_again(session) -> list[int]:
    """The sequences that wait to be sent."""
    session.expire_all()
    return sorted(
        session.scalars(
            select(Delivery.sequence).where(Delivery.status == DeliveryStatus.PENDING)
        )
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, [1, 2, 3, 4, 5, 6]),
        ({"first_sequence": 3}, [3, 4, 5, 6]),
        ({"first_sequence": 2, "last_sequence": 4}, [2, 3, 4]),
        ({"last_sequence": 999}, [1, 2, 3, 4, 5, 6]),
        ({"types": ["order.voided"]}, [2, 5]),
        ({"types": ["order.voided", "voucher.expired"], "first_sequence": 4}, [5, 6]),
        ({"only_failed": True}, [6]),
        (
            {
                "occurred_from": "2026-03-02T03:00:00Z",
                "occurred_to": "2026-03-02T05:00:00Z",
            },
            [2, 3],
        ),
        ({"occurred_to": "2026-03-02T02:00:00Z"}, []),
        ({"first_sequence": 7}, []),
    ],
)
def test_what_is_asked_for_is_sent_again(
    client, session, us, endpoint, log, at, body, expected
):
    """WH-07: by sequence, by time, by type, and the dead letters."""
    response = ask(client, us, endpoint, **body)
    run(session, at)

    assert response.status_code == 202, response.text
    assert response.json["events"] == len(expected)
    assert sent_again(session) == expected
    shown = us.get(client, f"{PATH}/{endpoint.id}/replays/{response.json['id']}")
    assert (shown["status"], shown["replayed"]) == ("done", len(expected))
    assert shown["finished_at"] is not None


def test_events_are_sent_again_by_their_ids(client, session, us, endpoint, log, at):
    wanted = [str(log[4].id), str(log[1].id), str(new_id())]

    response = ask(client, us, endpoint, event_ids=wanted)
    run(session, at)

    assert response.json["events"] == 2
    assert sent_again(session) == [2, 5]


def test_a_delivery_begins_anew_under_its_id(client, session, us, endpoint, log, at):
    before = {
        delivery.event_id: delivery.id for delivery in session.scalars(select(Delivery))
    }

    ask(client, us, endpoint, first_sequence=6)
    run(session, at)

    session.expire_all()
    [delivery] = session.scalars(select(Delivery).where(Delivery.sequence == 6))
    assert delivery.id == before[log[5].id]
    assert (delivery.attempts, delivery.next_attempt_at) == (0, at)


def test_an_endpoint_gets_what_happened_before_it_was_there(
    client, session, us, log, at
):
    newer = make_endpoint(session, us.organisation, topics=["order.placed"])

    ask(client, us, newer)
    run(session, at)

    made = session.scalars(
        select(Delivery.sequence).where(Delivery.endpoint_id == newer.id)
    ).all()
    assert sorted(made) == [1, 4]


def test_what_others_were_told_is_not_replayed(client, session, us, endpoint, log, at):
    make_event(session, make_organisation(session))
    relay(session)

    response = ask(client, us, endpoint)

    assert response.json["events"] == 6


def test_what_comes_later_does_not_belong_to_it(client, session, us, endpoint, log, at):
    response = ask(client, us, endpoint)
    make_event(session, us.organisation)
    relay(session)
    run(session, at)

    shown = us.get(client, f"{PATH}/{endpoint.id}/replays/{response.json['id']}")
    assert (shown["last_sequence"], shown["replayed"]) == (6, 6)


def test_it_goes_on_where_it_was_killed(session, us, endpoint, log, at, monkeypatch):
    """Each step commits its position with its deliveries; what is done again is not
    done twice."""
    monkeypatch.setattr(proceeding, "STEP", 2)
    replay = request_replay(
        session, endpoint.id, Wanted(), organisation_id=us.organisation.id, at=at
    )
    session.flush()

    positions = []
    killed = session.begin_nested()
    proceed(session, replay.id, at=at)
    killed.rollback()  # The worker is killed before it commits.
    session.expire_all()
    while session.get_one(Replay, replay.id).status == ReplayStatus.RUNNING:
        proceed(session, replay.id, at=at)
        session.flush()
        positions.append((replay.position, replay.replayed))

    assert positions == [(2, 2), (4, 4), (6, 6), (6, 6)]
    assert sent_again(session) == [1, 2, 3, 4, 5, 6]


def test_it_waits_while_much_waits_to_be_sent(
    session, us, endpoint, log, at, monkeypatch
):
    """So that what happens now is not behind all that has happened."""
    monkeypatch.setattr(proceeding, "STEP", 2)
    monkeypatch.setattr(proceeding, "ENOUGH_WAITING", 2)
    replay = request_replay(
        session, endpoint.id, Wanted(), organisation_id=us.organisation.id, at=at
    )
    session.flush()

    went_on = [proceed(session, replay.id, at=at) for _ in range(3)]

    assert went_on == [True, False, False]
    assert sent_again(session) == [1, 2]


def test_two_at_once_are_refused(client, session, us, endpoint, log):
    first = ask(client, us, endpoint)
    second = ask(client, us, endpoint)

    assert (second.status_code, slug(second)) == (409, "webhook-replay-running")
    assert [replay.id.hex for replay in session.scalars(select(Replay))] == [
        first.json["id"].replace("-", "")
    ]


def test_too_much_at_once_is_refused(client, session, us, endpoint, log, monkeypatch):
    monkeypatch.setattr(requesting, "MOST_EVENTS", 5)

    response = ask(client, us, endpoint)

    assert (response.status_code, slug(response)) == (422, "webhook-replay-too-large")
    assert session.scalars(select(Replay)).all() == []


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({"types": ["order.imagined"]}, "webhook-topic-unknown"),
        ({"types": []}, "invalid-request"),
        ({"first_sequence": 0}, "invalid-request"),
        ({"first_sequence": 5, "last_sequence": 4}, "invalid-request"),
        ({"event_ids": ["x"]}, "invalid-request"),
        ({"occurred_from": "2026-03-02"}, "invalid-request"),
        (
            {
                "occurred_from": "2026-03-02T02:00:00Z",
                "occurred_to": "2026-03-02T02:00:00Z",
            },
            "invalid-request",
        ),
        ({"status": "done"}, "invalid-request"),
    ],
)
def test_a_wish_that_makes_no_sense_is_refused(
    client, session, us, endpoint, body, problem
):
    response = ask(client, us, endpoint, **body)

    assert (response.status_code, slug(response)) == (422, problem)
    assert session.scalars(select(Replay)).all() == []


def test_a_disabled_endpoint_is_sent_nothing(client, session, us, endpoint, log, at):
    ask(client, us, endpoint)
    endpoint.disabled_at = at
    session.flush()

    assert running_replays(session) == []
    endpoint.disabled_at = None
    session.flush()
    assert len(running_replays(session)) == 1


def test_a_replay_to_a_disabled_endpoint_is_refused(client, session, us, endpoint, at):
    endpoint.disabled_at = at
    session.flush()

    response = ask(client, us, endpoint)

    assert (response.status_code, slug(response)) == (409, "webhook-endpoint-disabled")


def test_a_cancelled_replay_goes_no_further(
    client, session, us, endpoint, log, at, monkeypatch
):
    monkeypatch.setattr(proceeding, "STEP", 2)
    replay_id = ask(client, us, endpoint).json["id"]
    proceed(session, session.scalars(select(Replay.id)).one(), at=at)
    session.flush()
    address = f"{PATH}/{endpoint.id}/replays/{replay_id}"

    cancelled = client.delete(address, headers=us.headers)
    again = client.delete(address, headers=us.headers)

    assert (cancelled.status_code, cancelled.json["status"]) == (200, "cancelled")
    assert again.json == cancelled.json
    assert running_replays(session) == []
    assert sent_again(session) == [1, 2]
    actions = session.scalars(select(AuditEntry.action)).all()
    assert actions == ["webhook_replay.request", "webhook_replay.cancel"]


def test_the_newest_replays_are_listed_first(client, session, us, endpoint, log, at):
    first = ask(client, us, endpoint, first_sequence=6).json["id"]
    run(session, at)
    second = ask(client, us, endpoint, first_sequence=5).json["id"]

    listed = us.get(client, f"{PATH}/{endpoint.id}/replays")

    assert [item["id"] for item in listed["items"]] == [second, first]


def test_replays_are_forgotten_thirty_days_after_their_end(
    client, session, us, endpoint, log, at
):
    ask(client, us, endpoint, first_sequence=6)
    run(session, at)

    forget_replays(session, at=at + timedelta(days=30))
    kept = session.scalars(select(Replay)).all()
    forget_replays(session, at=at + timedelta(days=30, seconds=1))

    assert len(kept) == 1
    assert session.scalars(select(Replay)).all() == []


@pytest.mark.race
def test_workers_at_once_replay_each_event_once(committed, at):
    with unit_of_work("test") as session:
        organisation = make_organisation(session)
        endpoint = make_endpoint(session, organisation)
        for _ in range(1200):
            make_event(session, organisation)
        relay(session)
        relay(session)
        relay(session)
        session.query(Delivery).update({"status": DeliveryStatus.DELIVERED})
    with unit_of_work("test") as session:
        replay = request_replay(
            session, endpoint.id, Wanted(), organisation_id=organisation.id, at=now()
        )
    start = threading.Barrier(4)

    def work():
        start.wait()
        for _ in range(20):
            with unit_of_work("test") as session:
                proceed(session, replay.id, at=now())
            with unit_of_work("test") as session:
                session.query(Delivery).filter_by(status=DeliveryStatus.PENDING).update(
                    {"status": DeliveryStatus.DELIVERED, "attempts": 1}
                )

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    with unit_of_work("test") as session:
        ended = session.get_one(Replay, replay.id)
        assert (ended.status, ended.events, ended.replayed) == ("done", 1200, 1200)
        assert {delivery.attempts for delivery in session.query(Delivery)} == {1}
