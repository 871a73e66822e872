"""Asking an assessor or a monitor to look at a partner.

Programme rules, section 10: they are independent, and never the same organisation.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.audit.services.record import record
from core.events import publish
from core.ids import new_id
from partners.conflicts.errors import (
    AlreadyAssigned,
    AssignmentNotFound,
    BothRoles,
    NoReviewer,
)
from partners.conflicts.events import ReviewAssigned, ReviewEnded
from partners.conflicts.models import (
    Purpose,
    ReviewAssignment,
    ReviewRole,
    ReviewTask,
)
from partners.conflicts.queries import group_of
from partners.conflicts.services.guard import refuse_conflict, refuse_tied_staff
from partners.organisations.errors import OrganisationNotFound
from partners.organisations.models import Organisation, Standing


@dataclass(frozen=True)
class ReviewDraft:
    """Who is to look at whom, as what, and for what."""

    subject_id: UUID
    reviewer_id: UUID
    role: ReviewRole
    task: ReviewTask


def assign_reviewer(
    session: Session, draft: ReviewDraft, *, by: UUID, at: datetime
) -> ReviewAssignment:
    """Assign an assessor or monitor, unless it is tied to the partner, or it or one of
    its group has the other role there.

    The partner's row is held, so that assessor and monitor cannot be assigned at once.
    Raises OrganisationNotFound, NoReviewer, StaffTied, ReviewerTied, BothRoles or
    AlreadyAssigned.
    """
    subject = session.scalar(
        select(Organisation)
        .where(Organisation.id == draft.subject_id)
        .with_for_update(key_share=True)
    )
    reviewer = session.get(Organisation, draft.reviewer_id)
    if subject is None or reviewer is None:
        raise OrganisationNotFound
    if (
        str(draft.role) not in reviewer.kinds
        or reviewer.standing != Standing.APPROVED
        or reviewer.id == subject.id
    ):
        raise NoReviewer(role=str(draft.role))
    refuse_tied_staff(session, by, subject.id)
    refuse_conflict(session, reviewer.id, subject.id, purpose=Purpose.ASSESSMENT)
    _refuse_both_roles(session, draft)
    return _write(session, draft, by=by, at=at)


def end_assignment(
    session: Session, *, assignment_id: UUID, reason: str, by: UUID, at: datetime
) -> ReviewAssignment:
    """Take an assignment back; raises AssignmentNotFound."""
    assignment = session.scalar(
        select(ReviewAssignment)
        .where(
            ReviewAssignment.id == assignment_id, ReviewAssignment.ended_at.is_(None)
        )
        .with_for_update()
    )
    if assignment is None:
        raise AssignmentNotFound
    assignment.ended_by, assignment.ended_at = by, at
    assignment.end_reason = reason
    session.flush()
    record(
        session,
        action="review_assignment.ended",
        object_type="review_assignment",
        object_id=assignment.id,
        at=at,
        reason=reason,
    )
    publish(
        session,
        ReviewEnded(
            review_assignment_id=assignment.id,
            subject_id=assignment.subject_id,
            occurred_at=at,
            audience=(assignment.reviewer_id,),
        ),
    )
    return assignment


def _refuse_both_roles(session: Session, draft: ReviewDraft) -> None:
    group = group_of(session, draft.reviewer_id)
    other = session.scalar(
        select(ReviewAssignment.role)
        .where(
            ReviewAssignment.subject_id == draft.subject_id,
            ReviewAssignment.ended_at.is_(None),
            ReviewAssignment.role != draft.role,
            ReviewAssignment.reviewer_id.in_(group),
        )
        .limit(1)
    )
    if other is not None:
        raise BothRoles(role=other)


def _write(
    session: Session, draft: ReviewDraft, *, by: UUID, at: datetime
) -> ReviewAssignment:
    made: ReviewAssignment | None = session.scalar(
        insert(ReviewAssignment)
        .values(
            id=new_id(),
            subject_id=draft.subject_id,
            reviewer_id=draft.reviewer_id,
            role=draft.role,
            task=draft.task,
            assigned_by=by,
            assigned_at=at,
        )
        .on_conflict_do_nothing(
            index_elements=[
                ReviewAssignment.subject_id,
                ReviewAssignment.reviewer_id,
                ReviewAssignment.task,
            ],
            index_where=ReviewAssignment.ended_at.is_(None),
        )
        .returning(ReviewAssignment)
    )
    if made is None:
        raise AlreadyAssigned
    record(
        session,
        action="review_assignment.made",
        object_type="review_assignment",
        object_id=made.id,
        at=at,
        after={
            "subject_id": str(draft.subject_id),
            "reviewer_id": str(draft.reviewer_id),
            "role": str(draft.role),
            "task": str(draft.task),
        },
    )
    publish(
        session,
        ReviewAssigned(
            review_assignment_id=made.id,
            subject_id=made.subject_id,
            role=draft.role,
            task=draft.task,
            occurred_at=at,
            audience=(made.reviewer_id,),
        ),
    )
    return made
