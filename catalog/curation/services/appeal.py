"""An appeal against a rejection, once: others look at it, and that is final."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from catalog.authoring.models import Draft, DraftState
from catalog.authoring.queries import course_at_work
from catalog.curation.errors import NothingToAppeal
from catalog.curation.models import Case, CaseState, Panel
from catalog.curation.queries import hold_case, rules_of, submitted_case
from catalog.curation.services.seat import fill_seats
from core.audit import record


def appeal(
    session: Session, course_id: UUID, *, provider_id: UUID, reason: str, at: datetime
) -> Case:
    """Have the rejected submission judged by assessors who had no part in it.

    Raises OwnCourseNotFound, CourseRetired, NeverSubmitted, NothingToAppeal.
    """
    course_at_work(session, course_id, provider_id=provider_id)
    case = hold_case(session, submitted_case(session, course_id).id)
    draft = session.get(Draft, course_id)
    if draft is None or draft.state != DraftState.REJECTED:
        raise NothingToAppeal
    if not may_appeal(case, at=at):
        raise NothingToAppeal
    rules = rules_of(case)
    case.state, case.decided_at = CaseState.OPEN, None
    case.appealed_at, case.appeal_reason = at, reason
    case.appeal_until = None
    case.layer, case.panel = rules.appeal_layer, Panel.APPEAL
    draft.move(DraftState.IN_ASSESSMENT, at=at)
    session.flush()
    fill_seats(session, case, seats=rules.layer(case.layer).seats, at=at)
    record(
        session,
        action="curation_case.appealed",
        object_type="curation_case",
        object_id=case.id,
        at=at,
    )
    return case


def may_appeal(case: Case, *, at: datetime) -> bool:
    """Whether the rejection can still be appealed against."""
    return (
        case.state == CaseState.REJECTED
        and case.appeal_until is not None
        and at < case.appeal_until
    )
