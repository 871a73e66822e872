"""An approval ends: those whose course it is are told before, and then it is not sold.

Whoever has bought the course keeps her class: a class is the voucher's, not the sale's.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, exists, or_, select, update
from sqlalchemy.orm import Session

from catalog.authoring.models import Draft, DraftState, Retirement
from catalog.courses.models import Course, CourseStatus, Offering, OffSaleReason
from catalog.curation.events import CourseApprovalEnded
from catalog.curation.layers import shipped_curations
from catalog.curation.letters import ENDED, ENDING
from catalog.curation.models import Case, CaseState
from catalog.curation.queries import hold_case
from catalog.curation.services.write import tell_institution
from core.audit import record
from core.events import publish


def replace_approvals(session: Session, case: Case) -> None:
    """What was approved of the course before is replaced by what is approved now."""
    session.execute(
        update(Case)
        .where(
            Case.course_id == case.course_id,
            Case.state == CaseState.APPROVED,
            Case.id != case.id,
        )
        .values(state=CaseState.REPLACED)
    )


def remind_next(session: Session, *, at: datetime) -> bool:
    """Tell one institution that an approval ends soon; whether there was one. That of
    a retired course ends unsaid."""
    soon = [
        and_(Case.layers_version == version, Case.valid_until <= at + rules.reminder)
        for version, rules in shipped_curations().items()
    ]
    case = session.scalar(
        select(Case)
        .where(
            Case.state == CaseState.APPROVED,
            Case.valid_until > at,
            Case.reminded_at.is_(None),
            ~exists().where(Retirement.course_id == Case.course_id),
            or_(*soon),
        )
        .order_by(Case.valid_until, Case.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if case is None:
        return False
    case.reminded_at = at
    tell_institution(session, case, ENDING, at=at)
    session.flush()
    return True


def end_next(session: Session, *, at: datetime) -> bool:
    """Take one course off sale whose approval ended; whether there was one.

    One that is off sale for another reason stays so. An approved draft that nobody
    published is opened again.
    """
    case_id = session.scalar(
        select(Case.id)
        .where(Case.state == CaseState.APPROVED, Case.valid_until <= at)
        .order_by(Case.valid_until, Case.id)
        .limit(1)
    )
    if case_id is None:
        return False
    case = hold_case(session, case_id)
    if case.state == CaseState.APPROVED:
        _end(session, case, at=at)
    return True


def _end(session: Session, case: Case, *, at: datetime) -> None:
    case.state = CaseState.ENDED
    draft = session.get_one(Draft, case.course_id, populate_existing=True)
    if draft.state == DraftState.APPROVED:
        draft.move(DraftState.EDITING, at=at)
    course = session.get_one(Course, case.course_id, populate_existing=True)
    if course.status == CourseStatus.PUBLISHED:
        course.status = CourseStatus.SUSPENDED
        course.off_sale_reason = OffSaleReason.APPROVAL_ENDED
        course.updated_at = at
    session.flush()
    record(
        session,
        action="course.approval_ended",
        object_type="course",
        object_id=course.id,
        at=at,
        after={"case_id": str(case.id), "status": course.status},
    )
    publish(
        session,
        CourseApprovalEnded(
            occurred_at=at,
            audience=_concerned(session, course),
            course_id=course.id,
            approved_until=case.valid_until or at,
        ),
    )
    tell_institution(session, case, ENDED, at=at)


def _concerned(session: Session, course: Course) -> tuple[UUID, ...]:
    platforms = session.scalars(
        select(Offering.platform_id).where(
            Offering.course_id == course.id, Offering.withdrawn_at.is_(None)
        )
    ).all()
    return (course.provider_id, *platforms)
