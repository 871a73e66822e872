"""The changes of a run that are kept, and what they tell to whoever comes late."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from catalog.authoring.since import changed_by, content_at, met
from catalog.courses.models import Schedule
from catalog.schedules.errors import ScheduleVersionChanged
from catalog.schedules.merging import merge_runs, places_of, said
from catalog.schedules.models import ScheduleEdit
from catalog.schedules.queries import plan_of, run_edits_since
from catalog.schedules.rules import Plan


def keep_edit(
    session: Session, schedule: Schedule, before: Plan, *, by: str, at: datetime
) -> list[str]:
    """Keep who changed which fields of a run that was `before` like that; those
    fields."""
    zone = schedule.zone or before.zone
    was = places_of(before)
    now = places_of(plan_of(session, schedule, zone=zone))
    fields = sorted(name for name in now if now[name] != was[name])
    session.add(
        ScheduleEdit(
            schedule_id=schedule.id,
            version=schedule.version,
            fields=fields,
            before={name: was[name] for name in fields},
            by=by,
            at=at,
        )
    )
    return fields


def stale_run(
    session: Session,
    schedule: Schedule,
    plan: Plan,
    patch: Mapping[str, Any],
    *,
    since: int,
) -> ScheduleVersionChanged:
    """What is needed to merge: each field that others changed, as for a draft. Of
    changes that were not kept, what of the caller's stands otherwise now."""
    edits = run_edits_since(session, schedule.id, since)
    theirs, yours = places_of(plan), said(patch)
    base = content_at(theirs, edits, since=since, version=schedule.version)
    changes = changed_by(edits, theirs, yours)
    if base is None:
        for name in set(yours) - set(changes):
            if theirs[name] != yours[name]:
                changes[name] = {
                    "field": name,
                    "theirs": theirs[name],
                    "yours": yours[name],
                }
    else:
        shared = sorted(set(changes) & set(yours))
        changed = {name: own for name, own in yours.items() if own != base[name]}
        merged = merge_runs(base, theirs, changed)
        for field, told in met(shared, merged, {**theirs, **merged.mine}).items():
            changes[field] |= told
    listed = [changes[field] for field in sorted(changes)]
    return ScheduleVersionChanged(current=schedule.version, changes=listed)
