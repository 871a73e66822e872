"""What is known of a few courses at once: one statement for each kind of thing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from catalog.authoring.queries import ever_public
from catalog.courses.models import Course, Offering, Schedule
from catalog.courses.queries import IS_OFFERED, SEATS_LEFT, courses_on_sale
from catalog.quality.formula import Counted, score_of
from catalog.quality.models import QualityPart
from catalog.regions.models import District
from catalog.reviews.models import CourseRating


@dataclass(frozen=True)
class Facts:
    """A course that is on sale. `lowest_price` is None where no platform sells it;
    `next_start` is that of the next class that takes people, `seats_left` its seats.
    `stars_average` is in hundredths of a star, `quality` 0 to 1,000."""

    id: UUID
    code: str
    title: str
    institution_name: str
    category_title: str
    mode: str
    level: str | None
    languages: tuple[str, ...]
    sessions: int
    evening: bool
    childcare: bool
    access: tuple[str, ...]
    list_price: int
    lowest_price: int | None
    platforms: int
    next_start: datetime | None
    seats_left: int | None
    district: str | None
    reviews: int
    stars_average: int | None
    quality: int | None


@dataclass(frozen=True)
class Glance:
    """What a list says of a course besides its price: the next class that takes people,
    or is merely full, and how the course is rated."""

    next_start: datetime | None
    seats_left: int | None
    reviews: int
    stars_average: int | None


@dataclass(frozen=True)
class Missing:
    """A course that cannot be bought. What was once on sale has `ended` and a title;
    of anything else nothing is told."""

    id: UUID
    reason: str
    title: str | None = None


def facts_of(
    session: Session, ids: Collection[UUID], *, at: datetime
) -> dict[UUID, Facts]:
    """Those of the courses that are on sale."""
    platforms = (
        select(func.count(Offering.platform_id.distinct()))
        .where(Offering.course_id == Course.id, IS_OFFERED)
        .correlate(Course)
        .scalar_subquery()
    )
    rows = session.execute(
        courses_on_sale()
        .add_columns(
            Course.level,
            Course.more_languages,
            Course.evening,
            Course.childcare,
            Course.access,
            platforms.label("platforms"),
        )
        .where(Course.id.in_(ids))
    ).all()
    on_sale = [row.id for row in rows]
    starts = _next_classes(session, on_sale, at=at)
    ratings = _ratings(session, on_sale)
    quality = _quality(session, on_sale)
    return {
        row.id: _facts(row, starts.get(row.id), ratings.get(row.id), quality)
        for row in rows
    }


def glances(
    session: Session, ids: Sequence[UUID], *, at: datetime
) -> dict[UUID, Glance]:
    """What a list says of each of these courses, in two statements."""
    starts = _next_classes(session, ids, at=at)
    ratings = _ratings(session, ids)
    return {each: _glance(starts.get(each), ratings.get(each)) for each in ids}


def missing_of(session: Session, ids: Collection[UUID]) -> dict[UUID, Missing]:
    """Why courses that are not on sale are not. What was never published is as unknown
    as no course."""
    rows = session.execute(
        select(Course.id, Course.title).where(Course.id.in_(ids), ever_public())
    )
    ended = {row.id: Missing(row.id, "ended", row.title) for row in rows}
    return {each: ended.get(each, Missing(each, "unknown")) for each in ids}


def ids_of_codes(session: Session, codes: Sequence[str]) -> list[UUID]:
    """The courses with these codes, in this order, whether on sale or not; what has no
    course is left out."""
    rows = session.execute(
        select(Course.code, Course.id).where(Course.code.in_(codes), ever_public())
    )
    known = {row.code: row.id for row in rows}
    return [known[code] for code in dict.fromkeys(codes) if code in known]


def _facts(
    row: Row[Any],
    start: Row[Any] | None,
    rating: CourseRating | None,
    quality: dict[UUID, int | None],
) -> Facts:
    same = (
        *("id", "code", "title", "institution_name", "category_title", "mode"),
        *("level", "sessions", "evening", "childcare", "list_price"),
        *("lowest_price", "platforms"),
    )
    return Facts(
        **{name: getattr(row, name) for name in same},
        languages=(row.language, *row.more_languages),
        access=tuple(row.access),
        **vars(_glance(start, rating)),
        district=start.district if start else None,
        quality=quality.get(row.id),
    )


def _glance(start: Row[Any] | None, rating: CourseRating | None) -> Glance:
    return Glance(
        next_start=start.starts_at if start else None,
        seats_left=start.seats_left if start else None,
        reviews=rating.reviews if rating else 0,
        stars_average=rating.average if rating else None,
    )


def _next_classes(
    session: Session, ids: Sequence[UUID], *, at: datetime
) -> dict[UUID, Row[Any]]:
    """The next class of each that takes people, or that is merely full."""
    rows: Sequence[Any] = session.execute(
        select(
            Schedule.course_id,
            Schedule.starts_at,
            SEATS_LEFT,
            District.name.label("district"),
        )
        .ext(distinct_on(Schedule.course_id))
        .outerjoin(District, District.code == Schedule.district_code)
        .where(
            Schedule.course_id.in_(ids),
            Schedule.cancelled_at.is_(None),
            Schedule.enrolment_closes_at > at,
        )
        .order_by(
            Schedule.course_id,
            Schedule.seats_taken >= Schedule.capacity,
            Schedule.starts_at,
            Schedule.id,
        )
    ).all()
    return {row.course_id: row for row in rows}


def _ratings(session: Session, ids: Sequence[UUID]) -> dict[UUID, CourseRating]:
    rows = session.scalars(select(CourseRating).where(CourseRating.course_id.in_(ids)))
    return {each.course_id: each for each in rows}


def _quality(session: Session, ids: Sequence[UUID]) -> dict[UUID, int | None]:
    parts: dict[UUID, list[Counted]] = {}
    rows = session.scalars(select(QualityPart).where(QualityPart.subject_id.in_(ids)))
    for row in rows:
        counted = Counted(row.part, row.numerator, row.denominator)
        parts.setdefault(row.subject_id, []).append(counted)
    return {each: score_of(counted) for each, counted in parts.items()}
