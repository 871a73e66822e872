"""Webhooks may overtake one another; every event says what is missing or old."""

import json
from datetime import timedelta
from uuid import uuid4

from core.clock import now
from core.unit_of_work import unit_of_work
from partners.webhooks.client import Sender
from partners.webhooks.dispatcher import Dispatcher
from tests.factories import make_organisation
from tests.partners.webhooks.receiving import (
    answering,
    make_endpoint,
    make_event,
    receiver,
    relay,
)


def test_a_receiver_sees_what_was_overtaken_and_what_is_missing(committed):
    """The first attempt of the first event fails; the others arrive before it."""
    at, order = now(), uuid4()
    refused = []

    def refuse_the_first(request):
        answering(204 if refused else 500)(request)
        refused.append(request)

    dispatcher = Dispatcher(Sender(allow_private=True), lambda: at)
    with receiver(refuse_the_first) as there:
        with unit_of_work("test") as session:
            organisation = make_organisation(session)
            make_endpoint(session, organisation, url=there.url)
        for _ in range(3):
            with unit_of_work("test") as session:
                make_event(session, organisation, object_id=order)
                relay(session)
            at = now()
            dispatcher.deliver_due()
            dispatcher.drain()
        at = now() + timedelta(seconds=7)
        dispatcher.deliver_due()
        dispatcher.close()

    ids = [request.headers["webhook-id"] for request in there.requests]
    arrived = [json.loads(request.body) for request in there.requests[1:]]
    assert [event["object"]["version"] for event in arrived] == [2, 3, 1]
    assert [event["sequence"] for event in arrived] == [2, 3, 1]
    assert ids[0] == ids[-1]
    assert len(set(ids)) == 3
