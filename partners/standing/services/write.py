"""Writing to those who may reply for an organisation that is sanctioned."""

from datetime import datetime

from sqlalchemy.orm import Session

from core.formats import moment_text
from core.mail import Letter
from core.signing import issuer_of
from partners.organisations.models import Organisation
from partners.staff.rules import Permission
from partners.staff.services.tell import tell_staff
from partners.standing.models import Sanction
from partners.standing.wording import SCOPES, SEVERITIES


def tell_sanctioned(
    session: Session, sanction: Sanction, letter: Letter, *, at: datetime
) -> None:
    """Write to its owners; they read the reason, and reply, on the page."""
    issuer = issuer_of(session)
    code = session.get_one(Organisation, sanction.organisation_id).code
    due = sanction.reply_due_at or at
    tell_staff(
        session,
        sanction.organisation_id,
        letter,
        who_may=Permission.STANDING_REPLY,
        at=at,
        severity=SEVERITIES[sanction.severity],
        scope=SCOPES[sanction.scope],
        since=moment_text(sanction.starts_at, zone=issuer.zone),
        reply_due=moment_text(due, zone=issuer.zone),
        link=f"{issuer.address}/partner/{code}/standing",
    )
