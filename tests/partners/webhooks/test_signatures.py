"""Signatures that a receiver checks with a library that is not ours (WH-01)."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from core.ids import new_id, new_signing_secret
from partners.webhooks.messages import body_of, headers_of
from partners.webhooks.services.claim import claim_due
from partners.webhooks.services.endpoints import rotate_secret
from tests.factories import make_organisation
from tests.partners.webhooks.receiving import (
    SECRET,
    entry_of,
    make_endpoint,
    make_event,
    relay,
)


def now() -> datetime:
    """The library compares with the real clock."""
    return datetime.now(UTC)


def test_the_library_of_standard_webhooks_accepts_what_we_sign(session):
    organisation = make_organisation(session)
    event = make_event(session, organisation)
    relay(session)
    body = body_of(event, entry_of(session, event, organisation))

    headers = headers_of(new_id(), body, secrets=[SECRET], at=now())

    assert Webhook(SECRET).verify(body, headers) == {
        "id": str(event.id),
        "type": "order.placed",
        "version": 1,
        "sequence": 1,
        "occurred_at": "2020-01-01T00:00:00Z",
        "timestamp": "2020-01-01T00:00:00Z",
        "object": {"type": "order", "id": str(event.object_id), "version": 1},
        "data": {"price": 350_000},
    }


@pytest.mark.parametrize("what", ["body", "id", "timestamp", "secret"])
def test_the_library_refuses_what_was_altered(what):
    body, secret = b'{"type":"order.placed"}', SECRET
    headers = headers_of(new_id(), body, secrets=[SECRET], at=now())

    if what == "body":
        body = b'{"type":"order.voided"}'
    elif what == "secret":
        secret = new_signing_secret()
    else:
        other = headers_of(
            new_id(), body, secrets=[SECRET], at=now() - timedelta(seconds=9)
        )
        headers[f"webhook-{what}"] = other[f"webhook-{what}"]

    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(body, headers)


def test_a_retry_keeps_its_id_and_has_a_new_timestamp():
    """WH-03."""
    delivery_id, first_at = new_id(), now()

    first = headers_of(delivery_id, b"{}", secrets=[SECRET], at=first_at)
    second = headers_of(
        delivery_id, b"{}", secrets=[SECRET], at=first_at + timedelta(seconds=5)
    )

    assert first["webhook-id"] == second["webhook-id"] == str(delivery_id)
    assert int(second["webhook-timestamp"]) - int(first["webhook-timestamp"]) == 5
    assert first["webhook-signature"] != second["webhook-signature"]


def test_rotation_has_no_gap(session):
    """Both secrets sign for 24 hours, then the new one alone."""
    organisation, at = make_organisation(session), now()
    endpoint = make_endpoint(session, organisation)
    new = rotate_secret(
        session, endpoint.id, organisation_id=organisation.id, at=at
    ).secret
    session.flush()

    during = secrets_sent(session, organisation, at + timedelta(hours=23, minutes=59))
    after = secrets_sent(session, organisation, at + timedelta(hours=24))

    assert during == [new, SECRET]
    assert after == [new]
    headers = headers_of(new_id(), b"{}", secrets=during, at=at)
    assert Webhook(new).verify(b"{}", headers) == {}
    assert Webhook(SECRET).verify(b"{}", headers) == {}


def test_nothing_but_the_secrets_owner_can_read_it_in_the_database(session):
    endpoint = make_endpoint(session, make_organisation(session))

    assert SECRET.encode() not in endpoint.secret_sealed


def secrets_sent(session, organisation, at) -> list[str]:
    make_event(session, organisation)
    relay(session)
    [parcel] = claim_due(session, slow=False, limit=1, at=at)
    assert json.loads(parcel.body)["type"] == "order.placed"
    return list(parcel.secrets)
