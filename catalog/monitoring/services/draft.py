"""A report that is not sent yet: kept for whoever writes it, gone with the visit."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from catalog.monitoring.errors import VisitClosed
from catalog.monitoring.models import VisitDraft, VisitState
from catalog.monitoring.plans import Check
from catalog.monitoring.queries import find_visit

OF_A_CHECK = ("answer", "note", "severity", "link", "sha256")
REMARKS = "remarks"


def fields_of(checks: Sequence[Check]) -> list[str]:
    """The names under which a page of these checks sends what was filled in."""
    return [f"{part}-{each.code}" for each in checks for part in OF_A_CHECK] + [REMARKS]


def keep_draft(
    session: Session,
    visit_id: UUID,
    fields: Mapping[str, str],
    *,
    monitor_id: UUID,
    account_id: UUID,
    at: datetime,
) -> datetime:
    """Keep what is filled in so far, instead of what was before; when it was kept.

    The visit is held, so that what comes after the report is refused and brings no
    draft back. Raises VisitNotFound or VisitClosed.
    """
    visit = find_visit(session, visit_id, monitor_id=monitor_id, lock=True)
    if visit.state != VisitState.ACCEPTED:
        raise VisitClosed(state=visit.state)
    filled = {name: words for name, words in fields.items() if words}
    session.execute(
        insert(VisitDraft)
        .values(visit_id=visit_id, account_id=account_id, fields=filled, saved_at=at)
        .on_conflict_do_update(
            index_elements=[VisitDraft.visit_id, VisitDraft.account_id],
            set_={"fields": filled, "saved_at": at},
        )
    )
    return at


def forget_drafts(session: Session, visit_id: UUID) -> None:
    """Nothing more is reported by those who were asked for a visit."""
    session.execute(delete(VisitDraft).where(VisitDraft.visit_id == visit_id))
