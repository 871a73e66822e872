"""Who is in one group, as conditions for the statements of every floor, and reads of
the register.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, cast
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    Table,
    Uuid,
    and_,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from partners.conflicts.errors import TieNotFound
from partners.conflicts.models import (
    GroupMember,
    OrganisationTie,
    Purpose,
    TieDispute,
    TieKey,
    TieState,
    Waiver,
    WaiverState,
)

Id = SQLColumnExpression[UUID]

# Tables and not mapped classes: threads cannot share an alias of a class.
_MEMBERS = cast(Table, GroupMember.__table__)
_KEYS = cast(Table, TieKey.__table__)
_TIES = cast(Table, OrganisationTie.__table__)


def in_one_group(one: Id, other: Id) -> ColumnElement[bool]:
    """Whether two organisations are one, or of one group."""
    mine, theirs = _MEMBERS.alias("mine"), _MEMBERS.alias("theirs")
    return or_(
        one == other,
        exists()
        .where(
            mine.c.organisation_id == one,
            theirs.c.organisation_id == other,
            mine.c.group_id == theirs.c.group_id,
        )
        # Whatever the two are columns of stands outside, however far.
        .correlate_except(mine, theirs),
    )


def is_waived(purpose: Purpose, one: Id, other: Id) -> ColumnElement[bool]:
    """Whether two people have made an exception for the two organisations."""
    return (
        exists()
        .where(
            Waiver.purpose == purpose,
            Waiver.state == WaiverState.IN_FORCE,
            Waiver.organisation_id == func.least(one, other),
            Waiver.other_organisation_id == func.greatest(one, other),
        )
        .correlate_except(Waiver)
    )


def sells_its_own(provider_id: Id, platform_id: Id) -> ColumnElement[bool]:
    """Whether the platform may not take money for a course of this institution, as they
    are of one group (programme rules, section 9)."""
    return and_(
        in_one_group(provider_id, platform_id),
        ~is_waived(Purpose.SALE, provider_id, platform_id),
    )


def group_of(session: Session, organisation_id: UUID) -> frozenset[UUID]:
    """An organisation with all that are of its group."""
    group = (
        select(GroupMember.group_id)
        .where(GroupMember.organisation_id == organisation_id)
        .scalar_subquery()
    )
    others = session.scalars(
        select(GroupMember.organisation_id).where(GroupMember.group_id == group)
    )
    return frozenset(others) | {organisation_id}


def reachable(session: Session, start: Iterable[UUID]) -> frozenset[UUID]:
    """Every organisation that binding ties lead to, however many steps away.

    One recursive statement; each organisation is reached once, so that a circle ends.
    """
    seeds = func.unnest(literal(list(start), ARRAY(Uuid()))).column_valued("id")
    reached = select(seeds.label("id")).cte("reached", recursive=True)
    step = _steps(reached.c.id).lateral("step")
    reached = reached.union(
        select(step.c.id).select_from(reached).join(step, literal(True))
    )
    return frozenset(session.scalars(select(reached.c.id)))


def binding_edges(
    session: Session, organisation_ids: Collection[UUID]
) -> list[tuple[UUID, bytes]]:
    """Each of the organisations with each thing that binds it: two with one thing are
    of one group. An organisation that owns another is such a thing for both."""
    keys = select(_KEYS.c.organisation_id, _KEYS.c.key).where(
        _KEYS.c.organisation_id.in_(organisation_ids), _KEYS.c.binds
    )
    found = [(row[0], bytes(row[1])) for row in session.execute(keys)]
    owned = select(_TIES.c.organisation_id, _TIES.c.other_organisation_id).where(
        _TIES.c.organisation_id.in_(organisation_ids), *_BINDING_OTHER
    )
    for mine, other in session.execute(owned):
        found += [(mine, other.bytes), (other, other.bytes)]
    return found


_BINDING_OTHER = (
    _TIES.c.state == TieState.LIVE,
    _TIES.c.binds,
    _TIES.c.other_organisation_id.is_not(None),
)


def _steps(from_id: ColumnElement[UUID]) -> Any:
    """The organisations one binding tie away."""
    mine, theirs = _KEYS.alias("my_key"), _KEYS.alias("their_key")
    return union_all(
        select(theirs.c.organisation_id.label("id"))
        .select_from(mine.join(theirs, theirs.c.key == mine.c.key))
        .where(mine.c.organisation_id == from_id, mine.c.binds, theirs.c.binds),
        select(_TIES.c.other_organisation_id).where(
            _TIES.c.organisation_id == from_id, *_BINDING_OTHER
        ),
        select(_TIES.c.organisation_id).where(
            _TIES.c.other_organisation_id == from_id, *_BINDING_OTHER
        ),
    ).subquery("one_step")


def live_ties(organisation_id: UUID | None = None) -> Select[OrganisationTie]:
    """The ties in force, of one organisation or of all."""
    query = select(OrganisationTie).where(OrganisationTie.state == TieState.LIVE)
    if organisation_id is None:
        return query
    return query.where(OrganisationTie.organisation_id == organisation_id)


def find_tie(
    session: Session,
    tie_id: UUID,
    *,
    organisation_id: UUID | None = None,
    lock: bool = False,
) -> OrganisationTie:
    """A live tie, perhaps only of one organisation; raises TieNotFound."""
    query = live_ties(organisation_id).where(OrganisationTie.id == tie_id)
    found = session.scalar(query.with_for_update(key_share=True) if lock else query)
    if found is None:
        raise TieNotFound
    return found


def open_disputes(
    session: Session, ties: Sequence[OrganisationTie]
) -> dict[UUID, TieDispute]:
    """The dispute that waits about each of these ties."""
    rows = session.scalars(
        select(TieDispute).where(
            TieDispute.tie_id.in_([tie.id for tie in ties]),
            TieDispute.answered_at.is_(None),
        )
    )
    return {dispute.tie_id: dispute for dispute in rows}
