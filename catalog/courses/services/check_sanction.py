"""A sanction of listed courses names courses of the organisation, and no others."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.courses.models import Course
from partners.standing.errors import NOT_ITS_COURSES, SanctionUnfit
from partners.standing.events import SanctionProposed
from partners.standing.models import Sanction


def check_sanctioned_courses(session: Session, event: SanctionProposed) -> None:
    """Refuse a proposal about courses that are not the organisation's: raises
    SanctionUnfit in the transaction of the proposal."""
    sanction = session.get_one(Sanction, event.sanction_id)
    if not sanction.course_ids:
        return
    own = session.scalar(
        select(func.count()).where(
            Course.id.in_(sanction.course_ids),
            Course.provider_id == sanction.organisation_id,
        )
    )
    if own != len(sanction.course_ids):
        raise SanctionUnfit(why=NOT_ITS_COURSES)
