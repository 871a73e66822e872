"""Reads of organisations that every floor needs."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from partners.organisations.models import Kind, Organisation, Standing


def names_of(session: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    """Their names, by id; an id that nobody has is left out."""
    rows = session.execute(
        select(Organisation.id, Organisation.name).where(Organisation.id.in_(ids))
    )
    return {row.id: row.name for row in rows}


def approved_of_kind(session: Session, kind: Kind) -> list[UUID]:
    """The organisations of a kind that are approved, always in the same order: a draw
    among them can be done again."""
    return list(
        session.scalars(
            select(Organisation.id)
            .where(
                Organisation.kinds.contains([kind]),
                Organisation.standing == Standing.APPROVED,
            )
            .order_by(Organisation.id)
        )
    )
