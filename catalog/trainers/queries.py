"""Reads of trainers, and of what those who may not teach are named in."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ARRAY,
    Date,
    DateTime,
    Select,
    String,
    Subquery,
    Text,
    Uuid,
    and_,
    any_,
    case,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from catalog.courses.models import Course, CourseStatus, Schedule
from catalog.trainers.errors import TrainerNotFound
from catalog.trainers.models import (
    Part,
    ScheduleTrainer,
    Trainer,
    TrainerCertificate,
    TrainerState,
)
from catalog.trainers.rules import Standing, Unfit

# Ended trainers are not shown, whatever was published of them.
_IS_NAMED = (
    Trainer.state == TrainerState.ACTIVE,
    Trainer.public_name.is_not(None),
)


def own_trainer(
    session: Session, trainer_id: UUID, *, provider_id: UUID, lock: bool = False
) -> Trainer:
    """A trainer of this institution; raises TrainerNotFound."""
    query = select(Trainer).where(
        Trainer.id == trainer_id, Trainer.provider_id == provider_id
    )
    if lock:
        query = query.with_for_update(key_share=True).execution_options(
            populate_existing=True
        )
    found = session.scalar(query)
    if found is None:
        raise TrainerNotFound
    return found


def own_trainers(provider_id: UUID, *, state: str | None = None) -> Select[Trainer]:
    query = select(Trainer).where(Trainer.provider_id == provider_id)
    return query if state is None else query.where(Trainer.state == state)


def certificates_of(
    session: Session, trainer_ids: Collection[UUID]
) -> Mapping[UUID, list[TrainerCertificate]]:
    """Their certificates, those that last longest first."""
    found: dict[UUID, list[TrainerCertificate]] = {each: [] for each in trainer_ids}
    for certificate in session.scalars(
        select(TrainerCertificate)
        .where(TrainerCertificate.trainer_id.in_(trainer_ids))
        .order_by(TrainerCertificate.valid_until.desc(), TrainerCertificate.id)
    ):
        found[certificate.trainer_id].append(certificate)
    return found


def standings_of(
    session: Session,
    trainer_ids: Collection[UUID],
    *,
    provider_id: UUID,
    lock: bool = False,
) -> Mapping[UUID, Standing]:
    """How those of these stand who are the institution's.

    `lock` lets nobody else give them a class, or end them, until the transaction ends.
    """
    if not trainer_ids:
        return {}
    own = (
        select(Trainer.id, Trainer.state)
        .where(Trainer.id.in_(trainer_ids), Trainer.provider_id == provider_id)
        # Always in this order, so that two who name the same two do not wait in turn.
        .order_by(Trainer.id)
    )
    if lock:
        own = own.with_for_update(key_share=True)
    states = {row.id: row.state for row in session.execute(own)}
    certificates = certificates_of(session, list(states))
    return {
        trainer_id: Standing(
            state=state,
            good_until=max((each.valid_until for each in held), default=None),
            codes=frozenset(
                code for each in held for code in (*each.skills, *each.competence_units)
            ),
        )
        for trainer_id, state in states.items()
        for held in (certificates[trainer_id],)
    }


def trainers_of(
    session: Session, schedule_id: UUID, part: Part = Part.LEAD
) -> tuple[UUID, ...]:
    """Who teaches a run, or assists in it."""
    return tuple(
        session.scalars(
            select(ScheduleTrainer.trainer_id)
            .where(
                ScheduleTrainer.schedule_id == schedule_id,
                ScheduleTrainer.part == part,
            )
            .order_by(ScheduleTrainer.trainer_id)
        )
    )


def public_names(session: Session, course_id: UUID) -> Sequence[str]:
    """Of those who teach a course, the names that their institution publishes."""
    names = session.scalars(
        select(Trainer.public_name)
        .join(Course, cast(Trainer.id, Text) == any_(Course.trainers))
        .where(
            Course.id == course_id,
            Trainer.provider_id == Course.provider_id,
            *_IS_NAMED,
        )
        .order_by(Trainer.public_name, Trainer.id)
    )
    return [name for name in names if name]


def published_names(
    session: Session, trainer_ids: Collection[UUID]
) -> Mapping[tuple[UUID, UUID], str]:
    """By institution and trainer, the names that are published of those of these who
    teach."""
    if not trainer_ids:
        return {}
    rows = session.execute(
        select(Trainer.id, Trainer.provider_id, Trainer.public_name).where(
            Trainer.id == any_(literal(sorted(trainer_ids), ARRAY(Uuid()))),
            *_IS_NAMED,
        )
    )
    return {(row.provider_id, row.id): row.public_name for row in rows}


def names_before_classes(
    session: Session, schedule_ids: Collection[UUID]
) -> Mapping[UUID, list[str]]:
    """Of each of these runs that names who teaches it, the names that are published,
    perhaps none. A run that names nobody is left out; assistants are not named."""
    if not schedule_ids:
        return {}
    found: dict[UUID, list[str]] = {}
    for row in session.execute(
        select(
            ScheduleTrainer.schedule_id,
            case((and_(*_IS_NAMED), Trainer.public_name)).label("name"),
        )
        .join(Trainer, Trainer.id == ScheduleTrainer.trainer_id)
        .where(
            ScheduleTrainer.part == Part.LEAD,
            ScheduleTrainer.schedule_id
            == any_(literal(sorted(schedule_ids), ARRAY(Uuid()))),
        )
    ):
        names = found.setdefault(row.schedule_id, [])
        if row.name:
            names.append(row.name)
    return {each: sorted(names) for each, names in found.items()}


def named_in(
    session: Session, trainer_ids: Collection[UUID], *, at: datetime
) -> Mapping[UUID, tuple[int, int]]:
    """How many courses, and how many coming runs, name each of the trainers."""
    courses = dict(
        session.execute(
            select(Trainer.id, func.count())
            .join(Course, cast(Trainer.id, Text) == any_(Course.trainers))
            .where(
                Trainer.id.in_(trainer_ids),
                Course.provider_id == Trainer.provider_id,
                Course.status != CourseStatus.RETIRED,
            )
            .group_by(Trainer.id)
        ).all()
    )
    schedules = dict(
        session.execute(
            select(ScheduleTrainer.trainer_id, func.count())
            .join(Schedule, Schedule.id == ScheduleTrainer.schedule_id)
            .where(ScheduleTrainer.trainer_id.in_(trainer_ids), _is_coming(at))
            .group_by(ScheduleTrainer.trainer_id)
        ).all()
    )
    return {
        each: (courses.get(each, 0), schedules.get(each, 0)) for each in trainer_ids
    }


def findings_for(provider_id: UUID, *, zone: ZoneInfo, at: datetime) -> Subquery:
    """Where somebody is named who may not teach: courses that are not retired, as of
    today, and coming runs, as of the day on which each ends."""
    return union_all(
        _courses(provider_id, today=at.astimezone(zone).date()),
        _schedules(provider_id, zone=zone, at=at),
    ).subquery("findings")


def _courses(provider_id: UUID, *, today: date) -> Select[*tuple[Any, ...]]:
    cause = _cause(literal(today, Date()))
    return (
        select(
            Trainer.id.label("trainer_id"),
            Course.id.label("course_id"),
            cast(null(), Uuid()).label("schedule_id"),
            Course.id.label("object_id"),
            Course.title.label("course_title"),
            cast(null(), DateTime(timezone=True)).label("starts_at"),
            cause.label("cause"),
        )
        .join(Course, cast(Trainer.id, Text) == any_(Course.trainers))
        .where(
            Trainer.provider_id == provider_id,
            Course.provider_id == provider_id,
            Course.status != CourseStatus.RETIRED,
            cause.is_not(None),
        )
    )


def _schedules(
    provider_id: UUID, *, zone: ZoneInfo, at: datetime
) -> Select[*tuple[Any, ...]]:
    local = func.timezone(func.coalesce(Schedule.zone, zone.key), Schedule.ends_at)
    assists = ScheduleTrainer.part == Part.ASSISTANT
    cause = _cause(cast(local, Date()), without=assists)
    return (
        select(
            Trainer.id.label("trainer_id"),
            Course.id.label("course_id"),
            Schedule.id.label("schedule_id"),
            Schedule.id.label("object_id"),
            Course.title.label("course_title"),
            Schedule.starts_at.label("starts_at"),
            cause.label("cause"),
        )
        .join(ScheduleTrainer, ScheduleTrainer.trainer_id == Trainer.id)
        .join(Schedule, Schedule.id == ScheduleTrainer.schedule_id)
        .join(Course, Course.id == Schedule.course_id)
        .where(Trainer.provider_id == provider_id, _is_coming(at), cause.is_not(None))
    )


def _cause(day: Any, *, without: Any = None) -> Any:
    """As rules.unfit says it, over a trainer and a day; `without` is of whom no
    certificate is asked."""
    is_good = (
        select(literal(1))
        .where(
            TrainerCertificate.trainer_id == Trainer.id,
            TrainerCertificate.valid_until >= day,
        )
        .correlate_except(TrainerCertificate)
        .exists()
    )
    return case(
        (Trainer.state == TrainerState.ENDED, literal(Unfit.ENDED.value, String())),
        (
            ~is_good if without is None else and_(~is_good, ~without),
            literal(Unfit.UNCERTIFIED.value, String()),
        ),
        else_=null(),
    )


def _is_coming(at: datetime) -> Any:
    return and_(Schedule.ends_at > at, Schedule.cancelled_at.is_(None))
