"""What somebody looks for, as conditions on the courses on sale."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    ARRAY,
    Boolean,
    ColumnElement,
    Select,
    SQLColumnExpression,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    literal_column,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import JSONB, array

from catalog.courses.built import Moment
from catalog.courses.models import Course, Offering, Schedule
from catalog.courses.queries import IS_OFFERED
from catalog.taxonomies.models import Concept, Taxonomy
from partners.organisations import Organisation


class Filter(StrEnum):
    """What narrows a search, each in one way."""

    CATEGORY = "category"
    MODE = "mode"
    LEVEL = "level"
    LANGUAGE = "language"
    PRICE = "price"
    PLATFORM = "platform"
    PLACE = "place"
    START = "start"
    EVENING = "evening"
    CHILDCARE = "childcare"
    ACCESS = "access"
    SKILL = "skill"
    OCCUPATION = "occupation"


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; what is empty does not matter.

    Of several values of a filter one is enough, except in `access`, whose needs are all
    to be met. `min_price` and `max_price` are whole rupiah and ask for an offering at
    such a price, on one of the `platforms` (their codes) when these are given too. A
    course starts from `starts_from` to `starts_until` when a class does that has seats
    and takes people; `places` are the codes of provinces, regencies or districts, in
    one of which such a class is. `occupations` are ISCO-08 groups of any depth.
    """

    words: str | None = None
    categories: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    occupations: tuple[str, ...] = ()
    min_price: int | None = None
    max_price: int | None = None
    places: tuple[str, ...] = ()
    starts_from: datetime | None = None
    starts_until: datetime | None = None
    evening: bool = False
    childcare: bool = False


def conditions(wanted: Wanted, *, at: Moment) -> dict[Filter, ColumnElement[bool]]:
    """The condition of each filter that is set.

    Price and platform speak of one offering together: with both, the condition of the
    price holds them both.
    """
    found: dict[Filter, ColumnElement[bool]] = {}
    if wanted.categories:
        found[Filter.CATEGORY] = Course.category.in_(wanted.categories)
    if wanted.modes:
        found[Filter.MODE] = Course.mode.in_(wanted.modes)
    if wanted.levels:
        found[Filter.LEVEL] = Course.level.in_(wanted.levels)
    if wanted.languages:
        found[Filter.LANGUAGE] = SPOKEN.bool_op("&&")(_texts(wanted.languages))
    if wanted.evening:
        found[Filter.EVENING] = is_in_the_evening(at=at)
    if wanted.childcare:
        found[Filter.CHILDCARE] = Course.childcare.is_(True)
    if wanted.access:
        found[Filter.ACCESS] = meets(wanted.access, at=at)
    return found | _by_codes(wanted) | _by_others(wanted, at=at)


def narrowed(
    wanted: Wanted, *, at: Moment, price_first: bool = False
) -> list[ColumnElement[bool]]:
    """The conditions of all filters, for what reads courses that meet them all.

    What platforms ask is looked at course by course: PostgreSQL cannot know how many
    that leaves, expects one, and begins with it. `price_first` says that few offerings
    are at such a price, and that it is well to begin with these.
    """
    found = conditions(wanted, at=at)
    if Filter.PRICE in found:
        found.pop(Filter.PLATFORM, None)
    for each in {Filter.PRICE, Filter.PLATFORM} & set(found):
        found[each] = case((found[each], True), else_=False)
    at_such_a_price = select(Offering.course_id).where(
        Offering.withdrawn_at.is_(None), costs_as_wanted(wanted, Offering.price)
    )
    first = [Course.id.in_(at_such_a_price.correlate(None))] if price_first else []
    return [*first, *found.values()]


# Every language that it is in, as ix_courses_spoken says it.
SPOKEN = func.array_prepend(Course.language, Course.more_languages)

# As ix_schedules_evening says it.
_IN_THE_EVENING: ColumnElement[bool] = literal_column("schedules.evening", Boolean())


def is_in_the_evening(*, at: Moment) -> ColumnElement[bool]:
    """Whether a course is for people who work, or a class of it that takes people."""
    return or_(Course.evening.is_(True), _has_class(_IN_THE_EVENING, at=at))


def meets(needs: Iterable[str], *, at: Moment) -> ColumnElement[bool]:
    """Whether a course meets all the needs, or a class of it that takes people."""
    all_of_them = sorted(needs)
    met = cast(literal(all_of_them, JSONB()), JSONB())
    return or_(
        Course.access.bool_op("@>")(_texts(tuple(all_of_them))),
        _has_class(Schedule.access.bool_op("@>")(met), at=at),
    )


def _has_class(condition: ColumnElement[bool], *, at: Moment) -> ColumnElement[bool]:
    """As `runs`, for what few classes say themselves: they are looked up once."""
    said = select(Schedule.course_id).where(condition, takes_people(at=at))
    return Course.id.in_(said.correlate(None))


def asks_price(wanted: Wanted) -> bool:
    return wanted.min_price is not None or wanted.max_price is not None


def costs_as_wanted(
    wanted: Wanted, price: SQLColumnExpression[int]
) -> ColumnElement[bool]:
    """Whether the price of an offering is within the bounds."""
    bounds: list[ColumnElement[bool]] = []
    if wanted.min_price is not None:
        bounds.append(price >= wanted.min_price)
    if wanted.max_price is not None:
        bounds.append(price <= wanted.max_price)
    return and_(true(), *bounds)


def _by_codes(wanted: Wanted) -> dict[Filter, ColumnElement[bool]]:
    found: dict[Filter, ColumnElement[bool]] = {}
    if wanted.skills:
        found[Filter.SKILL] = Course.skills.bool_op("&&")(_with_those_below(wanted))
    if wanted.occupations:
        groups = _texts(wanted.occupations)
        found[Filter.OCCUPATION] = Course.occupation_groups.bool_op("&&")(groups)
    return found


def _with_those_below(wanted: Wanted) -> ColumnElement[list[str]]:
    """The skills, and those of each that is a group."""
    named = _texts(wanted.skills)
    below = (
        select(func.array_agg(Concept.code))
        .where(Concept.taxonomy == Taxonomy.SKILL, Concept.above.bool_op("&&")(named))
        .scalar_subquery()
    )
    return named.op("||")(func.coalesce(below, cast(array([]), ARRAY(Text()))))


def _by_others(wanted: Wanted, *, at: Moment) -> dict[Filter, ColumnElement[bool]]:
    """What offerings and schedules say of a course."""
    found: dict[Filter, ColumnElement[bool]] = {}
    if wanted.platforms:
        found[Filter.PLATFORM] = _offered_on(wanted).exists()
    if asks_price(wanted):
        offered = _offered_on(wanted) if wanted.platforms else _offered()
        found[Filter.PRICE] = offered.where(
            costs_as_wanted(wanted, Offering.price)
        ).exists()
    if wanted.places:
        found[Filter.PLACE] = runs(
            and_(is_in_places(wanted.places), starts_as_wanted(wanted, at=at))
        )
    if wanted.starts_from is not None or wanted.starts_until is not None:
        found[Filter.START] = runs(starts_as_wanted(wanted, at=at))
    return found


def takes_people(*, at: Moment) -> ColumnElement[bool]:
    """Whether a seat in a class can be bought."""
    return and_(
        Schedule.cancelled_at.is_(None),
        Schedule.starts_at > at,
        or_(
            Schedule.enrolment_opens_at.is_(None),
            Schedule.enrolment_opens_at <= at,
        ),
        Schedule.enrolment_closes_at > at,
        Schedule.seats_taken < Schedule.capacity,
    )


def starts_as_wanted(wanted: Wanted, *, at: Moment) -> ColumnElement[bool]:
    bounds: list[ColumnElement[bool]] = []
    if wanted.starts_from is not None:
        bounds.append(Schedule.starts_at >= wanted.starts_from)
    if wanted.starts_until is not None:
        bounds.append(Schedule.starts_at <= wanted.starts_until)
    return and_(takes_people(at=at), *bounds)


def is_in_places(places: Iterable[str]) -> ColumnElement[bool]:
    """Whether a class is in one of the provinces, regencies or districts: the code of
    each begins with that of what it lies in."""
    return or_(
        *(
            or_(
                Schedule.district_code == place,
                Schedule.district_code.startswith(f"{place}.", autoescape=True),
            )
            for place in places
        )
    )


def runs(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a course has such a class."""
    return (
        select(Schedule.id)
        .where(Schedule.course_id == Course.id, condition)
        .correlate(Course)
        .exists()
    )


def _offered() -> Select[*tuple[object, ...]]:
    return (
        select(Offering.id)
        .where(Offering.course_id == Course.id, IS_OFFERED)
        .correlate(Course)
    )


def _offered_on(wanted: Wanted) -> Select[*tuple[object, ...]]:
    platforms = (
        select(Organisation.id)
        .where(Organisation.code.in_(wanted.platforms))
        .correlate(None)
    )
    return _offered().where(Offering.platform_id.in_(platforms))


def _texts(values: tuple[str, ...]) -> ColumnElement[list[str]]:
    return literal(list(values), ARRAY(Text()))
