"""Reads of proposals and offerings, each for its own side."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, aliased

from catalog.courses.models import Course, Offering
from catalog.offerings.errors import (
    OwnOfferingNotFound,
    PlatformUnknown,
    ProposalNotFound,
)
from catalog.offerings.models import Proposal
from partners.organisations.models import Kind, Organisation
from partners.standing.queries import sells


def of_institution(provider_id: UUID) -> ColumnElement[bool]:
    """Of a course of this institution's."""
    return Course.provider_id == provider_id


def proposals() -> Select[*tuple[Any, ...]]:
    """Proposals with the names of what and whom they are about."""
    platform = aliased(Organisation, name="platform")
    return (
        select(
            Proposal.id,
            Proposal.course_id,
            Course.code.label("course"),
            Course.title.label("course_title"),
            Course.status.label("course_status"),
            Organisation.code.label("institution"),
            Organisation.name.label("institution_name"),
            platform.code.label("platform"),
            platform.name.label("platform_name"),
            Proposal.price,
            Proposal.commission_bps,
            Offering.price.label("listed_price"),
            Offering.commission_bps.label("listed_commission_bps"),
            Proposal.note,
            Proposal.state,
            Proposal.proposed_at,
            Proposal.ended_at,
            Proposal.ended_reason,
        )
        .join(Course, Course.id == Proposal.course_id)
        .join(Organisation, Organisation.id == Course.provider_id)
        .join(platform, platform.id == Proposal.platform_id)
        .outerjoin(
            Offering,
            (Offering.course_id == Proposal.course_id)
            & (Offering.platform_id == Proposal.platform_id)
            & Offering.withdrawn_at.is_(None),
        )
    )


def offerings_of_course(course_id: UUID) -> Select[*tuple[Any, ...]]:
    """On which platforms a course is listed, or will be once it is published."""
    return (
        select(
            Offering.id,
            Organisation.code.label("platform"),
            Organisation.name.label("platform_name"),
            Offering.price,
            Offering.commission_bps,
            Offering.listed_at,
            Offering.leaves_at,
            Offering.leaving_by,
            Offering.leaving_reason,
        )
        .join(Organisation, Organisation.id == Offering.platform_id)
        .where(Offering.course_id == course_id, Offering.withdrawn_at.is_(None))
    )


def hold_course(
    session: Session, proposal_id: UUID, *whose: ColumnElement[bool]
) -> None:
    """Keep the course of a proposal of one side from being changed or retired."""
    course_id = session.scalar(
        select(Proposal.course_id).where(Proposal.id == proposal_id, *whose)
    )
    session.scalar(
        select(Course)
        .where(Course.id == course_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )


def proposal_with(
    session: Session, proposal_id: UUID, *whose: ColumnElement[bool], lock: bool = False
) -> tuple[Proposal, Course]:
    """A proposal of one side; raises ProposalNotFound. `lock` makes the other wait."""
    query = (
        select(Proposal, Course)
        .join(Course, Course.id == Proposal.course_id)
        .where(Proposal.id == proposal_id, *whose)
    )
    if lock:
        query = query.with_for_update(of=Proposal).execution_options(
            populate_existing=True
        )
    found = session.execute(query).one_or_none()
    if found is None:
        raise ProposalNotFound
    return found[0], found[1]


def offering_with(
    session: Session, offering_id: UUID, *whose: ColumnElement[bool]
) -> tuple[Offering, Course]:
    """A listed offering of one side, locked; raises OwnOfferingNotFound."""
    found = session.execute(
        select(Offering, Course)
        .join(Course, Course.id == Offering.course_id)
        .where(Offering.id == offering_id, Offering.withdrawn_at.is_(None), *whose)
        .with_for_update(of=Offering, key_share=True)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise OwnOfferingNotFound
    return found[0], found[1]


def offering_of(session: Session, offering_id: UUID, *, platform_id: UUID) -> Offering:
    """A platform's listed offering; raises OwnOfferingNotFound."""
    found = session.scalar(
        select(Offering).where(
            Offering.id == offering_id,
            Offering.platform_id == platform_id,
            Offering.withdrawn_at.is_(None),
        )
    )
    if found is None:
        raise OwnOfferingNotFound
    return found


def platforms_selling() -> Select[Organisation]:
    """Platforms that may sell at present, by name."""
    return (
        select(Organisation)
        .where(
            Organisation.kinds.contains([Kind.DIGITAL_PLATFORM]),
            sells(Organisation, kind=Kind.DIGITAL_PLATFORM),
        )
        .order_by(Organisation.name)
    )


def platform_coded(session: Session, code: str) -> Organisation:
    """A platform that may sell at present; raises PlatformUnknown."""
    found = session.scalar(platforms_selling().where(Organisation.code == code))
    if found is None:
        raise PlatformUnknown
    return found


def listed(session: Session, course_id: UUID, platform_id: UUID) -> Offering | None:
    """The offering that is agreed on, if there is one."""
    return session.scalar(
        select(Offering).where(
            Offering.course_id == course_id,
            Offering.platform_id == platform_id,
            Offering.withdrawn_at.is_(None),
        )
    )
