"""Who of many organisations may not look at a partner, asked for all at once.

`services/guard.py` asks the same about one organisation, when it is about to act.
"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from partners.conflicts.models import (
    GroupMember,
    Purpose,
    ReviewAssignment,
    ReviewRole,
    TieKey,
    Waiver,
    WaiverState,
)
from partners.conflicts.queries import group_of


def tied_among(
    session: Session, organisations: Collection[UUID], subject_id: UUID
) -> set[UUID]:
    """Those that are of the partner's group or share a person or a thing with it, but
    for whom two people waived that."""
    members = group_of(session, subject_id)
    sharing = _sharing_something(session, members)
    groups = _groups(session, organisations)
    waived = _waived(session, subject_id)
    return {
        each
        for each in organisations
        if (each in members or {each, groups.get(each)} & sharing)
        and each not in waived
    }


def with_the_role(
    session: Session,
    organisations: Collection[UUID],
    subject_id: UUID,
    role: ReviewRole,
) -> set[UUID]:
    """Those that have, or of whose group one has, an open assignment in this role at
    the partner: nobody is both assessor and monitor of one."""
    holders = session.scalars(
        select(ReviewAssignment.reviewer_id).where(
            ReviewAssignment.subject_id == subject_id,
            ReviewAssignment.role == role,
            ReviewAssignment.ended_at.is_(None),
        )
    )
    return in_groups_of(session, organisations, set(holders))


def in_groups_of(
    session: Session, organisations: Collection[UUID], others: Collection[UUID]
) -> set[UUID]:
    """Those of the organisations that are one of the others, or of one's group."""
    theirs = with_groups(session, others)
    groups = _groups(session, organisations)
    return {each for each in organisations if {each, groups.get(each)} & theirs}


def with_groups(session: Session, organisations: Collection[UUID]) -> set[UUID]:
    """The organisations and the groups that they are of."""
    return set(organisations) | set(_groups(session, organisations).values())


def _groups(session: Session, organisations: Collection[UUID]) -> dict[UUID, UUID]:
    rows = session.execute(
        select(GroupMember.organisation_id, GroupMember.group_id).where(
            GroupMember.organisation_id.in_(organisations)
        )
    )
    return {row.organisation_id: row.group_id for row in rows}


def _sharing_something(session: Session, members: frozenset[UUID]) -> set[UUID]:
    """Organisations, and groups of such, that have somebody or something in common with
    the partner's group, binding or not."""
    keys = select(TieKey.key).where(TieKey.organisation_id.in_(members))
    others = session.scalars(
        select(TieKey.organisation_id)
        .where(TieKey.key.in_(keys), TieKey.organisation_id.not_in(members))
        .distinct()
    )
    return with_groups(session, set(others))


def _waived(session: Session, subject_id: UUID) -> set[UUID]:
    rows = session.execute(
        select(Waiver.organisation_id, Waiver.other_organisation_id).where(
            Waiver.purpose == Purpose.ASSESSMENT,
            Waiver.state == WaiverState.IN_FORCE,
            or_(
                Waiver.organisation_id == subject_id,
                Waiver.other_organisation_id == subject_id,
            ),
        )
    )
    return {each for row in rows for each in row if each is not None} - {subject_id}
