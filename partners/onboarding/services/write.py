"""Letters about an application, to both sides."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.mail import Letter
from core.signing import issuer_of
from partners.onboarding.models import PartnerApplication
from partners.organisations.models import Kind, Organisation
from partners.staff.rules import Permission
from partners.staff.services.tell import tell_staff
from partners.standing.wording import KINDS

MOST_OPERATORS = 10


def operators(session: Session) -> Sequence[UUID]:
    """The programme's operators; there are few."""
    return session.scalars(
        select(Organisation.id)
        .where(Organisation.kinds.contains([Kind.OPERATOR]))
        .order_by(Organisation.id)
        .limit(MOST_OPERATORS)
    ).all()


def tell_applicant(
    session: Session,
    application: PartnerApplication,
    letter: Letter,
    *,
    at: datetime,
    page: str | None = None,
    **values: Any,
) -> None:
    """Write to those who may apply in the applicant's name. The letter leads to the
    application, or to another `page` of the organisation."""
    code = session.get_one(Organisation, application.organisation_id).code
    page = page or f"applications/{application.id}"
    tell_staff(
        session,
        application.organisation_id,
        letter,
        who_may=Permission.ORGANISATION_APPLY,
        at=at,
        link=f"{issuer_of(session).address}/partner/{code}/{page}",
        kind=KINDS[application.kind],
        **values,
    )


def tell_reviewers(
    session: Session,
    application: PartnerApplication,
    letter: Letter,
    *,
    at: datetime,
    **values: Any,
) -> None:
    """Write to the operator's people who may review."""
    applicant = session.get_one(Organisation, application.organisation_id)
    address = issuer_of(session).address
    for organisation_id in operators(session):
        tell_staff(
            session,
            organisation_id,
            letter,
            who_may=Permission.ONBOARDING_REVIEW,
            at=at,
            link=f"{address}/operator/applications/{application.id}",
            kind=KINDS[application.kind],
            applicant=applicant.name,
            **values,
        )
