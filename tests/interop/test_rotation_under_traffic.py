"""WH-01: a secret is rotated while webhooks come, and no library refuses one.

The receiver goes on with its old secret for a while and takes the new one when it is
ready, as a partner does that has to deploy it.
"""

import threading
import time
from dataclasses import dataclass, field
from typing import Any

import pytest
from standardwebhooks import Webhook as Standard
from svix.webhooks import Webhook as Svix

from core.clock import now
from core.ids import new_signing_secret
from core.unit_of_work import unit_of_work
from partners.webhooks.client import Sender
from partners.webhooks.dispatcher import Dispatcher
from partners.webhooks.services.endpoints import rotate_secret
from tests.factories import make_organisation
from tests.partners.webhooks.receiving import (
    SECRET,
    answering,
    make_endpoint,
    make_event,
    receiver,
    relay,
)

EVENTS_A_PHASE = 25


@dataclass
class Partner:
    """Keeps what came, with the secret that it had at that moment."""

    secret: str = SECRET
    webhooks: list[dict[str, Any]] = field(default_factory=list)

    def __call__(self, request: Any) -> None:
        headers = request.received.headers
        self.webhooks.append(
            {
                "secret": self.secret,
                "body": request.received.body.decode(),
                "headers": {
                    name: value
                    for name, value in headers.items()
                    if name.startswith("webhook-")
                },
            }
        )
        answering(204)(request)


def refused_by(library: Any, webhooks: list[dict[str, Any]]) -> int:
    refused = 0
    for webhook in webhooks:
        try:
            library(webhook["secret"]).verify(webhook["body"], webhook["headers"])
        except Exception:
            refused += 1
    return refused


@pytest.fixture
def traffic(committed) -> Partner:
    """What a partner received before, during and after a change of the secret."""
    partner, stop = Partner(), threading.Event()
    dispatcher = Dispatcher(Sender(allow_private=True), now)

    def send() -> None:
        while not stop.is_set():
            dispatcher.deliver_due()
            time.sleep(0.01)

    with receiver(partner) as there:
        with unit_of_work("test") as session:
            organisation = make_organisation(session)
            endpoint = make_endpoint(session, organisation, url=there.url)
        thread = threading.Thread(target=send)
        thread.start()
        new = ""
        for phase in ("old", "rotated", "switched"):
            if phase == "rotated":
                with unit_of_work("test") as session:
                    new = rotate_secret(
                        session,
                        endpoint.id,
                        organisation_id=organisation.id,
                        at=now(),
                    ).secret
            if phase == "switched":
                partner.secret = new
            for _ in range(EVENTS_A_PHASE):
                with unit_of_work("test") as session:
                    make_event(session, organisation)
                    relay(session)
        _wait_for(partner, 3 * EVENTS_A_PHASE)
        stop.set()
        thread.join()
        dispatcher.close()
    return partner


def _wait_for(partner: Partner, count: int) -> None:
    end_at = time.monotonic() + 30
    while len(partner.webhooks) < count:
        assert time.monotonic() < end_at, len(partner.webhooks)
        time.sleep(0.01)


@pytest.mark.race
def test_wh_01_no_library_refuses_a_webhook_while_a_secret_is_rotated(
    traffic, run_node
):
    webhooks = traffic.webhooks

    assert len(webhooks) == 3 * EVENTS_A_PHASE
    signatures = [one["headers"]["webhook-signature"].count("v1,") for one in webhooks]
    assert set(signatures) == {1, 2}
    assert len({one["secret"] for one in webhooks}) == 2
    assert refused_by(Standard, webhooks) == 0
    assert refused_by(Svix, webhooks) == 0
    assert run_node("verify_webhooks.mjs", webhooks) == {
        "standardwebhooks": 0,
        "svix": 0,
    }


@pytest.mark.race
def test_the_libraries_refuse_what_another_secret_signed(traffic, run_node):
    wrong = [one | {"secret": new_signing_secret()} for one in traffic.webhooks[:5]]

    assert refused_by(Standard, wrong) == refused_by(Svix, wrong) == 5
    assert run_node("verify_webhooks.mjs", wrong) == {"standardwebhooks": 5, "svix": 5}
