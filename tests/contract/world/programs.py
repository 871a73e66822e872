"""Of partners' programs: clients, and what is sent to them."""

from sqlalchemy.orm import Session

from core.clock import now
from core.events import publish
from core.events.services.relay import relay_events
from core.ids import new_id
from core.privacy import vault_of
from partners.accounts import Account
from partners.oauth.clients import ScopeRequest
from partners.oauth.services.register_client import add_secret
from partners.organisations import Organisation
from partners.webhooks.models import Delivery, Endpoint
from partners.webhooks.replays import Replay
from tests import factories
from vouchers.vouchers.events import VoucherRedeemed


def add_client(
    session: Session, ids: dict[str, object], organisation: Organisation
) -> None:
    """A client that nobody calls with, its secret, and a scope that it asked for."""
    client = factories.make_client(session, organisation, ["catalog:read"])
    secret, _ = add_secret(session, client, name=None, at=now())
    request = ScopeRequest(
        client_id=client.id,
        scope="orders:write",
        purpose="Sales.",
        asked_by=factories.make_account(session).id,
        asked_at=now(),
    )
    session.add(request)
    session.flush()
    ids |= {
        "client_id": client.client_id,
        "secret_id": secret.id,
        "request_id": request.id,
        "scope": "catalog:read",
    }


def add_endpoint(
    session: Session, ids: dict[str, object], organisation: Organisation
) -> None:
    """A webhook endpoint with a delivery that was given up."""
    event_id = publish(
        session,
        VoucherRedeemed(
            occurred_at=now(),
            audience=(organisation.id,),
            voucher_id=ids["voucher_id"],
        ),
    )
    relay_events(session)
    identity = new_id()
    session.add(
        Endpoint(
            id=identity,
            organisation_id=organisation.id,
            url="https://partner.example/hooks",
            topics=[],
            secret_sealed=vault_of(session).seal(
                "whsec_dGVzdA==", row=identity, field="secret"
            ),
            created_at=now(),
        )
    )
    session.flush()
    delivery = Delivery(
        endpoint_id=identity,
        event_id=event_id,
        status="failed",
        next_attempt_at=now(),
        created_at=now(),
    )
    replay = Replay(
        endpoint_id=identity,
        first_sequence=1,
        last_sequence=1,
        only_failed=False,
        status="done",
        position=1,
        events=1,
        replayed=1,
        requested_at=now(),
        finished_at=now(),
    )
    session.add_all((delivery, replay))
    session.flush()
    ids |= {
        "replay_id": replay.id,
        "endpoint_id": identity,
        "delivery_id": delivery.id,
        "event_id": event_id,
    }


def add_links(
    session: Session,
    ids: dict[str, object],
    organisation: Organisation,
    account: Account,
) -> None:
    """The person's link with the organisation, a use that she disputes, and a client
    that went over a limit."""
    ids |= {
        "dispute_id": factories.make_dispute(session, organisation, account).id,
        "subject": factories.make_link(session, organisation, account).subject,
        "alert_id": factories.make_alert(session).id,
    }
