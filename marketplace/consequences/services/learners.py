"""Listing the learners of an interrupted class, with an equivalent one suggested.

An equivalent class is another institution's, in the same category and mode, not dearer
than the voucher, on sale on the same platform, with a seat left and enrolment open; of
several the one whose course has the most similar title, then the one that starts first.
One statement for a batch, however many learners.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Row,
    Select,
    Uuid,
    bindparam,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, aliased

from catalog.courses.models import Course, CourseStatus, Offering, Schedule
from core.events import publish_many
from marketplace.consequences.events import TransferNeeded, TransferWithdrawn
from marketplace.consequences.models import Run, Transfer, TransferState
from partners.organisations.models import Kind, Organisation
from partners.standing.models import Sanction, Scope, Stop
from partners.standing.queries import is_stopped, sells
from vouchers.learning.models import Attendance
from vouchers.vouchers.models import Voucher, VoucherStatus

BATCH = 500


def concerns_learners(sanction: Sanction) -> bool:
    """Whether classes of the organisation are interrupted by the sanction."""
    as_institution = sanction.kind in (None, Kind.TRAINING_INSTITUTION)
    return Stop.TEACHING in sanction.stops and as_institution


def list_learners(
    session: Session, run: Run, sanction: Sanction, *, at: datetime, limit: int = BATCH
) -> int:
    """List the next running learners of the organisation; how many were looked at.

    A learner runs whose voucher is redeemed, or can still be redeemed. Whoever is
    listed already stays so.
    """
    batch = session.execute(
        _running(sanction, at=at)
        .where(*([Voucher.id > run.listed_up_to] if run.listed_up_to else []))
        .order_by(Voucher.id)
        .limit(limit)
    ).all()
    if not batch:
        return 0
    ids = [row.id for row in batch]
    run.learners += _write(session, run, ids, at=at)
    run.listed_up_to = ids[-1]
    session.flush()
    return len(ids)


def withdraw_transfers(
    session: Session, run: Run, *, at: datetime, limit: int = BATCH
) -> int:
    """Close transfers whose class can go on, as nothing stops it any more; how many."""
    stopped = is_stopped(
        Stop.TEACHING,
        Transfer.organisation_id,
        kind=Kind.TRAINING_INSTITUTION,
        course_id=Transfer.course_id,
    )
    open_ones = (
        select(Transfer.id)
        .where(
            Transfer.organisation_id == run.organisation_id,
            Transfer.state == TransferState.OPEN,
            ~stopped,
        )
        .order_by(Transfer.id)
        .limit(limit)
    )
    closed = session.execute(
        update(Transfer)
        .where(Transfer.id.in_(open_ones))
        .values(state=TransferState.WITHDRAWN, closed_at=at)
        .returning(*_TOLD)
        .execution_options(synchronize_session=False)
    ).all()
    publish_many(
        session,
        [
            TransferWithdrawn(
                voucher_id=row.voucher_id,
                course_id=row.course_id,
                schedule_id=row.schedule_id,
                participant_id=row.participant_id,
                occurred_at=at,
                audience=(row.platform_id,),
            )
            for row in closed
        ],
    )
    run.learners += len(closed)
    session.flush()
    return len(closed)


_TOLD = (
    Transfer.voucher_id,
    Transfer.course_id,
    Transfer.schedule_id,
    Transfer.participant_id,
    Transfer.platform_id,
    Transfer.suggested_schedule_id,
)


def _running(sanction: Sanction, *, at: datetime) -> Select[UUID]:
    running = or_(
        Voucher.status == VoucherStatus.REDEEMED,
        (Voucher.status == VoucherStatus.ISSUED) & (Voucher.expires_at > at),
    )
    query = select(Voucher.id).where(
        Voucher.provider_id == sanction.organisation_id, running
    )
    if sanction.scope == Scope.COURSES:
        query = query.where(Voucher.course_id.in_(sanction.course_ids))
    return query


def _write(session: Session, run: Run, ids: list[UUID], *, at: datetime) -> int:
    vouchers = cast(bindparam("ids", ids), ARRAY(Uuid()))
    statement = insert(Transfer).from_select(
        [
            "id",
            "sanction_id",
            "organisation_id",
            "voucher_id",
            "participant_id",
            "platform_id",
            "course_id",
            "schedule_id",
            "confirmed_steps",
            "required_steps",
            "suggested_schedule_id",
            "suggested_offering_id",
            "state",
            "listed_at",
        ],
        _listed(run, Voucher.id == func.any(vouchers), at=at),
        include_defaults=False,
    )
    listed = session.execute(
        statement.on_conflict_do_nothing(
            index_elements=[Transfer.voucher_id],
            index_where=Transfer.state == TransferState.OPEN,
        ).returning(*_TOLD)
    ).all()
    _tell(session, listed, at=at)
    return len(listed)


def _tell(
    session: Session, listed: Sequence[Row[*tuple[Any, ...]]], *, at: datetime
) -> None:
    publish_many(
        session,
        [
            TransferNeeded(
                voucher_id=row.voucher_id,
                course_id=row.course_id,
                schedule_id=row.schedule_id,
                suggested_schedule_id=row.suggested_schedule_id,
                participant_id=row.participant_id,
                occurred_at=at,
                audience=(row.platform_id,),
            )
            for row in listed
        ],
    )


def _listed(
    run: Run, which: ColumnElement[bool], *, at: datetime
) -> Select[*tuple[Any, ...]]:
    confirmed = (
        select(func.count())
        .where(Attendance.voucher_id == Voucher.id)
        .scalar_subquery()
    )
    completion = Voucher.rules["completion"]
    required = completion["sessions"].as_integer() + case(
        (completion["post_test"].as_boolean(), 1), else_=0
    )
    wanted = (
        select(Voucher.course_id, Voucher.platform_id, Voucher.face_value)
        .where(which)
        .distinct()
        .subquery("wanted")
    )
    found = _equivalent(wanted.c, at=at).lateral("found")
    suggested = (
        select(wanted, found.c.schedule_id, found.c.offering_id)
        .select_from(wanted.outerjoin(found, true()))
        .subquery("suggested")
    )
    return (
        select(
            func.gen_random_uuid(),
            literal(run.sanction_id),
            Voucher.provider_id,
            Voucher.id,
            Voucher.participant_id,
            Voucher.platform_id,
            Voucher.course_id,
            Voucher.schedule_id,
            confirmed,
            required,
            suggested.c.schedule_id,
            suggested.c.offering_id,
            literal(str(TransferState.OPEN)),
            literal(at),
        )
        .join(
            suggested,
            (suggested.c.course_id == Voucher.course_id)
            & (suggested.c.platform_id == Voucher.platform_id)
            & (suggested.c.face_value == Voucher.face_value),
        )
        .where(which)
    )


def _equivalent(wanted: Any, *, at: datetime) -> Select[UUID, UUID]:
    """The best class to change to, from a course, at a price, on a platform."""
    mine = aliased(Course, name="mine")
    institution = aliased(Organisation, name="institution")
    platform = aliased(Organisation, name="platform")
    return (
        select(Schedule.id.label("schedule_id"), Offering.id.label("offering_id"))
        .select_from(mine)
        .join(
            Course,
            (Course.category == mine.category)
            & (Course.mode == mine.mode)
            & (Course.provider_id != mine.provider_id),
        )
        .join(institution, institution.id == Course.provider_id)
        .join(Offering, Offering.course_id == Course.id)
        .join(platform, platform.id == Offering.platform_id)
        .join(Schedule, Schedule.course_id == Course.id)
        .where(
            mine.id == wanted.course_id,
            Offering.platform_id == wanted.platform_id,
            Offering.withdrawn_at.is_(None),
            Offering.price <= wanted.face_value,
            Course.status == CourseStatus.PUBLISHED,
            sells(institution, kind=Kind.TRAINING_INSTITUTION, course_id=Course.id),
            sells(platform, kind=Kind.DIGITAL_PLATFORM),
            Schedule.cancelled_at.is_(None),
            Schedule.enrolment_closes_at > at,
            Schedule.starts_at > at,
            Schedule.seats_taken < Schedule.capacity,
        )
        .order_by(
            func.similarity(Course.title, mine.title).desc(),
            Schedule.starts_at,
            Schedule.id,
        )
        .limit(1)
    )
