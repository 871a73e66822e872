"""Committing to the seed of a period's draw, before anybody can know its frame."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from catalog.curation.drawing import new_seed
from catalog.monitoring.models import Part, Plan
from catalog.monitoring.plans import Monitoring, monitoring_in_force
from catalog.monitoring.rules import draws_at, late_days, period_to_commit
from core.audit import record
from core.ids import new_id
from core.privacy import vault_of
from core.signing import issuer_of

SEED = "monitoring_seed"


def commit_next(session: Session, *, at: datetime) -> bool:
    """Plan the next period that is due to be planned, with all its samples; whether
    there was one.

    A period whose sample should have been drawn by now is left out: a seed that is
    made so late binds nobody.
    """
    zone = issuer_of(session).zone
    today = at.astimezone(zone).date()
    rules = monitoring_in_force(on=today)
    days = [each for each in _periods(rules, today) if at < draws_at(each, rules, zone)]
    known = set(
        session.scalars(
            select(Plan.first_on).where(Plan.first_on.in_(days), Plan.part == Part.MAIN)
        )
    )
    missing = [each for each in days if each not in known]
    if not missing:
        return False
    main, *late = _samples(rules, missing[0])
    if _commit(session, main, rules, at=at):
        for each in late:
            _commit(session, each, rules, at=at)
    return True


def seed_of(session: Session, plan: Plan) -> str:
    """The seed in clear, for the draw and for those who check it afterwards."""
    return vault_of(session).open(plan.seed_sealed, row=plan.id, field=SEED)


def commitment_to(seed: str) -> str:
    """What is published of a seed before it is used."""
    return hashlib.sha256(seed.encode()).hexdigest()


def _periods(rules: Monitoring, today: date) -> list[date]:
    period, step = rules.period, timedelta(days=rules.period.days)
    first, last = period.first_of(today), period_to_commit(today, period)
    days = [first]
    while days[-1] < last:
        days.append(days[-1] + step)
    return days


@dataclass(frozen=True)
class _Wanted:
    part: Part
    first_on: date
    ends_on: date


def _samples(rules: Monitoring, first_on: date) -> list[_Wanted]:
    """The samples of a period, the main one first; each has a seed of its own, as one
    is known to the operator from its draw on."""
    ends_on = first_on + timedelta(days=rules.period.days)
    found = [_Wanted(Part.MAIN, first_on, ends_on)]
    found += [_Wanted(Part.LATE, each, ends_on) for each in late_days(first_on, rules)]
    return found


def _commit(
    session: Session, wanted: _Wanted, rules: Monitoring, *, at: datetime
) -> bool:
    """Make a seed and commit to it; whether nobody else has."""
    identity, seed = new_id(), new_seed()
    made = session.scalar(
        insert(Plan)
        .values(
            id=identity,
            part=wanted.part,
            first_on=wanted.first_on,
            ends_on=wanted.ends_on,
            version=rules.version,
            commitment=commitment_to(seed),
            seed_sealed=vault_of(session).seal(seed, row=identity, field=SEED),
            committed_at=at,
        )
        .on_conflict_do_nothing(index_elements=[Plan.part, Plan.first_on])
        .returning(Plan.id)
    )
    if made is None:
        return False
    record(
        session,
        action="monitoring_plan.committed",
        object_type="monitoring_plan",
        object_id=identity,
        at=at,
        after={
            "part": str(wanted.part),
            "first_on": wanted.first_on.isoformat(),
            "commitment": commitment_to(seed),
        },
    )
    return True
