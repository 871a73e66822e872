"""When sessions of runs are."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.monitoring.queries import schedules_of
from catalog.schedules.models import ScheduleSession

# A run and the number of its session.
Key = tuple[UUID | None, int | None]


def times_of(
    session: Session, keys: Sequence[Key]
) -> dict[Key, tuple[datetime, datetime]]:
    """Start and end of each; of a session that its run has not, those of the run."""
    ids = [run for run, _ in keys]
    rows = session.scalars(
        select(ScheduleSession).where(ScheduleSession.schedule_id.in_(ids))
    )
    sessions: dict[Key, ScheduleSession] = {
        (each.schedule_id, each.sequence): each for each in rows
    }
    runs = schedules_of(session, ids)
    found: dict[Key, tuple[datetime, datetime]] = {}
    for key in keys:
        one = sessions.get(key) or (runs[key[0]] if key[0] else None)
        if one is not None:
            found[key] = (one.starts_at, one.ends_at)
    return found
