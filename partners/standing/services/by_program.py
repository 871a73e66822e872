"""What a program of the operator may do alone: stop at once, and take that back.

A program is nobody's eyes: its stop is an emergency stop that lapses unless two people
confirm it, and it lifts nothing that a person has decided.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from partners.organisations.errors import OrganisationNotFound, StandingMoveIllegal
from partners.organisations.models import TRANSITIONS, Organisation, Standing
from partners.organisations.services.change_standing import change_standing
from partners.standing.errors import SanctionDecidedByTwo
from partners.standing.models import (
    ChangeAct,
    Sanction,
    Scope,
    Severity,
    State,
)
from partners.standing.queries import lock_organisation
from partners.standing.rules import Draft
from partners.standing.services.change import propose_change
from partners.standing.services.propose import propose_sanction

REASON_CODE = "operator_decision"


def stop_by_program(
    session: Session,
    *,
    organisation_id: UUID,
    reason: str,
    at: datetime,
    zone: ZoneInfo,
) -> Organisation:
    """Suspend an organisation as a whole, until the stop is confirmed or lapses.

    Raises OrganisationNotFound, StandingMoveIllegal or SanctionUnfit.
    """
    organisation = _movable(session, organisation_id, Standing.SUSPENDED)
    draft = Draft(
        organisation_id=organisation_id,
        severity=Severity.SUSPENDED,
        reason_code=REASON_CODE,
        reason=reason,
        emergency=True,
    )
    propose_sanction(session, draft, by=None, at=at, zone=zone)
    return organisation


def reinstate_by_program(
    session: Session,
    *,
    organisation_id: UUID,
    reason: str,
    at: datetime,
    zone: ZoneInfo,
) -> Organisation:
    """Lift the stops that programs began and that no person has looked at.

    Raises OrganisationNotFound, StandingMoveIllegal or SanctionDecidedByTwo.
    """
    organisation = _movable(session, organisation_id, Standing.APPROVED)
    sanctions = _restricting(session, organisation_id)
    if any(each.proposed_by is not None for each in sanctions):
        raise SanctionDecidedByTwo
    for sanction in sanctions:
        propose_change(
            session,
            sanction_id=sanction.id,
            act=ChangeAct.LIFT,
            reason=reason,
            by=None,
            at=at,
            zone=zone,
        )
    if organisation.standing != Standing.APPROVED:
        change_standing(
            session,
            organisation_id=organisation_id,
            standing=Standing.APPROVED,
            reason=reason,
            at=at,
        )
    return organisation


def _movable(session: Session, organisation_id: UUID, wanted: Standing) -> Organisation:
    organisation = lock_organisation(session, organisation_id)
    if organisation is None:
        raise OrganisationNotFound
    standing = Standing(organisation.standing)
    admitted = standing not in (Standing.APPLIED, Standing.UNDER_REVIEW)
    if not admitted or wanted not in TRANSITIONS[standing]:
        raise StandingMoveIllegal(standing=standing, wanted=wanted)
    return organisation


def _restricting(session: Session, organisation_id: UUID) -> Sequence[Sanction]:
    return session.scalars(
        select(Sanction)
        .where(
            Sanction.organisation_id == organisation_id,
            Sanction.state == State.IN_FORCE,
            Sanction.scope == Scope.ORGANISATION,
            Sanction.severity != Severity.WARNING,
        )
        .order_by(Sanction.id)
    ).all()
