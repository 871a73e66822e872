"""An access review that waits for an answer, so that a visitor can give one."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.seed.demo import WARNED
from partners.organisations.models import Organisation
from partners.staff.reviews.models import AccessReview
from partners.staff.reviews.services.open import open_now

OPENED_AGO = timedelta(days=1)


def seed_access_review(session: Session, *, at: datetime) -> int:
    """Open the review of an invented institution, once; how many are new."""
    organisation = session.scalars(
        select(Organisation).where(Organisation.code == WARNED)
    ).one()
    known = session.scalar(
        select(AccessReview.id)
        .where(AccessReview.organisation_id == organisation.id)
        .limit(1)
    )
    if known is not None:
        return 0
    open_now(session, organisation, by=None, at=at - OPENED_AGO)
    return 1
