"""Moving an application from state to state: the one place that does."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from core.audit.services.record import record
from partners.onboarding.errors import ApplicationStateWrong, ReasonMissing
from partners.onboarding.models import (
    MOVES,
    ApplicationState,
    Move,
    PartnerApplication,
)


def stated(reason: str) -> str:
    """The reason as it is kept; raises ReasonMissing for one that says nothing."""
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()


def move(
    session: Session,
    application: PartnerApplication,
    state: ApplicationState,
    *,
    by: UUID | None,
    at: datetime,
    reason: str | None = None,
) -> None:
    """Move a locked application along MOVES, and write the step down twice: in its own
    history, which the applicant reads, and in the audit trail.

    Raises ApplicationStateWrong.
    """
    before = ApplicationState(application.state)
    if state not in MOVES[before]:
        raise ApplicationStateWrong(state=before)
    application.state = state
    application.version += 1
    application.changed_at = at
    note(session, application, before, by=by, at=at, reason=reason)


def note(
    session: Session,
    application: PartnerApplication,
    before: ApplicationState | None,
    *,
    by: UUID | None,
    at: datetime,
    reason: str | None = None,
) -> None:
    """Write down how an application came to be where it is."""
    session.add(
        Move(
            application_id=application.id,
            from_state=before,
            to_state=application.state,
            moved_at=at,
            moved_by=by,
            reason=reason,
        )
    )
    record(
        session,
        action=f"partner_application.{application.state}",
        object_type="partner_application",
        object_id=application.id,
        at=at,
        before=None if before is None else {"state": before},
        after={"state": application.state, "kind": application.kind},
        reason=reason,
    )
