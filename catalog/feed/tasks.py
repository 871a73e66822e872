"""The feed's jobs: publish, tell, look at the clock, compare, forget."""

from collections import Counter
from datetime import datetime, timedelta

from catalog.feed.rules import Guard
from catalog.feed.services.check import (
    FIRST,
    drift_of_chunk,
    false_checksums,
    mark_courses,
)
from catalog.feed.services.forget import BATCH as FORGOTTEN
from catalog.feed.services.forget import forget_changes
from catalog.feed.services.refresh import refresh_some
from catalog.feed.services.relay import mark_ended_runs, relay_changes
from catalog.feed.services.tell import tell_platforms
from core import context
from core.clock import now
from core.jobs import periodic
from core.logs import get_logger
from core.unit_of_work import snapshot, unit_of_work

log = get_logger(__name__)

# Each look at the clock goes back further than the last one, should that have failed.
LOOK_BACK = timedelta(hours=3)

_guard = Guard()
_keep = timedelta(days=30)


def configure(guard: Guard, *, keep: timedelta) -> None:
    """Set when removals are held, and how long changes are kept."""
    global _guard, _keep
    _guard, _keep = guard, keep


# The relay has a lock of its own, which dies with its worker (FT-01).
@periodic("catalog_feed.relay", "* * * * * */2", one_at_a_time=False)
def relay() -> None:
    """Number what changed, pass by pass, until nothing is left; then tell of it."""
    with context.acting_as("job:catalog_feed.relay"):
        relay_all()


def relay_all() -> None:
    """As the job does, in the caller's name."""
    while True:
        with unit_of_work("catalog_feed.relay") as session:
            done = relay_changes(session, guard=_guard, at=now())
        if not done:
            break
    with unit_of_work("catalog_feed.tell") as session:
        tell_platforms(session, at=now())


@periodic("catalog_feed.ended_runs", "41 * * * *")
def ended_runs() -> None:
    """Take runs out of the documents that have ended."""
    at = now()
    with unit_of_work("catalog_feed.ended_runs") as session:
        mark_ended_runs(session, since=at - LOOK_BACK, until=at)


@periodic("catalog_feed.refresh", "*/5 * * * *")
def refresh() -> None:
    """Have the next courses looked at that are called otherwise by a new edition."""
    with unit_of_work("catalog_feed.refresh") as session:
        refresh_some(session)


@periodic("catalog_feed.check", "23 18 * * *")
def check() -> None:
    """Compare what is published with the tables, and mend what drifted."""
    with context.acting_as("job:catalog_feed.check"):
        check_all(mend=True, at=now())


def check_all(*, mend: bool, at: datetime) -> tuple[Counter[str], list[str]]:
    """How many items drifted, and the platforms whose checksum is not that of their
    set. Mending marks the courses, and the relay publishes them, guard included; a
    false checksum is for a person."""
    found: Counter[str] = Counter()
    after = FIRST
    while True:
        with snapshot("catalog_feed.check") as session:
            drift = drift_of_chunk(session, after=after, at=at)
        found += drift.found
        if mend and drift.courses:
            with unit_of_work("catalog_feed.mend") as session:
                mark_courses(session, sorted(drift.courses))
        if drift.last is None:
            break
        after = drift.last
    with snapshot("catalog_feed.sums") as session:
        false = [str(each) for each in false_checksums(session)]
    if found:
        log.warning("catalog_feed.drifted", mended=mend, **found)
    if false:
        log.error("catalog_feed.false_checksum", platforms=false)
    return found, false


@periodic("catalog_feed.forget", "53 18 * * *")
def forget() -> None:
    """Forget changes that nobody needs to catch up any more."""
    done = FORGOTTEN
    while done == FORGOTTEN:
        with unit_of_work("catalog_feed.forget") as session:
            done = forget_changes(session, keep=_keep, at=now())
