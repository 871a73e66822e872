"""What is known of the courses of a frame, some hundreds at a time."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from catalog.courses.models import Course, CourseStatus
from catalog.monitoring.models import Finding, FrameItem, Plan
from catalog.monitoring.plans import Monitoring
from catalog.monitoring.queries import rules_of
from catalog.monitoring.rules import Facts, risk_of
from catalog.quality.formula import Counted, PartName, score_of
from catalog.quality.models import QualityPart
from catalog.reviews.models import Review
from partners.organisations.models import Organisation
from partners.standing.models import Sanction, State

BATCH = 500
# A sanction that nobody confirmed, or that was turned down, is no sign.
DECIDED = (State.IN_FORCE, State.ENDED, State.LIFTED)


@dataclass
class _Known:
    """What was read for a batch, by course or institution."""

    medians: dict[str, int]
    parts: dict[UUID, list[Counted]] = field(default_factory=dict)
    waiting: dict[UUID, int] = field(default_factory=dict)
    findings: dict[UUID, int] = field(default_factory=dict)
    sanctions: dict[UUID, int] = field(default_factory=dict)


def weigh_frame(session: Session, plan: Plan, *, at: datetime) -> None:
    """Write the points of risk into the frame of a plan."""
    rules, medians = rules_of(plan), _medians(session)
    after: UUID | None = None
    while True:
        query = select(FrameItem.course_id).where(FrameItem.plan_id == plan.id)
        if after is not None:
            query = query.where(FrameItem.course_id > after)
        ids = session.scalars(
            query.distinct().order_by(FrameItem.course_id).limit(BATCH)
        ).all()
        if not ids:
            return
        after = ids[-1]
        found = _risks(session, ids, rules, medians, at=at)
        points = [
            {"course": course, "sum": sum(signs.values())}
            for course, signs in found.items()
            if signs
        ]
        _write(session, plan.id, points)


def risks_of(
    session: Session, course_ids: Collection[UUID], rules: Monitoring, *, at: datetime
) -> dict[UUID, dict[str, int]]:
    """The points of some courses, by sign."""
    return _risks(session, list(course_ids), rules, _medians(session), at=at)


def _write(session: Session, plan_id: UUID, points: Sequence[dict[str, Any]]) -> None:
    if points:
        session.connection().execute(
            update(FrameItem)
            .where(
                FrameItem.plan_id == plan_id,
                FrameItem.course_id == bindparam("course"),
            )
            .values(points=bindparam("sum")),
            points,
        )


def _risks(
    session: Session,
    ids: Sequence[UUID],
    rules: Monitoring,
    medians: dict[str, int],
    *,
    at: datetime,
) -> dict[UUID, dict[str, int]]:
    rows = session.execute(
        select(
            Course.id,
            Course.provider_id,
            Course.category,
            Course.list_price,
            Organisation.created_at,
        )
        .join(Organisation, Organisation.id == Course.provider_id)
        .where(Course.id.in_(ids))
    ).all()
    since = at - timedelta(days=rules.risk_days)
    providers = {row.provider_id for row in rows}
    known = _Known(
        medians,
        parts=_parts(session, {*ids, *providers}),
        waiting=_waiting(session, ids),
        findings=_findings(session, providers, since),
        sanctions=_sanctions(session, providers, since),
    )
    return {row.id: risk_of(_facts(row, known, at=at), rules.risks) for row in rows}


def _facts(row: Any, known: _Known, *, at: datetime) -> Facts:
    own, all_of_it = (known.parts.get(each, []) for each in (row.id, row.provider_id))
    quality = score_of(own)
    worst = next(
        (
            each
            for each in (*own, *all_of_it)
            if each.name == PartName.COMPLAINTS and each.is_shown and each.numerator
        ),
        None,
    )
    return Facts(
        complaints=worst.numerator if worst else 0,
        learners=worst.denominator if worst else 0,
        waiting_reviews=known.waiting.get(row.id, 0),
        quality=score_of(all_of_it) if quality is None else quality,
        days_here=(at - row.created_at).days,
        price=row.list_price,
        median=known.medians.get(row.category, 0),
        finding_points=known.findings.get(row.provider_id, 0),
        sanctions=known.sanctions.get(row.provider_id, 0),
    )


def _medians(session: Session) -> dict[str, int]:
    """What a course costs in the middle of each category."""
    middle = func.percentile_disc(0.5).within_group(Course.list_price)
    rows = session.execute(
        select(Course.category, middle)
        .where(Course.status == CourseStatus.PUBLISHED, Course.list_price > 0)
        .group_by(Course.category)
    )
    return {row[0]: row[1] for row in rows}


def _parts(session: Session, ids: Collection[UUID]) -> dict[UUID, list[Counted]]:
    found: dict[UUID, list[Counted]] = {}
    for row in session.scalars(
        select(QualityPart).where(QualityPart.subject_id.in_(ids))
    ):
        counted = Counted(row.part, row.numerator, row.denominator)
        found.setdefault(row.subject_id, []).append(counted)
    return found


def _waiting(session: Session, ids: Sequence[UUID]) -> dict[UUID, int]:
    """Reviews that are held, or whose signs weigh so much that somebody has to look."""
    return _pairs(
        session.execute(
            select(Review.course_id, func.count())
            .where(Review.course_id.in_(ids), Review.waits_since.is_not(None))
            .group_by(Review.course_id)
        )
    )


def _findings(
    session: Session, providers: Collection[UUID], since: datetime
) -> dict[UUID, int]:
    return _pairs(
        session.execute(
            select(Finding.provider_id, func.sum(Finding.points))
            .where(
                Finding.provider_id.in_(providers),
                Finding.final_at >= since,
                Finding.points > 0,
            )
            .group_by(Finding.provider_id)
        )
    )


def _sanctions(
    session: Session, providers: Collection[UUID], since: datetime
) -> dict[UUID, int]:
    return _pairs(
        session.execute(
            select(Sanction.organisation_id, func.count())
            .where(
                Sanction.organisation_id.in_(providers),
                Sanction.state.in_(DECIDED),
                Sanction.started_at >= since,
            )
            .group_by(Sanction.organisation_id)
        )
    )


def _pairs(rows: Any) -> dict[UUID, int]:
    return {key: int(number) for key, number in rows}
