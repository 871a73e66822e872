"""Keeping the groups what the binding ties say, in the transaction of the change."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from core.bulk import insert_columns
from core.events import publish_many
from partners.conflicts.events import ConflictGroupChanged
from partners.conflicts.models import (
    GroupMember,
    OrganisationTie,
    TieKey,
    TieKind,
    TieState,
)
from partners.conflicts.queries import binding_edges, reachable
from partners.conflicts.rulebook import rulebook
from partners.conflicts.rules import components

# Two changes at once could join what neither of them sees whole.
REGISTER_LOCK = 7_201_030


def regroup(session: Session, changed: Iterable[UUID], *, at: datetime) -> None:
    """Compute the groups of these organisations anew, with all that they touch.

    Those who were of their groups are looked at too, as a group may fall apart. Six
    statements, however large the groups. Changes of the register take turns.
    """
    session.execute(select(func.pg_advisory_xact_lock(REGISTER_LOCK)))
    session.flush()
    seeds = set(changed)
    before = _groups(session, seeds)
    touched = reachable(session, {*seeds, *before})
    after = components(binding_edges(session, touched))
    session.execute(delete(GroupMember).where(GroupMember.organisation_id.in_(touched)))
    rows = [(member, min(group)) for group in after for member in sorted(group)]
    insert_columns(
        session,
        GroupMember,
        {
            "organisation_id": [member for member, _ in rows],
            "group_id": [group_id for _, group_id in rows],
        },
    )
    was, now = _by_member(before), {each: frozenset(g) for g in after for each in g}
    publish_many(
        session,
        [
            ConflictGroupChanged(organisation_id=seed, occurred_at=at)
            for seed in sorted(seeds)
            if was.get(seed) != now.get(seed)
        ],
    )


def rebuild(session: Session, *, at: datetime) -> int:
    """Apply the present threshold to all ties and compute all groups anew; how many
    there are."""
    binds = OrganisationTie.share_bps >= rulebook().ownership_bps
    session.execute(
        update(OrganisationTie)
        .where(
            OrganisationTie.kind == TieKind.OWNER,
            OrganisationTie.state == TieState.LIVE,
        )
        .values(binds=binds)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(TieKey)
        .where(TieKey.tie_id == OrganisationTie.id)
        .values(binds=OrganisationTie.binds)
        .execution_options(synchronize_session=False)
    )
    session.expire_all()
    tied = session.scalars(
        select(OrganisationTie.organisation_id)
        .where(OrganisationTie.state == TieState.LIVE)
        .distinct()
    ).all()
    regroup(session, tied, at=at)
    return session.scalar(select(func.count(GroupMember.group_id.distinct()))) or 0


def _groups(session: Session, seeds: Iterable[UUID]) -> dict[UUID, UUID]:
    """Every member of the groups that these organisations are in, with its group."""
    theirs = select(GroupMember.group_id).where(
        GroupMember.organisation_id.in_(list(seeds))
    )
    rows = session.execute(
        select(GroupMember.organisation_id, GroupMember.group_id).where(
            GroupMember.group_id.in_(theirs)
        )
    )
    return {row.organisation_id: row.group_id for row in rows}


def _by_member(groups: dict[UUID, UUID]) -> dict[UUID, frozenset[UUID]]:
    found: dict[UUID, set[UUID]] = {}
    for member, group_id in groups.items():
        found.setdefault(group_id, set()).add(member)
    return {member: frozenset(found[group_id]) for member, group_id in groups.items()}
