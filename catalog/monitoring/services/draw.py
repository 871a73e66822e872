"""Choosing what is visited in a period: by risk, and by a draw that anybody can repeat.

Small tickets come first. By risk those with the most points are chosen, a few of one
institution at most, and by ticket where points are equal; by draw the smallest tickets
of the rest. Seats that no risk fills are drawn. What came too late for the frame has
draws of its own, so that nothing is safe from being chosen by its date.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.monitoring.models import FrameItem, Kind, Part, Plan, Visit, Why
from catalog.monitoring.plans import Monitoring, Sample
from catalog.monitoring.queries import rules_of
from catalog.monitoring.rules import draws_at
from catalog.monitoring.services.commit import commitment_to, seed_of
from catalog.monitoring.services.frame import (
    bounds_of,
    last_instant,
    ticket_of,
    write_frame,
)
from catalog.monitoring.services.risks import risks_of, weigh_frame
from catalog.monitoring.services.times import times_of
from core.audit import record
from core.signing import issuer_of

MOST = 100
Chosen = list[tuple[FrameItem, Why]]


def draw_next(session: Session, *, at: datetime) -> bool:
    """Draw the sample of the next plan whose hour has come; whether there was one."""
    zone = issuer_of(session).zone
    plan = _due(session, zone=zone, at=at)
    if plan is None:
        return False
    write_frame(session, plan, seed_of(session, plan), zone=zone, at=at)
    weigh_frame(session, plan, at=at)
    sizes = _sizes(session, plan)
    plan.live, plan.self_paced = sizes[Kind.LIVE], sizes[Kind.SELF_PACED]
    plan.drawn_at = at
    _enter_visits(session, plan, zone=zone, at=at)
    record(
        session,
        action="monitoring_plan.drawn",
        object_type="monitoring_plan",
        object_id=plan.id,
        at=at,
        after={"live": plan.live, "self_paced": plan.self_paced},
    )
    return True


def _due(session: Session, *, zone: ZoneInfo, at: datetime) -> Plan | None:
    """The one of the plans that is to be drawn first, held; None before its hour.

    All that are not drawn are held: some twenty, as seeds are made two weeks before.
    """
    waiting = session.scalars(
        select(Plan)
        .where(Plan.drawn_at.is_(None))
        .order_by(Plan.first_on, Plan.id)
        .limit(MOST)
        .with_for_update(skip_locked=True)
    ).all()
    due = [
        (moment, each.id, each)
        for each in waiting
        if (moment := draws_at(each.first_on, rules_of(each), zone, each.part)) <= at
    ]
    return min(due)[-1] if due else None


def choose(session: Session, plan: Plan, kind: Kind, rules: Monitoring) -> Chosen:
    """What the frame of a drawn plan comes to; the same however often it is asked."""
    sample = _sample(plan, rules, kind)
    of_kind = (FrameItem.plan_id == plan.id, FrameItem.kind == kind)
    by_risk = (FrameItem.points.desc(), FrameItem.ticket)
    place = func.row_number().over(partition_by=FrameItem.provider_id, order_by=by_risk)
    ranked = (
        select(FrameItem.item, place.label("place"))
        .where(*of_kind, FrameItem.points >= rules.least_points)
        .subquery("ranked")
    )
    risky = session.scalars(
        select(FrameItem)
        .join(ranked, ranked.c.item == FrameItem.item)
        .where(*of_kind, ranked.c.place <= sample.most_per_institution)
        .order_by(*by_risk)
        .limit(sample.by_risk)
    ).all()
    drawn = session.scalars(
        select(FrameItem)
        .where(*of_kind, FrameItem.item.not_in([each.item for each in risky]))
        .order_by(FrameItem.ticket)
        .limit(sample.by_draw + sample.by_risk - len(risky))
    ).all()
    return [(each, Why.RISK) for each in risky] + [(each, Why.DRAW) for each in drawn]


def _sample(plan: Plan, rules: Monitoring, kind: Kind) -> Sample:
    if plan.part == Part.MAIN or rules.late is None:
        return rules.samples[kind]
    return rules.late.samples[kind]


def is_reproduced(session: Session, plan: Plan) -> bool:
    """Whether the seed is the one that was committed to, every ticket is that of its
    item, and the frame comes to the visits that there are."""
    seed, rules = seed_of(session, plan), rules_of(plan)
    if commitment_to(seed) != plan.commitment:
        return False
    wrong = session.scalar(
        select(func.count()).where(
            FrameItem.plan_id == plan.id,
            FrameItem.ticket != ticket_of(seed, FrameItem.item),
        )
    )
    again = {
        (item.item, str(why))
        for kind in Kind
        for item, why in choose(session, plan, kind, rules)
    }
    there = session.execute(
        select(Visit.item, Visit.why).where(Visit.plan_id == plan.id)
    )
    return not wrong and again == {(item, why) for item, why in there}


def _sizes(session: Session, plan: Plan) -> dict[Kind, int]:
    rows = session.execute(
        select(FrameItem.kind, func.count())
        .where(FrameItem.plan_id == plan.id)
        .group_by(FrameItem.kind)
    )
    found = {Kind(kind): number for kind, number in rows}
    return {kind: found.get(kind, 0) for kind in Kind}


def _enter_visits(
    session: Session, plan: Plan, *, zone: ZoneInfo, at: datetime
) -> None:
    rules = rules_of(plan)
    first, end = bounds_of(plan, zone)
    whole = (first, last_instant(end))
    for kind, size in (
        (Kind.LIVE, plan.live or 0),
        (Kind.SELF_PACED, plan.self_paced or 0),
    ):
        chosen = choose(session, plan, kind, rules)
        courses = {item.course_id for item, _ in chosen}
        factors = risks_of(session, courses, rules, at=at) if courses else {}
        times = times_of(
            session, [(one.schedule_id, one.sequence) for one, _ in chosen]
        )
        session.add_all(
            Visit(
                plan_id=plan.id,
                item=item.item,
                kind=kind,
                course_id=item.course_id,
                provider_id=item.provider_id,
                schedule_id=item.schedule_id,
                sequence=item.sequence,
                why=why,
                points=item.points,
                factors=factors.get(item.course_id, {}),
                frame_size=size,
                version=plan.version,
                starts_at=starts_at,
                ends_at=ends_at,
                due_at=starts_at if kind == Kind.LIVE else ends_at,
            )
            for item, why in chosen
            for starts_at, ends_at in [
                times.get((item.schedule_id, item.sequence), whole)
            ]
        )
    session.flush()
