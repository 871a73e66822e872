"""Writing to those who have to act, in the transaction of what they are told."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from catalog.curation.letters import ASSIGNED
from catalog.curation.models import Case, Task
from catalog.curation.titles import title_of
from core.formats import moment_text
from core.mail import Letter
from core.signing import issuer_of
from partners.organisations.models import Organisation
from partners.staff.rules import Permission
from partners.staff.services.tell import tell_staff


def tell_judges(session: Session, case: Case, task: Task, *, at: datetime) -> None:
    """Write to those who may judge for the organisation that is asked."""
    issuer = issuer_of(session)
    code = session.get_one(Organisation, task.organisation_id).code
    tell_staff(
        session,
        task.organisation_id,
        ASSIGNED,
        who_may=Permission.COURSES_ASSESS,
        at=at,
        title=title_of(case.content),
        due=moment_text(task.due_at, zone=issuer.zone),
        link=f"{issuer.address}/partner/{code}/assessments/{task.id}",
    )


def tell_institution(
    session: Session, case: Case, letter: Letter, *, at: datetime
) -> None:
    """Write to those who write the institution's courses."""
    issuer = issuer_of(session)
    code = session.get_one(Organisation, case.provider_id).code
    values: dict[str, Any] = {"title": title_of(case.content)}
    if case.valid_until is not None:
        values["until"] = moment_text(case.valid_until, zone=issuer.zone)
    tell_staff(
        session,
        case.provider_id,
        letter,
        who_may=Permission.CATALOGUE_WRITE,
        at=at,
        link=f"{issuer.address}/partner/{code}/submitted-courses/{case.course_id}",
        **values,
    )
