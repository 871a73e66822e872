"""Opening a switch again: one proposes, another agrees (feature 114)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from core.audit.services.record import record
from partners.standing.errors import SecondPersonNeeded
from partners.switches.errors import (
    AlreadyOpened,
    NoOpeningProposed,
    OpeningAlreadyProposed,
)
from partners.switches.models import Closure, Switch
from partners.switches.queries import lock_closure
from partners.switches.services.tell import tell_platforms


def propose_opening(
    session: Session, closure_id: UUID, *, note: str, by: UUID, at: datetime
) -> Closure:
    """Wish to open it again; it stays closed until somebody else agrees.

    Whoever closed it may propose. Raises ClosureNotFound, AlreadyOpened or
    OpeningAlreadyProposed.
    """
    closure = _still_closed(session, closure_id)
    if closure.opening_proposed_by is not None:
        raise OpeningAlreadyProposed
    closure.opening_proposed_by, closure.opening_proposed_at = by, at
    closure.opening_note = note
    session.flush()
    _write_down(session, closure, "switch.opening_proposed", note, at=at)
    return closure


def decide_opening(
    session: Session, closure_id: UUID, *, agrees: bool, by: UUID, at: datetime
) -> Closure:
    """Open it as the second person, or turn the proposal down, which its author may,
    too.

    Of two who decide at once one finds it decided. Raises ClosureNotFound,
    AlreadyOpened, NoOpeningProposed or SecondPersonNeeded.
    """
    closure = _still_closed(session, closure_id)
    if closure.opening_proposed_by is None:
        raise NoOpeningProposed
    if not agrees:
        closure.opening_proposed_by = closure.opening_proposed_at = None
        closure.opening_note = None
        session.flush()
        _write_down(session, closure, "switch.opening_declined", None, at=at)
        return closure
    if by == closure.opening_proposed_by:
        raise SecondPersonNeeded
    closure.opened_by, closure.opened_at = by, at
    if closure.switch != Switch.PROGRAMME:
        closure.settled_at = at
    session.flush()
    _write_down(session, closure, "switch.opened", closure.opening_note, at=at)
    tell_platforms(session, closure, at=at)
    return closure


def _still_closed(session: Session, closure_id: UUID) -> Closure:
    closure = lock_closure(session, closure_id)
    if closure.opened_at is not None:
        raise AlreadyOpened
    return closure


def _write_down(
    session: Session, closure: Closure, action: str, reason: str | None, *, at: datetime
) -> None:
    record(
        session,
        action=action,
        object_type="switch_closure",
        object_id=closure.id,
        at=at,
        after={"switch": closure.switch, "scheme_code": closure.scheme_code},
        reason=reason,
    )
