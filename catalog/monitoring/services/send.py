"""Sending the report that was kept as a draft."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from catalog.monitoring.filling import report_of
from catalog.monitoring.models import Visit
from catalog.monitoring.queries import find_visit
from catalog.monitoring.services.draft import checks_of, held_draft
from catalog.monitoring.services.visit import Visitor, report_visit


def send_draft(
    session: Session, visit_id: UUID, *, by: Visitor, version: int, at: datetime
) -> Visit:
    """Report what she has filled in, at the version that she read; the draft is gone
    with that. Raises VisitDraftChanged, or what `report_visit` raises."""
    visit = find_visit(session, visit_id, monitor_id=by.monitor_id, lock=True)
    draft = held_draft(session, visit_id, by.account_id, version=version)
    fields = draft.fields if draft else {}
    report = report_of(fields, checks_of(session, visit))
    return report_visit(session, visit_id, report, by=by, at=at)
