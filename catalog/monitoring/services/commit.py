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
from catalog.monitoring.rules import is_drawn_by, period_to_commit
from core.audit import record
from core.ids import new_id
from core.privacy import vault_of
from core.signing import issuer_of

SEED = "monitoring_seed"


def commit_next(session: Session, *, at: datetime) -> bool:
    """Plan the next period that is due to be planned; whether there was one.

    A period whose sample should have been drawn by now is left out: a seed that is
    made so late binds nobody.
    """
    today = at.astimezone(issuer_of(session).zone).date()
    rules = monitoring_in_force(on=today)
    wanted = [each for day in _periods(rules, today) for each in _samples(rules, day)]
    days = [each.first_on for each in wanted]
    known = set(session.scalars(select(Plan.first_on).where(Plan.first_on.in_(days))))
    missing = [each for each in wanted if each.first_on not in known]
    if not missing:
        return False
    _commit(session, missing[0], rules, at=at)
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
    return [each for each in days if not is_drawn_by(each, today, period)]


@dataclass(frozen=True)
class _Wanted:
    part: Part
    first_on: date
    ends_on: date


def _samples(rules: Monitoring, first_on: date) -> list[_Wanted]:
    """The samples of a period; each has a seed of its own, as the first one's is known
    to the operator from its draw on."""
    ends_on = first_on + timedelta(days=rules.period.days)
    found = [_Wanted(Part.MAIN, first_on, ends_on)]
    if rules.late is not None:
        late_on = first_on + timedelta(days=rules.late.after_days)
        found.append(_Wanted(Part.LATE, late_on, ends_on))
    return found


def _commit(
    session: Session, wanted: _Wanted, rules: Monitoring, *, at: datetime
) -> None:
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
        .on_conflict_do_nothing(index_elements=[Plan.first_on])
        .returning(Plan.id)
    )
    if made is not None:
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
