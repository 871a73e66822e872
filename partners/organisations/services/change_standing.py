"""Approving, suspending, reinstating and terminating an organisation."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit.services.record import record
from core.events import publish
from partners.organisations.errors import OrganisationNotFound, StandingMoveIllegal
from partners.organisations.events import (
    OrganisationApproved,
    OrganisationReinstated,
    OrganisationSuspended,
    OrganisationTerminated,
)
from partners.organisations.models import TRANSITIONS, Organisation, Standing


def change_standing(
    session: Session,
    *,
    organisation_id: UUID,
    standing: Standing,
    at: datetime,
    reason: str | None = None,
) -> Organisation:
    """Move an organisation along the table of allowed moves (TRANSITIONS).

    It takes effect with the organisation's next request: what its clients may do is
    looked up every time. Raises OrganisationNotFound or StandingMoveIllegal.
    """
    organisation = session.scalar(
        select(Organisation)
        .where(Organisation.id == organisation_id)
        # Rows that refer to it can be written meanwhile; another move cannot.
        .with_for_update(key_share=True)
    )
    if organisation is None:
        raise OrganisationNotFound
    before = Standing(organisation.standing)
    if standing not in TRANSITIONS[before]:
        raise StandingMoveIllegal(standing=before, wanted=standing)
    organisation.standing = standing
    organisation.standing_reason = reason
    record(
        session,
        action=f"organisation.{standing}",
        object_type="organisation",
        object_id=organisation.id,
        at=at,
        before={"standing": before},
        after={"standing": standing},
        reason=reason,
    )
    _tell(session, organisation, before, at=at)
    return organisation


def _tell(
    session: Session, organisation: Organisation, before: Standing, *, at: datetime
) -> None:
    identity = organisation.id
    whom = (identity,)
    match organisation.standing:
        case Standing.APPROVED if before == Standing.SUSPENDED:
            publish(
                session,
                OrganisationReinstated(
                    organisation_id=identity, occurred_at=at, audience=whom
                ),
            )
        case Standing.APPROVED:
            publish(
                session,
                OrganisationApproved(
                    organisation_id=identity, occurred_at=at, audience=whom
                ),
            )
        case Standing.SUSPENDED:
            publish(
                session,
                OrganisationSuspended(
                    organisation_id=identity, occurred_at=at, audience=whom
                ),
            )
        case Standing.TERMINATED:
            publish(
                session,
                OrganisationTerminated(
                    organisation_id=identity, occurred_at=at, audience=whom
                ),
            )
