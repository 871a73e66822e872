"""One statement for each part, over all courses and institutions at once."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from catalog.courses import Course, Schedule
from catalog.quality import QualityPart
from catalog.quality.formula import PartName, formula
from catalog.reviews import CourseRating
from partners.activity.models import Dispute, Outcome, Use
from vouchers.learning.models import AssessmentKind, AssessmentResult
from vouchers.vouchers import Voucher, VoucherStatus


@dataclass(frozen=True)
class Period:
    """Whole local days: from the first up to the last, which is not counted."""

    first: date
    end: date
    zone: ZoneInfo

    def holds(self, column: Any) -> ColumnElement[bool]:
        """Whether an instant is within it."""
        return and_(
            column >= datetime.combine(self.first, time(), self.zone),
            column < datetime.combine(self.end, time(), self.zone),
        )


def compute_quality(session: Session, *, at: datetime, zone: ZoneInfo) -> int:
    """Count every part anew; how many rows. Readers see the former ones until the
    commit. Nothing is counted about jobs, for which there is no data."""
    end = at.astimezone(zone).date()
    period = Period(end - timedelta(days=formula().period_days), end, zone)
    session.execute(delete(QualityPart))
    for name, counted in (
        (PartName.COMPLETION, _completion(period)),
        (PartName.PASS, _pass(period)),
        (PartName.COMPLAINTS, _complaints(period)),
        (PartName.RATING, _rating()),
    ):
        _write(session, name, counted, period, at=at)
    return session.scalar(select(func.count()).select_from(QualityPart)) or 0


def _write(
    session: Session,
    name: PartName,
    counted: Select[*tuple[Any, ...]],
    period: Period,
    *,
    at: datetime,
) -> None:
    found = counted.subquery("counted")
    since = None if name == PartName.RATING else period.first
    rows = select(
        found.c.subject_id,
        literal(str(name)),
        found.c.numerator,
        found.c.denominator,
        literal(since, QualityPart.period_from.type),
        literal(period.end, QualityPart.period_to.type),
        literal(formula().version),
        literal(at, QualityPart.computed_at.type),
    ).where(found.c.denominator > 0)
    columns = [
        "subject_id",
        "part",
        "numerator",
        "denominator",
        "period_from",
        "period_to",
        "formula_version",
        "computed_at",
    ]
    session.execute(insert(QualityPart).from_select(columns, rows))


def _completion(period: Period) -> Select[*tuple[Any, ...]]:
    """Of those who entered a class that is over, who completed it."""
    return (
        _per_subject(
            func.count().filter(Voucher.status == VoucherStatus.COMPLETED), func.count()
        )
        .select_from(Voucher)
        .join(Schedule, Schedule.id == Voucher.schedule_id)
        .where(Voucher.redeemed_at.is_not(None), period.holds(Schedule.ends_at))
    )


def _pass(period: Period) -> Select[*tuple[Any, ...]]:
    """Of those with a post-test in a course that has a pass mark, whose last result
    reaches it."""
    last = (
        select(AssessmentResult.voucher_id, AssessmentResult.score)
        .ext(distinct_on(AssessmentResult.voucher_id))
        .where(
            AssessmentResult.kind == AssessmentKind.POST_TEST,
            period.holds(AssessmentResult.reported_at),
        )
        .order_by(
            AssessmentResult.voucher_id,
            AssessmentResult.number.desc(),
            AssessmentResult.revision.desc(),
        )
        .subquery("last")
    )
    return (
        _per_subject(
            func.count().filter(last.c.score >= Course.pass_mark), func.count()
        )
        .select_from(last)
        .join(Voucher, Voucher.id == last.c.voucher_id)
        .join(Course, Course.id == Voucher.course_id)
        .where(Course.pass_mark.is_not(None))
    )


def _complaints(period: Period) -> Select[*tuple[Any, ...]]:
    """Uses of vouchers that were disputed and found to be misuse, of the learners who
    entered a class in the period."""
    upheld = (
        select(Use.object_id, func.count().label("upheld"))
        .join(Dispute, Dispute.use_id == Use.id)
        .where(Dispute.outcome == Outcome.MISUSE, period.holds(Dispute.closed_at))
        .group_by(Use.object_id)
        .subquery("upheld")
    )
    learns = period.holds(Voucher.redeemed_at)
    return (
        _per_subject(
            func.coalesce(func.sum(upheld.c.upheld), 0),
            func.count(Voucher.participant_id.distinct()).filter(learns),
        )
        .select_from(Voucher)
        .outerjoin(upheld, upheld.c.object_id == Voucher.id)
        .where(or_(learns, upheld.c.object_id.is_not(None)))
    )


def _rating() -> Select[*tuple[Any, ...]]:
    """Stars of the reviews that count, since the beginning."""
    counts: tuple[Any, ...] = (
        CourseRating.stars_1,
        CourseRating.stars_2,
        CourseRating.stars_3,
        CourseRating.stars_4,
        CourseRating.stars_5,
    )
    stars: Any = sum(number * count for number, count in enumerate(counts, 1))
    reviews: Any = sum(counts)
    return (
        select(
            func.coalesce(Course.id, Course.provider_id).label("subject_id"),
            func.sum(stars).label("numerator"),
            func.sum(reviews).label("denominator"),
        )
        .select_from(CourseRating)
        .join(Course, Course.id == CourseRating.course_id)
        .group_by(func.grouping_sets(Course.id, Course.provider_id))
    )


def _per_subject(
    numerator: ColumnElement[Any], denominator: ColumnElement[Any]
) -> Select[*tuple[Any, ...]]:
    """Counts of each course and, over all its courses, of each institution."""
    return select(
        func.coalesce(Voucher.course_id, Voucher.provider_id).label("subject_id"),
        numerator.label("numerator"),
        denominator.label("denominator"),
    ).group_by(func.grouping_sets(Voucher.course_id, Voucher.provider_id))
