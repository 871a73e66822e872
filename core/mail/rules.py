"""How patiently mail is sent."""

from datetime import timedelta

# A message that nobody took within three days tells nobody anything new.
GIVE_UP_AFTER = timedelta(days=3)

# For so long a worker that took messages has them to itself.
LEASE = timedelta(minutes=5)
# Nothing is begun after this part of the lease, so that no other worker has it, too.
BEGIN_WITHIN = timedelta(minutes=3)
BATCH = 20

KEEP = timedelta(days=30)

_PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
)


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many failed attempts, 1 or more."""
    return _PAUSES[min(attempts, len(_PAUSES)) - 1]
