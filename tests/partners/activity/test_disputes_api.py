"""The operator's list of disputes, and how one ends."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.events.models import StoredEvent
from core.ids import new_id
from partners.activity import Dispute, Use
from partners.organisations import Kind
from tests.factories import (
    authorization,
    make_account,
    make_client,
    make_organisation,
    make_token,
)
from tests.partners.oauth.flow import sign_in

DISPUTES = "/v1/disputes"


@pytest.fixture
def operator(session) -> dict[str, str]:
    client = make_client(
        session, make_organisation(session, Kind.OPERATOR), ["disputes:manage"]
    )
    return authorization(make_token(session, client))


def make_dispute(session, **changes) -> Dispute:
    account = changes.pop("account", None) or make_account(session)
    platform = make_organisation(session, Kind.DIGITAL_PLATFORM)
    use = Use(
        account_id=account.id,
        organisation_id=platform.id,
        kind="purchase",
        object_id=new_id(),
        matter="Membuat Kue",
        amount=350_000,
        acting_client="shop",
        occurred_at=datetime.now(UTC),
    )
    session.add(use)
    session.flush()
    dispute = Dispute(
        use_id=use.id,
        account_id=account.id,
        organisation_id=platform.id,
        opened_at=datetime.now(UTC),
        **changes,
    )
    session.add(dispute)
    session.flush()
    return dispute


def close(client, operator, dispute, **changes):
    body = {"outcome": "misuse", "reason": "The platform's staff did it."} | changes
    return client.post(f"{DISPUTES}/{dispute.id}/closing", json=body, headers=operator)


def test_the_operator_lists_what_is_open_oldest_first(client, session, operator):
    first, second = make_dispute(session), make_dispute(session)
    closed = make_dispute(session)
    close(client, operator, closed)

    listed = client.get(f"{DISPUTES}?state=open", headers=operator).json["items"]

    assert [item["dispute_id"] for item in listed] == [str(first.id), str(second.id)]
    assert listed[0]["kind"] == "purchase"
    assert listed[0]["amount"] == {"amount": 350_000, "currency": "IDR"}
    assert listed[0]["closed_by"] is None


def test_no_dispute_is_an_empty_list(client, operator):
    answer = client.get(DISPUTES, headers=operator).json

    assert answer == {"items": [], "next_cursor": None}


def test_closing_says_who_and_why(client, session, operator):
    dispute = make_dispute(session)

    response = close(client, operator, dispute)

    assert response.status_code == 200
    assert response.json["state"] == "closed"
    assert response.json["outcome"] == "misuse"
    assert response.json["reason"] == "The platform's staff did it."
    assert response.json["closed_by"].startswith("client:")
    assert response.json["closed_at"]
    line = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "dispute.closed")
    ).one()
    assert line.reason == "The platform's staff did it."
    event = session.scalars(
        select(StoredEvent).where(StoredEvent.topic == "account.dispute_closed")
    ).one()
    assert event.audience == [dispute.organisation_id]
    assert event.data["outcome"] == "misuse"
    assert "staff" not in str(event.data)


def test_a_dispute_is_closed_once(client, session, operator):
    dispute = make_dispute(session)
    close(client, operator, dispute)

    again = close(client, operator, dispute, outcome="no_misuse")

    assert again.status_code == 409
    assert again.json["type"] == "/problems/dispute-closed-already"
    session.refresh(dispute)
    assert dispute.outcome == "misuse"


@pytest.mark.parametrize(
    "changes", [{"outcome": "other"}, {"reason": "short"}, {"reason": ""}]
)
def test_a_closing_without_a_reason_is_refused(client, session, operator, changes):
    dispute = make_dispute(session)

    assert close(client, operator, dispute, **changes).status_code == 422
    session.refresh(dispute)
    assert dispute.state == "open"


def test_no_partner_reads_disputes(client, session):
    """SC-04: the scope is the operator's, and so is the organisation."""
    dispute = make_dispute(session)
    partner = make_client(
        session,
        make_organisation(session, Kind.DIGITAL_PLATFORM),
        ["disputes:manage"],
    )
    headers = authorization(make_token(session, partner))

    for path in (DISPUTES, f"{DISPUTES}/{dispute.id}"):
        assert client.get(path, headers=headers).status_code == 403


def test_pd_03_a_dispute_tells_no_name(client, session, operator):
    """PD-03: the operator sees an id, and discloses a field with a reason."""
    account = make_account(session, full_name="Zulaikha Wirasentosa")
    make_dispute(session, account=account)

    listed = client.get(DISPUTES, headers=operator)

    assert str(account.id) in listed.text
    assert "Zulaikha" not in listed.text


def test_she_reads_the_outcome_and_not_the_reason(client, session, operator):
    account = sign_in(client, session, locale="id")
    dispute = make_dispute(session, account=account)
    close(client, operator, dispute)

    page = client.get(f"/activity/disputes/{dispute.id}").text

    assert "Akun Anda memang dipakai orang lain" in page
    assert "staff did it" not in page
