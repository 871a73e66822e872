"""What the operator's pages and operations show of the register."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from core.text import Text
from partners.conflicts.explaining import ends_of, path, sentences
from partners.conflicts.models import (
    GroupMember,
    OrganisationTie,
    ReviewAssignment,
    TieDeclaration,
    TieDispute,
    Waiver,
    WaiverState,
)
from partners.conflicts.queries import group_of
from partners.organisations.models import Organisation

GROUPS_SHOWN = 50
WAITING_SHOWN = 50


@dataclass(frozen=True)
class Member:
    """An organisation of a group, and the way to it, in words."""

    organisation: Organisation
    way: Text


def members_of(session: Session, organisation_id: UUID) -> list[Member]:
    """The others of an organisation's group, each with the way to it; three queries."""
    members = group_of(session, organisation_id)
    organisations = session.scalars(
        select(Organisation)
        .where(Organisation.id.in_(members))
        .order_by(Organisation.name, Organisation.id)
    ).all()
    names = {each.id: each.name for each in organisations}
    shared = ends_of(session, members) if len(members) > 1 else {}
    return [
        Member(each, sentences(path(shared, organisation_id, each.id), names))
        for each in organisations
        if each.id != organisation_id
    ]


def links_of(session: Session, organisation_id: UUID) -> list[tuple[UUID, UUID]]:
    """Which members of a group are tied directly, each pair once: for the drawing."""
    members = group_of(session, organisation_id)
    pairs = set()
    for ends in ends_of(session, members).values():
        ids = sorted({end.organisation_id for end in ends})
        pairs |= {(one, other) for one in ids for other in ids if one < other}
    return sorted(pairs)


def groups(session: Session) -> Sequence[Any]:
    """The groups with their members' names, the largest first."""
    return session.execute(
        select(
            GroupMember.group_id,
            func.count().label("size"),
            func.array_agg(Organisation.name).label("names"),
            func.min(Organisation.code).label("code"),
        )
        .join(Organisation, Organisation.id == GroupMember.organisation_id)
        .group_by(GroupMember.group_id)
        .order_by(func.count().desc(), GroupMember.group_id)
        .limit(GROUPS_SHOWN)
    ).all()


def waiting_disputes(session: Session) -> Sequence[Any]:
    """Disputes without an answer, the oldest first, with the organisation's code."""
    return session.execute(
        select(TieDispute.id, TieDispute.filed_at, Organisation.code, Organisation.name)
        .join(OrganisationTie, OrganisationTie.id == TieDispute.tie_id)
        .join(Organisation, Organisation.id == OrganisationTie.organisation_id)
        .where(TieDispute.answered_at.is_(None))
        .order_by(TieDispute.filed_at, TieDispute.id)
        .limit(WAITING_SHOWN)
    ).all()


def overdue_declarations(session: Session, *, today: date) -> Sequence[Any]:
    """Organisations whose declaration is overdue, the longest first."""
    return session.execute(
        select(Organisation.code, Organisation.name, TieDeclaration.due_on)
        .join(Organisation, Organisation.id == TieDeclaration.organisation_id)
        .where(TieDeclaration.replaced_at.is_(None), TieDeclaration.due_on < today)
        .order_by(TieDeclaration.due_on, Organisation.id)
        .limit(WAITING_SHOWN)
    ).all()


def waivers(
    *, state: WaiverState | None = None, organisation_id: UUID | None = None
) -> Select[Waiver]:
    """The exceptions, perhaps of one state or with one organisation."""
    query = select(Waiver)
    if state is not None:
        query = query.where(Waiver.state == state)
    if organisation_id is not None:
        query = query.where(
            (Waiver.organisation_id == organisation_id)
            | (Waiver.other_organisation_id == organisation_id)
        )
    return query


def assignments(*, subject_id: UUID | None = None) -> Select[ReviewAssignment]:
    """Who looks at whom, perhaps at one partner."""
    query = select(ReviewAssignment)
    if subject_id is not None:
        query = query.where(ReviewAssignment.subject_id == subject_id)
    return query
