"""Telling the platforms that the programme was closed or opened."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.events import publish
from partners.organisations.models import ACTING, Kind, Organisation
from partners.switches.events import ProgrammeWasClosed, ProgrammeWasOpened
from partners.switches.models import Closure, Switch


def tell_platforms(session: Session, closure: Closure, *, at: datetime) -> None:
    """Publish what became of the programme's switch; of others nobody is told."""
    if closure.switch != Switch.PROGRAMME:
        return
    event = ProgrammeWasClosed if closure.opened_at is None else ProgrammeWasOpened
    platforms = session.scalars(
        select(Organisation.id)
        .where(
            Organisation.kinds.contains([Kind.DIGITAL_PLATFORM]),
            Organisation.standing.in_(ACTING),
        )
        .order_by(Organisation.id)
    ).all()
    publish(
        session,
        event(
            occurred_at=at,
            audience=tuple(platforms),
            closure_id=closure.id,
            whole=closure.scheme_code is None,
        ),
    )
