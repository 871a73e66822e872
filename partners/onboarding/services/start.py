"""Beginning an application, with or without an organisation that is there already."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.ids import new_id
from core.names import comparison_key
from partners.accounts.models import Account
from partners.onboarding.errors import (
    ApplicationUnderWay,
    KindAlreadyHeld,
    OrganisationCannotApply,
    OrganisationNameTaken,
    TooManyApplications,
)
from partners.onboarding.models import (
    IS_UNDECIDED,
    PartnerApplication,
)
from partners.onboarding.rules import MOST_UNAPPROVED, check_name
from partners.onboarding.services.move import note
from partners.onboarding.shipped import requirement_in_force
from partners.organisations.models import Organisation, Standing
from partners.organisations.services.register import register_organisation
from partners.staff.models import Seat
from partners.staff.rules import Role
from partners.staff.services.appoint import appoint
from partners.switches.models import Switch
from partners.switches.queries import refuse_closed

MAY_APPLY = (Standing.APPLIED, Standing.UNDER_REVIEW, Standing.APPROVED)


def start_with_new_organisation(
    session: Session,
    *,
    name: str,
    code: str,
    kind: str,
    account_id: UUID,
    zone: ZoneInfo,
    at: datetime,
) -> PartnerApplication:
    """Write a new organisation down, give this person its owner's seat, and begin.

    It is of no kind and may do nothing until it is approved. Raises NameUnusable,
    OrganisationNameTaken, OrganisationCodeTaken, KindNotOnOffer, SignUpClosed, or
    TooManyApplications when she has five organisations that are not approved yet.
    """
    refuse_closed(session, Switch.PARTNER_SIGN_UP)
    name = check_name(name, code)
    _refuse_too_many(session, account_id)
    _refuse_taken_name(session, name)
    organisation = register_organisation(
        session, code=code, name=name, name_key=comparison_key(name), kinds=(), at=at
    )
    appoint(session, organisation, account_id=account_id, roles=(Role.OWNER,), at=at)
    return start_application(
        session, organisation, kind=kind, account_id=account_id, zone=zone, at=at
    )


def start_application(
    session: Session,
    organisation: Organisation,
    *,
    kind: str,
    account_id: UUID,
    zone: ZoneInfo,
    at: datetime,
) -> PartnerApplication:
    """Begin a draft under the requirements that are in force today.

    Raises KindNotOnOffer, KindAlreadyHeld, OrganisationCannotApply, or
    ApplicationUnderWay, also when somebody begins at this very moment.
    """
    requirement = requirement_in_force(kind, on=at.astimezone(zone).date())
    if organisation.standing not in MAY_APPLY:
        raise OrganisationCannotApply(standing=organisation.standing)
    if kind in organisation.kinds:
        raise KindAlreadyHeld(kind=kind)
    made: PartnerApplication | None = session.scalar(
        insert(PartnerApplication)
        .values(
            id=new_id(),
            organisation_id=organisation.id,
            kind=kind,
            requirement_version=requirement.version,
            requirement_sha256=requirement.sha256,
            answers={},
            started_by=account_id,
            started_at=at,
            changed_at=at,
        )
        .on_conflict_do_nothing(
            index_elements=["organisation_id", "kind"],
            index_where=text(IS_UNDECIDED),
        )
        .returning(PartnerApplication)
    )
    if made is None:
        raise ApplicationUnderWay(kind=kind)
    note(session, made, None, by=account_id, at=at)
    return made


def _refuse_too_many(session: Session, account_id: UUID) -> None:
    # The account's row makes simultaneous beginnings of one person take turns.
    session.execute(
        select(Account.id)
        .where(Account.id == account_id)
        .with_for_update(key_share=True)
    )
    unapproved = session.scalar(
        select(func.count())
        .select_from(Seat)
        .join(Organisation, Organisation.id == Seat.organisation_id)
        .where(
            Seat.account_id == account_id,
            Seat.ended_at.is_(None),
            Organisation.standing.in_([Standing.APPLIED, Standing.UNDER_REVIEW]),
        )
    )
    if (unapproved or 0) >= MOST_UNAPPROVED:
        raise TooManyApplications(limit=MOST_UNAPPROVED)


def _refuse_taken_name(session: Session, name: str) -> None:
    """Names of partners are public; those of applicants, whom nobody has looked at,
    keep nobody from applying."""
    taken = session.scalar(
        select(Organisation.id)
        .where(Organisation.name_key == comparison_key(name))
        .where(func.cardinality(Organisation.kinds) > 0)
        .limit(1)
    )
    if taken is not None:
        raise OrganisationNameTaken
