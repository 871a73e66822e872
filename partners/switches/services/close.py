"""Closing a switch: one person's act, since it is urgent."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.audit.services.record import record
from core.ids import new_id
from core.text import Text
from partners.switches.errors import (
    NOT_OF_A_SCHEME,
    REASON_MISSING,
    SCHEME_UNKNOWN,
    AlreadyClosed,
    SwitchUnfit,
)
from partners.switches.models import IN_FORCE, Closure, Switch
from partners.switches.schemes import scheme_codes
from partners.switches.services.tell import tell_platforms


def close_switch(
    session: Session,
    *,
    switch: Switch,
    reason: Text,
    by: UUID,
    at: datetime,
    scheme_code: str | None = None,
) -> Closure:
    """Close it from the next request on; the reason is shown to everybody.

    Raises SwitchUnfit, or AlreadyClosed, also when somebody closes it at this very
    moment.
    """
    if scheme_code is not None and switch is not Switch.PROGRAMME:
        raise SwitchUnfit(why=NOT_OF_A_SCHEME)
    if scheme_code is not None and scheme_code not in scheme_codes(session):
        raise SwitchUnfit(why=SCHEME_UNKNOWN)
    if not reason.en.strip() or not reason.id.strip():
        raise SwitchUnfit(why=REASON_MISSING)
    closure: Closure | None = session.scalar(
        insert(Closure)
        .values(
            id=new_id(),
            switch=switch,
            scheme_code=scheme_code,
            reason_en=reason.en.strip(),
            reason_id=reason.id.strip(),
            closed_by=by,
            closed_at=at,
        )
        .on_conflict_do_nothing(
            index_elements=["switch", "scheme_code"], index_where=text(IN_FORCE)
        )
        .returning(Closure)
    )
    if closure is None:
        raise AlreadyClosed
    record(
        session,
        action="switch.closed",
        object_type="switch_closure",
        object_id=closure.id,
        at=at,
        after={"switch": str(switch), "scheme_code": scheme_code},
        reason=closure.reason_en,
    )
    tell_platforms(session, closure, at=at)
    return closure
