"""Finding equivalent classes, for any number of learners with one statement.

Learners of one class who paid the same on the same platform are looked after together;
what one of them has bought already is left out of hers.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    CompoundSelect,
    FromClause,
    Insert,
    Select,
    Text,
    Uuid,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    union,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased

from catalog.courses.models import Course, Mode, Offering, Schedule
from marketplace.orders.models import Order
from marketplace.orders.queries import COUNTING, IS_ON_SALE
from marketplace.transfers.models import Distance, Likeness, Replacement, Transfer
from marketplace.transfers.rulebook import Rulebook
from partners.conflicts.queries import sells_its_own
from partners.organisations.models import Kind, Organisation
from partners.standing.queries import sells
from vouchers.vouchers.models import Voucher

# As many more are looked at, for those who have bought one of the first already.
SPARE = 3
IN_PERSON = (Mode.OFFLINE, Mode.BLENDED)
SHOWN = (
    "likeness",
    "distance",
    "offering_id",
    "schedule_id",
    "provider_id",
    "platform_id",
    "price",
    "terms_version",
    "closes_at",
)


def find_replacements(ids: Sequence[UUID], rules: Rulebook, *, at: datetime) -> Insert:
    """The statement that writes the replacements of these transfers, ranked.

    Equivalent is a class on sale, with a seat left and enrolment open, that begins in
    time, is not dearer than the rules allow, and is of the same course; or of one with
    the same units of competence, skills, occupation or category, in the same mode and
    not too far away.
    """
    these = Transfer.id == func.any(cast(bindparam("ids", list(ids)), ARRAY(Uuid())))
    wanted = (
        select(
            Transfer.course_id,
            Transfer.schedule_id,
            Transfer.platform_id,
            Voucher.face_value,
        )
        .join(Voucher, Voucher.id == Transfer.voucher_id)
        .where(these)
        .distinct()
        .cte("wanted")
        .prefix_with("MATERIALIZED")
    )
    alike = _alike(wanted, rules).cte("alike").prefix_with("MATERIALIZED")
    placed = _equivalent(wanted, alike, rules, at=at).subquery("placed")
    found = (
        select(placed)
        .where(placed.c.place <= rules.replacements * SPARE)
        .cte("found")
        .prefix_with("MATERIALIZED")
    )
    ranked = _ranked(found.c, these).subquery("ranked")
    return insert(Replacement).from_select(
        ["id", "transfer_id", "rank", *SHOWN],
        select(
            func.gen_random_uuid(),
            ranked.c.transfer_id,
            ranked.c.rank,
            *(ranked.c[name] for name in SHOWN),
        ).where(ranked.c.rank <= rules.replacements),
        include_defaults=False,
    )


def _ranked(found: Any, these: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    has_it = exists().where(
        Order.participant_id == Transfer.participant_id,
        Order.course_id == found.found_course_id,
        Order.status.in_(COUNTING),
        Order.voucher_id != Transfer.voucher_id,
    )
    is_own = sells_its_own(found.provider_id, found.found_platform_id)
    rank = func.row_number().over(partition_by=Transfer.id, order_by=found.place.asc())
    shown = {"schedule_id": found.found_schedule_id}
    shown["platform_id"] = found.found_platform_id
    return (
        select(
            Transfer.id.label("transfer_id"),
            rank.label("rank"),
            *(shown.get(name, found.get(name)).label(name) for name in SHOWN),
        )
        .join(Voucher, Voucher.id == Transfer.voucher_id)
        .join(
            found.place.table,
            and_(
                found.schedule_id == Transfer.schedule_id,
                found.platform_id == Transfer.platform_id,
                found.face_value == Voucher.face_value,
            ),
        )
        .where(these, ~has_it, or_(found.price == 0, ~is_own))
    )


def _alike(wanted: FromClause, rules: Rulebook) -> CompoundSelect[UUID, UUID]:
    """Pairs of a wanted course and one like it, each kind by an index of its own."""
    had, other = aliased(Course, name="had"), aliased(Course, name="other")

    def pairs(how: ColumnElement[bool]) -> Select[UUID, UUID]:
        return (
            select(had.id.label("had_id"), other.id.label("other_id"))
            .select_from(had)
            .join(other, how)
            .where(had.id.in_(select(wanted.c.course_id)))
        )

    same_mode = other.mode == had.mode
    return union(
        pairs(other.id == had.id),
        *(pairs(and_(same_mode, how)) for how in _kinds(had, other, rules).values()),
    )


def _kinds(
    had: type[Course], other: type[Course], rules: Rulebook
) -> Mapping[Likeness, ColumnElement[bool]]:
    """What two courses have in common, the likest first."""
    group = func.unnest(had.occupation_groups).column_valued("occupation")
    narrow = select(group).where(func.length(group) >= rules.occupation_digits)
    groups = cast(func.array(narrow.scalar_subquery()), ARRAY(Text()))
    return {
        Likeness.COMPETENCE: other.competence_units.op("&&")(had.competence_units),
        Likeness.SKILLS: other.skills.op("&&")(had.skills),
        Likeness.OCCUPATION: other.occupation_groups.op("&&")(groups),
        Likeness.CATEGORY: other.category == had.category,
    }


def _equivalent(
    wanted: FromClause, alike: FromClause, rules: Rulebook, *, at: datetime
) -> Select[*tuple[Any, ...]]:
    """The classes for each wanted course, run, price and platform, with their place
    among them."""
    had, run = aliased(Course, name="had"), aliased(Schedule, name="had_run")
    institution = aliased(Organisation, name="institution")
    platform = aliased(Organisation, name="platform")
    likeness, distance = _likeness(had, rules), _distance(run)
    order = _orders(wanted.c, had, run, likeness, distance)
    place = func.row_number().over(
        partition_by=list(wanted.c),
        order_by=[*(order[name] for name in rules.order), Schedule.id],
    )
    near = or_(Course.mode.not_in(IN_PERSON), distance.in_(_near(rules)))
    most = wanted.c.face_value * (10_000 + rules.dearer_bps)
    return (
        select(
            *wanted.c,
            Course.id.label("found_course_id"),
            Schedule.id.label("found_schedule_id"),
            Offering.platform_id.label("found_platform_id"),
            place.label("place"),
            likeness.label("likeness"),
            distance.label("distance"),
            Offering.id.label("offering_id"),
            Course.provider_id.label("provider_id"),
            Offering.price.label("price"),
            Schedule.terms_version.label("terms_version"),
            Schedule.enrolment_closes_at.label("closes_at"),
        )
        .select_from(wanted)
        .join(had, had.id == wanted.c.course_id)
        .join(run, run.id == wanted.c.schedule_id)
        .join(alike, alike.c.had_id == wanted.c.course_id)
        .join(Course, Course.id == alike.c.other_id)
        .join(institution, institution.id == Course.provider_id)
        .join(Offering, Offering.course_id == Course.id)
        .join(platform, platform.id == Offering.platform_id)
        .join(Schedule, Schedule.course_id == Course.id)
        .where(
            or_(Course.id == had.id, near),
            IS_ON_SALE,
            or_(
                literal(rules.other_platforms),
                Offering.platform_id == wanted.c.platform_id,
            ),
            Offering.price * 10_000 <= most,
            sells(institution, kind=Kind.TRAINING_INSTITUTION, course_id=Course.id),
            sells(platform, kind=Kind.DIGITAL_PLATFORM),
            Schedule.id != wanted.c.schedule_id,
            Schedule.seats_taken < Schedule.capacity,
            Schedule.enrolment_closes_at > at,
            Schedule.starts_at > at,
            Schedule.starts_at <= func.greatest(run.starts_at, at) + rules.start_within,
            or_(
                Schedule.enrolment_opens_at.is_(None), Schedule.enrolment_opens_at <= at
            ),
        )
    )


def _likeness(had: type[Course], rules: Rulebook) -> ColumnElement[str]:
    kinds = {Likeness.SAME_COURSE: Course.id == had.id, **_kinds(had, Course, rules)}
    return case(
        *((how, literal(str(kind))) for kind, how in kinds.items()),
        else_=literal(str(Likeness.CATEGORY)),
    )


def _distance(run: type[Schedule]) -> ColumnElement[int]:
    """By district codes such as 32.73.01: province, regency, district."""
    here, there = run.district_code, Schedule.district_code
    return case(
        (or_(here.is_(None), there.is_(None)), int(Distance.NOWHERE)),
        (here == there, int(Distance.DISTRICT)),
        (func.left(here, 5) == func.left(there, 5), int(Distance.REGENCY)),
        (func.left(here, 2) == func.left(there, 2), int(Distance.PROVINCE)),
        else_=int(Distance.FARTHER),
    )


def _near(rules: Rulebook) -> list[int]:
    """Runs of a list have no place, and are not left out for that."""
    near = [int(each) for each in Distance if each <= rules.farthest]
    return [*near, int(Distance.NOWHERE)]


def _orders(
    wanted: Any,
    had: type[Course],
    run: type[Schedule],
    likeness: ColumnElement[str],
    distance: ColumnElement[int],
) -> Mapping[str, ColumnElement[Any]]:
    """What each name in the rules' `order` compares."""
    likest = {str(each): place for place, each in enumerate(Likeness)}
    return {
        "likeness": case(likest, value=likeness),
        "platform": (Offering.platform_id == wanted.platform_id).desc(),
        "distance": distance,
        "title": func.similarity(Course.title, had.title).desc(),
        "start": func.abs(
            func.extract("epoch", Schedule.starts_at)
            - func.extract("epoch", run.starts_at)
        ),
        "price": Offering.price.asc(),
    }
