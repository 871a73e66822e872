"""What is looked after every day: overdue reviews and files without a row."""

from datetime import datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.events import publish
from core.files.store import store
from partners.onboarding.events import PartnerApplicationOverdue
from partners.onboarding.evidence_models import EvidenceFile
from partners.onboarding.models import PartnerApplication
from partners.onboarding.services.clock import local_day
from partners.organisations.models import Kind, Organisation

BATCH = 500
# A file is put before its row is written; after a day it has none.
ORPHANED_AFTER = timedelta(days=1)


def tell_overdue(session: Session, *, zone: ZoneInfo, at: datetime) -> int:
    """Tell the applicant and the operator, once for each clock; how many."""
    late = session.scalars(
        select(PartnerApplication)
        .where(
            PartnerApplication.due_on < local_day(at, zone),
            PartnerApplication.overdue_told_at.is_(None),
        )
        .order_by(PartnerApplication.due_on)
        .limit(BATCH)
        .with_for_update(skip_locked=True, key_share=True)
    ).all()
    operators = session.scalars(
        select(Organisation.id)
        .where(Organisation.kinds.contains([Kind.OPERATOR]))
        .limit(10)
    ).all()
    for application in late:
        application.overdue_told_at = at
        publish(
            session,
            PartnerApplicationOverdue(
                partner_application_id=application.id,
                organisation_id=application.organisation_id,
                kind=Kind(application.kind),
                occurred_at=at,
                audience=(application.organisation_id, *operators),
            ),
        )
    return len(late)


def sweep_files(session: Session, *, at: datetime) -> int:
    """Delete the contents that no row refers to; how many. Idempotent."""
    old = store().keys(before=at - ORPHANED_AFTER)
    swept = 0
    while keys := list(islice(old, BATCH)):
        known = set(
            session.scalars(
                select(EvidenceFile.store_key).where(EvidenceFile.store_key.in_(keys))
            )
        )
        for key in set(keys) - known:
            store().delete(key)
            swept += 1
    return swept
