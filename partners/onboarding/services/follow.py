"""Letting the standing of an applicant follow its applications."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from partners.onboarding.models import WITH_OPERATOR, PartnerApplication
from partners.organisations.models import Organisation, Standing
from partners.organisations.services.change_standing import change_standing


def follow_standing(session: Session, organisation_id: UUID, *, at: datetime) -> None:
    """Under review while the operator has one of its applications, applied otherwise.

    An organisation that takes part already keeps its standing.
    """
    session.flush()
    standing = session.scalar(
        select(Organisation.standing)
        .where(Organisation.id == organisation_id)
        .with_for_update(key_share=True)
    )
    with_operator = session.scalar(
        select(
            exists().where(
                PartnerApplication.organisation_id == organisation_id,
                PartnerApplication.state.in_(sorted(WITH_OPERATOR)),
            )
        )
    )
    wanted = Standing.UNDER_REVIEW if with_operator else Standing.APPLIED
    if standing in (Standing.APPLIED, Standing.UNDER_REVIEW) and standing != wanted:
        change_standing(
            session, organisation_id=organisation_id, standing=wanted, at=at
        )


def take_in(
    session: Session, organisation_id: UUID, *, kind: str, at: datetime
) -> None:
    """Give an organisation its new kind, and approve it if it was not.

    A suspended one gets the kind and stays suspended.
    """
    organisation = session.scalars(
        select(Organisation)
        .where(Organisation.id == organisation_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one()
    organisation.kinds = sorted({*organisation.kinds, kind})
    for step in (Standing.UNDER_REVIEW, Standing.APPROVED):
        current = Standing(organisation.standing)
        begins = current is Standing.APPLIED and step is Standing.UNDER_REVIEW
        ends = current is Standing.UNDER_REVIEW and step is Standing.APPROVED
        if begins or ends:
            change_standing(
                session, organisation_id=organisation_id, standing=step, at=at
            )
