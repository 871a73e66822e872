"""The past of an invented institution: it was warned once, and a partner controls it.
Nothing like that is made up about real organisations."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.privacy import vault_of
from marketplace.seed.demo import CONTROLLING, REVIEWER, WARNED
from partners.accounts.models import Account
from partners.conflicts import TieKind
from partners.conflicts.rules import TieDraft
from partners.conflicts.services.record import add_tie
from partners.organisations.models import Organisation
from partners.standing.models import Sanction, Scope, Severity, State
from partners.standing.rules import Draft
from partners.standing.services.begin import finish
from partners.standing.services.propose import propose_sanction

# The warning ended by itself after its usual 180 days.
WARNED_AGO = timedelta(days=230)


def seed_past(session: Session, *, at: datetime, zone: ZoneInfo) -> int:
    """Its warning, which is over, and who controls it; how many are new."""
    warned = session.scalars(
        select(Organisation).where(Organisation.code == WARNED)
    ).one()
    known = select(Sanction.id).where(Sanction.organisation_id == warned.id).limit(1)
    if session.scalar(known) is not None:
        return 0
    index = vault_of(session).index(REVIEWER, field="email")
    reviewer = session.scalars(
        select(Account).where(Account.email_index == index)
    ).one()
    sanction = propose_sanction(
        session,
        Draft(
            organisation_id=warned.id,
            severity=Severity.WARNING,
            scope=Scope.ORGANISATION,
            reason_code="course_not_as_approved",
            reason="Kelas berlangsung satu jam lebih singkat dari yang disetujui.",
            evidence=("Laporan pemantauan contoh",),
        ),
        by=reviewer.id,
        at=at - WARNED_AGO,
        zone=zone,
    )
    finish(session, sanction, State.ENDED, at=sanction.ends_at or at)
    add_tie(
        session,
        TieDraft(organisation_id=warned.id, kind=TieKind.PARENT, other=CONTROLLING),
        by=reviewer.id,
        at=at,
        zone=zone,
    )
    return 2
