"""Writing to the institution, in the transaction of what it is told."""

from datetime import datetime

from sqlalchemy.orm import Session

from catalog.courses.models import Course
from catalog.monitoring.models import Finding
from core.formats import moment_text
from core.mail import Letter
from core.signing import issuer_of
from partners.organisations.models import Organisation
from partners.staff.rules import Permission
from partners.staff.services.tell import tell_staff


def tell_institution(
    session: Session, finding: Finding, letter: Letter, *, at: datetime
) -> None:
    """Write to those who hold the institution's classes."""
    issuer = issuer_of(session)
    code = session.get_one(Organisation, finding.provider_id).code
    tell_staff(
        session,
        finding.provider_id,
        letter,
        who_may=Permission.DELIVERY_WRITE,
        at=at,
        title=session.get_one(Course, finding.course_id).title,
        until=moment_text(finding.answer_until, zone=issuer.zone),
        link=f"{issuer.address}/partner/{code}/findings/{finding.id}",
    )
