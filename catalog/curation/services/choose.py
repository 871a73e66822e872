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
from catalog.monitoring.models import Visit
from partners.conflicts.fitness import in_groups_of, tied_among, with_the_role
from partners.conflicts.models import ReviewRole
from partners.organisations.models import Kind, Organisation
from partners.organisations.queries import approved_of_kind


def draw_assessors(
    session: Session, case: Case, *, seats: int, at: datetime
) -> list[UUID]:
    """As many assessors as are wanted and can be found, and how, on the record."""
    excluded = exclusions(session, case)
    candidates = [
        each
        for each in approved_of_kind(session, Kind.ASSESSOR)
        if each not in excluded
    ]
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
    assessors = approved_of_kind(session, Kind.ASSESSOR)
    tied = tied_among(session, assessors, case.provider_id)
    monitors = with_the_role(session, assessors, case.provider_id, ReviewRole.MONITOR)
    visited = in_groups_of(session, assessors, _visitors(session, case.provider_id))
    reasons = dict.fromkeys(tied, "tied")
    reasons |= dict.fromkeys(monitors | visited, "monitor")
    reasons |= dict.fromkeys(_asked(session, case).intersection(assessors), "judged")
    return reasons


def _asked(session: Session, case: Case) -> set[UUID]:
    """Who was ever asked about this course's submission, or one that it follows."""
    return set(
        session.scalars(
            select(Task.organisation_id)
            .join(Case, Case.id == Task.case_id)
            .where(or_(Case.id == case.id, Case.root_id == case.root_id))
        )
    )


def _visitors(session: Session, provider_id: UUID) -> set[UUID]:
    """Who visits the institution's classes, or did."""
    return set(
        session.scalars(
            select(Visit.monitor_id)
            .where(Visit.provider_id == provider_id, Visit.monitor_id.is_not(None))
            .distinct()
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
