"""Reads of applications, each within one organisation or for the operator."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from core.privacy import vault_of
from partners.onboarding.errors import ApplicationNotFound
from partners.onboarding.models import Move, PartnerApplication, Tie
from partners.onboarding.requirement import Relation, Requirement
from partners.onboarding.rules import DeclaredTie, Missing, find_missing
from partners.onboarding.shipped import requirement_of


def applications_of(organisation_id: UUID) -> Select[PartnerApplication]:
    """All applications of an organisation."""
    return select(PartnerApplication).where(
        PartnerApplication.organisation_id == organisation_id
    )


def find_application(
    session: Session,
    application_id: UUID,
    *,
    organisation_id: UUID | None = None,
    lock: bool = False,
) -> PartnerApplication:
    """An application, of this organisation if one is named; else ApplicationNotFound.

    With `lock` its changes and decisions take turns.
    """
    query = select(PartnerApplication).where(PartnerApplication.id == application_id)
    if organisation_id is not None:
        query = query.where(PartnerApplication.organisation_id == organisation_id)
    if lock:
        query = query.with_for_update(key_share=True).execution_options(
            populate_existing=True
        )
    application = session.scalar(query)
    if application is None:
        raise ApplicationNotFound
    return application


def requirement_for(application: PartnerApplication) -> Requirement:
    """The version of the requirements to which an application is pinned."""
    return requirement_of(application.kind, application.requirement_version)


def ties_of(session: Session, application_id: UUID) -> Sequence[Tie]:
    """What is declared now, in the order in which it was."""
    return session.scalars(
        select(Tie)
        .where(Tie.application_id == application_id, Tie.removed_at.is_(None))
        .order_by(Tie.id)
    ).all()


def moves_of(session: Session, application_id: UUID) -> Sequence[Move]:
    """How it moved, the first step first."""
    return session.scalars(
        select(Move)
        .where(Move.application_id == application_id)
        .order_by(Move.moved_at, Move.id)
        .limit(500)
    ).all()


def opened(session: Session, tie: Tie) -> DeclaredTie:
    """A tie in clear. Whoever shows it to somebody writes that down."""
    vault = vault_of(session)
    name, number = tie.name_sealed, tie.number_sealed
    return DeclaredTie(
        relation=Relation(tie.relation),
        is_person=tie.is_person,
        name=vault.open(name, row=tie.id, field="tie_name") if name else None,
        number=vault.open(number, row=tie.id, field="tie_number") if number else None,
        detail=tie.detail,
        share_bps=tie.share_bps,
    )


def missing_in(session: Session, application: PartnerApplication) -> list[Missing]:
    """What keeps an application from being sent."""
    ties = ties_of(session, application.id)
    return find_missing(
        requirement_for(application),
        application.answers,
        ties=[(tie.relation, tie.share_bps) for tie in ties],
        evidence=(),
    )
