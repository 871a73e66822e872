"""Drawing assessors among those who have no conflict.

Programme rules, section 10: assessors are independent of the institution, and are not
those who monitor it.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from catalog.curation.drawing import draw, new_seed
from catalog.curation.models import Case, Draw, Task
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
from partners.organisations.models import Kind, Organisation, Standing


def draw_assessors(
    session: Session, case: Case, *, seats: int, at: datetime
) -> list[UUID]:
    """As many assessors as are wanted and can be found, and how, on the record."""
    excluded = exclusions(session, case)
    candidates = [each for each in _assessors(session) if each not in excluded]
    if not candidates and case.lacking:
        # It is on the record already that nobody can be drawn.
        return []
    seed = new_seed()
    drawn = draw(seed, map(str, candidates), seats=seats)
    session.add(
        Draw(
            case_id=case.id,
            layer=case.layer,
            panel=case.panel,
            seats=seats,
            seed=seed,
            candidates=[str(each) for each in candidates],
            excluded=[
                {"organisation_id": str(each), "reason": reason}
                for each, reason in sorted(excluded.items())
            ],
            drawn=drawn,
            drawn_at=at,
        )
    )
    return [UUID(each) for each in drawn]


def exclusions(session: Session, case: Case) -> Mapping[UUID, str]:
    """The assessors that may not judge this case, each with the reason: `judged` or
    was asked before, `monitor` of the institution, or `tied` to it."""
    reasons: dict[UUID, str] = {}
    assessors = set(_assessors(session))
    members = group_of(session, case.provider_id)
    groups = _groups(session, assessors)
    sharing = _sharing_a_person(session, members)
    waived = _waived(session, case.provider_id)
    monitors = _groups_and_all(session, _monitors(session, case.provider_id))
    asked = _asked(session, case)
    for each in assessors:
        group = {each, groups.get(each)}
        if (each in members or group & sharing) and each not in waived:
            reasons[each] = "tied"
        if group & monitors:
            reasons[each] = "monitor"
        if each in asked:
            reasons[each] = "judged"
    return reasons


def _assessors(session: Session) -> list[UUID]:
    return list(
        session.scalars(
            select(Organisation.id)
            .where(
                Organisation.kinds.contains([Kind.ASSESSOR]),
                Organisation.standing == Standing.APPROVED,
            )
            .order_by(Organisation.id)
        )
    )


def _asked(session: Session, case: Case) -> set[UUID]:
    """Who was ever asked about this course's submission, or one that it follows."""
    return set(
        session.scalars(
            select(Task.organisation_id)
            .join(Case, Case.id == Task.case_id)
            .where(or_(Case.id == case.id, Case.root_id == case.root_id))
        )
    )


def _groups(session: Session, organisations: set[UUID]) -> dict[UUID, UUID]:
    rows = session.execute(
        select(GroupMember.organisation_id, GroupMember.group_id).where(
            GroupMember.organisation_id.in_(organisations)
        )
    )
    return {row.organisation_id: row.group_id for row in rows}


def _groups_and_all(session: Session, organisations: set[UUID]) -> set[UUID]:
    """The organisations and the groups that they are of."""
    return organisations | set(_groups(session, organisations).values())


def _sharing_a_person(session: Session, members: frozenset[UUID]) -> set[UUID]:
    """Organisations, and groups of such, that have somebody or something in common with
    the institution's group, binding or not."""
    keys = select(TieKey.key).where(TieKey.organisation_id.in_(members))
    others = set(
        session.scalars(
            select(TieKey.organisation_id)
            .where(TieKey.key.in_(keys), TieKey.organisation_id.not_in(members))
            .distinct()
        )
    )
    return _groups_and_all(session, others)


def _waived(session: Session, provider_id: UUID) -> set[UUID]:
    rows = session.execute(
        select(Waiver.organisation_id, Waiver.other_organisation_id).where(
            Waiver.purpose == Purpose.ASSESSMENT,
            Waiver.state == WaiverState.IN_FORCE,
            or_(
                Waiver.organisation_id == provider_id,
                Waiver.other_organisation_id == provider_id,
            ),
        )
    )
    return {each for row in rows for each in row if each is not None} - {provider_id}


def _monitors(session: Session, provider_id: UUID) -> set[UUID]:
    return set(
        session.scalars(
            select(ReviewAssignment.reviewer_id).where(
                ReviewAssignment.subject_id == provider_id,
                ReviewAssignment.role == ReviewRole.MONITOR,
                ReviewAssignment.ended_at.is_(None),
            )
        )
    )


def the_operator(session: Session) -> UUID | None:
    """The programme's operator, the first where a deployment has several."""
    return session.scalar(
        select(Organisation.id)
        .where(Organisation.kinds.contains([Kind.OPERATOR]))
        .order_by(Organisation.created_at, Organisation.id)
        .limit(1)
    )
