"""Sending webhooks each second, and forgetting the old ones each night."""

from threading import Lock

from sqlalchemy import select

from core.clock import now
from core.jobs import periodic
from core.unit_of_work import reading, unit_of_work
from partners.webhooks.client import Sender
from partners.webhooks.dispatcher import Dispatcher
from partners.webhooks.models import Endpoint
from partners.webhooks.services.forget import (
    BATCH,
    PAUSES,
    end_long_pauses,
    forget_deliveries,
    give_up_waiting,
)

_lock = Lock()
_allow_private = False
_dispatcher: Dispatcher | None = None


def configure(*, allow_private: bool) -> None:
    """Say whether webhooks may go to private addresses; once, at the start."""
    global _allow_private
    _allow_private = allow_private


# Workers share the work, so several may run at once; within a process, one.
@periodic("webhooks.deliver", "* * * * * *", one_at_a_time=False)
def deliver() -> None:
    """Send what is due, through the process's one dispatcher."""
    _of_this_process().deliver_due()


@periodic("webhooks.forget", "23 18 * * *")
def forget() -> None:
    """End long pauses, and give up and delete what is old, at night (18:23 UTC is 01:23
    in Jakarta)."""
    at = now()
    ended = PAUSES
    while ended == PAUSES:
        with unit_of_work("webhooks.pauses") as session:
            ended = end_long_pauses(session, at=at)
    with reading("webhooks.endpoints") as session:
        endpoints = session.scalars(select(Endpoint.id)).all()
    for endpoint_id in endpoints:
        for clean in (give_up_waiting, forget_deliveries):
            gone = BATCH
            while gone == BATCH:
                with unit_of_work("webhooks.forget") as session:
                    gone = clean(session, endpoint_id, at=at)


def _of_this_process() -> Dispatcher:
    global _dispatcher
    with _lock:
        if _dispatcher is None:
            _dispatcher = Dispatcher(Sender(allow_private=_allow_private), now)
        return _dispatcher
