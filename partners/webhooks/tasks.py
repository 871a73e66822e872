"""Sending webhooks each second."""

from threading import Lock

from core.clock import now
from core.jobs import periodic
from partners.webhooks.client import Sender
from partners.webhooks.dispatcher import Dispatcher

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


def _of_this_process() -> Dispatcher:
    global _dispatcher
    with _lock:
        if _dispatcher is None:
            _dispatcher = Dispatcher(Sender(allow_private=_allow_private), now)
        return _dispatcher
