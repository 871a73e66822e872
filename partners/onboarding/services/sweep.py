"""What is looked after every day: overdue reviews."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.events import publish
from partners.onboarding.events import PartnerApplicationOverdue
from partners.onboarding.letters import OVERDUE, REVIEW_OVERDUE
from partners.onboarding.models import PartnerApplication
from partners.onboarding.services.clock import local_day
from partners.onboarding.services.write import (
    operators,
    tell_applicant,
    tell_reviewers,
)
from partners.organisations.models import Kind

# Each has letters.
LATE = 50


def tell_overdue(session: Session, *, zone: ZoneInfo, at: datetime) -> int:
    """Tell the applicant and the operator, once for each clock, by event and by
    letter; how many, at most 50 a call."""
    late = session.scalars(
        select(PartnerApplication)
        .where(
            PartnerApplication.due_on < local_day(at, zone),
            PartnerApplication.overdue_told_at.is_(None),
        )
        .order_by(PartnerApplication.due_on)
        .limit(LATE)
        .with_for_update(skip_locked=True, key_share=True)
    ).all()
    deciding = operators(session) if late else ()
    for application in late:
        application.overdue_told_at = at
        publish(
            session,
            PartnerApplicationOverdue(
                partner_application_id=application.id,
                organisation_id=application.organisation_id,
                kind=Kind(application.kind),
                occurred_at=at,
                audience=(application.organisation_id, *deciding),
            ),
        )
        due_on = application.due_on
        tell_applicant(session, application, OVERDUE, at=at, due_on=due_on)
        tell_reviewers(session, application, REVIEW_OVERDUE, at=at, due_on=due_on)
    return len(late)
