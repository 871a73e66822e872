"""What the catalogue shows: published courses of approved institutions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, exists, func, or_, select, text
from sqlalchemy.orm import Session, aliased

from catalog.courses.errors import CourseNotFound
from catalog.courses.models import Course, CourseStatus, Offering, Schedule
from catalog.reviews.models import CourseRating
from catalog.taxonomies.models import UNIT_GROUP_LEVEL, Taxonomy
from catalog.taxonomies.queries import Titled, titles_of
from catalog.trainers.queries import names_before_classes, public_names
from partners.conflicts.queries import sells_its_own
from partners.organisations import Kind, Organisation
from partners.standing.queries import sells

_Seller = aliased(Organisation, name="seller")

# The institution may sell at present, and this course.
IS_TAUGHT = sells(Organisation, kind=Kind.TRAINING_INSTITUTION, course_id=Course.id)
# A platform that may sell at present asks this price.
IS_OFFERED = and_(
    Offering.withdrawn_at.is_(None),
    exists().where(
        _Seller.id == Offering.platform_id,
        sells(_Seller, kind=Kind.DIGITAL_PLATFORM),
    ),
    # A platform offers its own group's courses free of charge only.
    or_(Offering.price == 0, ~sells_its_own(Course.provider_id, Offering.platform_id)),
)

LOWEST_PRICE = (
    select(func.min(Offering.price))
    .where(Offering.course_id == Course.id, IS_OFFERED)
    .scalar_subquery()
)

CHEAPEST_OFFERING = (
    select(Offering.id)
    .where(Offering.course_id == Course.id, IS_OFFERED)
    .order_by(Offering.price, Offering.id)
    .limit(1)
    .correlate(Course)
    .scalar_subquery()
)

SEATS_LEFT = (Schedule.capacity - Schedule.seats_taken).label("seats_left")


def courses_on_sale() -> Select[*tuple[Any, ...]]:
    """Each course with its institution and the lowest price that a platform asks."""
    return (
        select(
            Course.id,
            Course.code,
            Course.title,
            Course.summary,
            Course.category,
            Course.category_title,
            Course.mode,
            Course.language,
            Course.sessions,
            Course.list_price,
            Course.discount_bps,
            Organisation.code.label("institution"),
            Organisation.name.label("institution_name"),
            LOWEST_PRICE.label("lowest_price"),
        )
        .join(Organisation, Organisation.id == Course.provider_id)
        .where(
            Course.status == CourseStatus.PUBLISHED,
            IS_TAUGHT,
        )
    )


def coming_schedules(course_id: UUID, *, at: datetime) -> Select[*tuple[Any, ...]]:
    """The runs of a course that are neither over nor cancelled; seats are exact."""
    return select(
        Schedule.id,
        Schedule.code,
        Schedule.starts_at,
        Schedule.ends_at,
        Schedule.enrolment_closes_at,
        Schedule.capacity,
        SEATS_LEFT,
        Schedule.is_generated,
    ).where(
        Schedule.course_id == course_id,
        Schedule.ends_at > at,
        Schedule.cancelled_at.is_(None),
    )


def live_offerings() -> Select[*tuple[Any, ...]]:
    """What can be bought: offerings of approved platforms on courses on sale.

    The second look at organisations is made anew each time: SQLAlchemy builds such an
    alias piece by piece, and threads that meet in it compare the wrong table.
    """
    platform = aliased(Organisation, name="platform")
    return (
        select(
            Offering.id,
            Offering.course_id,
            Course.code.label("course"),
            Course.title.label("course_title"),
            platform.code.label("platform"),
            platform.name.label("platform_name"),
            Offering.price,
            Offering.commission_bps,
            Offering.listed_at,
        )
        .join(Course, Course.id == Offering.course_id)
        .join(Organisation, Organisation.id == Course.provider_id)
        .join(platform, platform.id == Offering.platform_id)
        .where(
            IS_OFFERED,
            Course.status == CourseStatus.PUBLISHED,
            IS_TAUGHT,
        )
    )


def categories_on_sale(session: Session) -> Sequence[Row[*tuple[Any, ...]]]:
    """Each category that has a course on sale, with how many."""
    on_sale = courses_on_sale().with_only_columns(
        Course.category.label("code"),
        func.min(Course.category_title).label("title"),
        func.count().label("courses"),
    )
    return session.execute(
        on_sale.group_by(Course.category).order_by(Course.category)
    ).all()


@dataclass(frozen=True)
class CourseDetail:
    """A course with what a buyer decides by. `named` are the skills, occupations and
    units of competence, `trainers` the names that the institution publishes, and
    `before_classes` those of the runs that name who teaches them.
    `stars_average` is in hundredths of a star, None before the first review."""

    course: Row[*tuple[Any, ...]]
    schedules: Sequence[Row[*tuple[Any, ...]]]
    offerings: Sequence[Row[*tuple[Any, ...]]]
    named: Mapping[Taxonomy, Sequence[Titled]]
    trainers: Sequence[str]
    before_classes: Mapping[UUID, Sequence[str]]
    reviews: int
    stars_average: int | None

    def names_before(self, schedule_id: UUID) -> Sequence[str]:
        """Of those who teach a run, the names that are published; a run that names
        nobody is taught by those who teach the course."""
        return self.before_classes.get(schedule_id, self.trainers)


# A course's page shows the next runs; the list of schedules has them all.
SHOWN_SCHEDULES = 20


def course_in_detail(
    session: Session, course_id: UUID, *, at: datetime
) -> CourseDetail:
    """A course on sale with its next runs and its offerings; raises CourseNotFound."""
    course = known_course(session, course_id)
    schedules = session.execute(
        coming_schedules(course_id, at=at)
        .order_by(Schedule.starts_at, Schedule.id)
        .limit(SHOWN_SCHEDULES)
    ).all()
    offerings = session.execute(
        live_offerings()
        .where(Offering.course_id == course_id)
        .order_by(Offering.price, text("platform_name"), Offering.id)
    ).all()
    rating = session.get(CourseRating, course_id)
    return CourseDetail(
        course=course,
        schedules=schedules,
        offerings=offerings,
        named=_named(session, course_id),
        trainers=public_names(session, course_id),
        before_classes=names_before_classes(session, [each.id for each in schedules]),
        reviews=rating.reviews if rating else 0,
        stars_average=rating.average if rating else None,
    )


def _named(session: Session, course_id: UUID) -> Mapping[Taxonomy, list[Titled]]:
    skills, groups, units = session.execute(
        select(Course.skills, Course.occupation_groups, Course.competence_units).where(
            Course.id == course_id
        )
    ).one()
    unit_groups = [each for each in groups if len(each) == UNIT_GROUP_LEVEL]
    named = {
        Taxonomy.SKILL: skills,
        Taxonomy.OCCUPATION: unit_groups,
        Taxonomy.COMPETENCE_UNIT: units,
    }
    return titles_of(session, named)


def known_course(session: Session, course_id: UUID) -> Row[*tuple[Any, ...]]:
    """A course on sale; raises CourseNotFound for any other."""
    course = session.execute(
        courses_on_sale().where(Course.id == course_id)
    ).one_or_none()
    if course is None:
        raise CourseNotFound
    return course
