"""Approving, suspending, reinstating and terminating an organisation."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit.services.record import record
from core.events import publish
from partners.organisations.errors import OrganisationNotFound, StandingMoveIllegal
from partners.organisations.events import (
    OrganisationApproved,
    OrganisationReinstated,
    OrganisationRestricted,
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
    common: dict[str, Any] = {
        "organisation_id": organisation.id,
        "occurred_at": at,
        "audience": (organisation.id,),
    }
    match organisation.standing:
        case Standing.APPROVED if before == Standing.UNDER_REVIEW:
            publish(session, OrganisationApproved(**common))
        case Standing.APPROVED:
            publish(session, OrganisationReinstated(**common))
        case Standing.ACTIVE_NO_NEW_STARTS:
            publish(session, OrganisationRestricted(**common))
        case Standing.SUSPENDED:
            publish(session, OrganisationSuspended(**common))
        case Standing.TERMINATED:
            publish(session, OrganisationTerminated(**common))
