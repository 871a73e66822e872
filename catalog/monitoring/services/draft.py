"""A report that is not sent yet: kept for whoever writes it, gone with the visit."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from catalog.courses.models import Course
from catalog.monitoring.errors import CheckUnknown, VisitClosed, VisitDraftChanged
from catalog.monitoring.filling import fields_of
from catalog.monitoring.models import Visit, VisitDraft, VisitState
from catalog.monitoring.plans import Check
from catalog.monitoring.queries import find_visit, rules_of


def keep_draft(
    session: Session,
    visit_id: UUID,
    fields: Mapping[str, str],
    *,
    monitor_id: UUID,
    account_id: UUID,
    at: datetime,
    version: int | None = None,
) -> VisitDraft:
    """Keep what is filled in so far, instead of what was before.

    With `version`, the one that it is a change of (0 before anything was kept). The
    visit is held, so that what comes after the report is refused and brings no draft
    back. Raises VisitNotFound, VisitClosed, CheckUnknown or VisitDraftChanged.
    """
    visit = find_visit(session, visit_id, monitor_id=monitor_id, lock=True)
    if visit.state != VisitState.ACCEPTED:
        raise VisitClosed(state=visit.state)
    filled = {name: words for name, words in fields.items() if words}
    if unknown := sorted(filled.keys() - set(fields_of(checks_of(session, visit)))):
        raise CheckUnknown(check=unknown[0].partition("-")[2])
    draft = held_draft(session, visit_id, account_id, version=version)
    if draft is None:
        draft = VisitDraft(visit_id=visit_id, account_id=account_id, version=0)
        session.add(draft)
    draft.fields, draft.saved_at = filled, at
    draft.version += 1
    session.flush()
    return draft


def held_draft(
    session: Session, visit_id: UUID, account_id: UUID, *, version: int | None
) -> VisitDraft | None:
    """Her draft of a visit that is held, at the version that she read; raises
    VisitDraftChanged."""
    draft = session.get(VisitDraft, (visit_id, account_id), populate_existing=True)
    current = draft.version if draft else 0
    if version not in (None, current):
        raise VisitDraftChanged(current=current)
    return draft


def checks_of(session: Session, visit: Visit) -> list[Check]:
    """What is looked at in the visit."""
    mode = session.get_one(Course, visit.course_id).mode
    return rules_of(visit).checks_for(mode)


def forget_drafts(session: Session, visit_id: UUID) -> None:
    """Nothing more is reported by those who were asked for a visit."""
    session.execute(delete(VisitDraft).where(VisitDraft.visit_id == visit_id))
