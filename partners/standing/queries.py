"""What is stopped, as conditions for the statements of every floor, and reads of
sanctions.

A condition looks at the organisation's standing and at the sanctions in force, on every
request, so that a decision acts on the next one.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import (
    Boolean,
    ColumnElement,
    CompoundSelect,
    Select,
    SQLColumnExpression,
    and_,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import Session

from partners.organisations.models import ACTING, Kind, Organisation, Standing
from partners.standing.errors import SanctionNotFound
from partners.standing.models import (
    TOLD,
    ChangeState,
    Sanction,
    SanctionChange,
    SanctionReply,
    Scope,
    State,
    Stop,
)

WIDE = (Scope.ORGANISATION, Scope.SALES, Scope.PAYOUTS)

Id = SQLColumnExpression[UUID]


def is_stopped(
    stop: Stop,
    organisation_id: Id,
    *,
    kind: Kind | None = None,
    client_id: Id | None = None,
    course_id: Id | None = None,
) -> ColumnElement[bool]:
    """Whether a sanction in force stops this for the organisation: as a whole, or in
    the given role, for the given program or course. Its standing is not looked at."""
    reach: list[ColumnElement[bool]] = [Sanction.scope.in_(WIDE)]
    if kind is not None:
        reach.append(and_(Sanction.scope == Scope.KIND, Sanction.kind == kind))
    if client_id is not None:
        reach.append(Sanction.client_id == client_id)
    if course_id is not None:
        reach.append(course_id == func.any(Sanction.course_ids))
    return exists().where(
        Sanction.organisation_id == organisation_id,
        Sanction.state == State.IN_FORCE,
        Sanction.stops.contains([stop]),
        or_(*reach),
    )


def sells(
    organisation: type[Organisation], *, kind: Kind, course_id: Id | None = None
) -> ColumnElement[bool]:
    """Whether something may be sold of it (an institution) or by it (a platform).

    One that is not of that kind any more sells nothing new in the role.
    """
    return and_(
        organisation.standing == Standing.APPROVED,
        literal(kind.value) == func.any(organisation.kinds),
        ~is_stopped(Stop.SALES, organisation.id, kind=kind, course_id=course_id),
    )


# As ix_organisations_not_teaching says it, and spelled out: a partial index is of use
# only where this is known beforehand.
_DOES_NOT_TEACH: ColumnElement[bool] = literal_column(
    "(organisations.standing <> 'approved'"
    " OR NOT ('training_institution' = ANY (organisations.kinds)))",
    Boolean(),
)


_STOPS_SALES = and_(
    Sanction.state == State.IN_FORCE, Sanction.stops.contains([Stop.SALES])
)


def selling_no_course() -> CompoundSelect[UUID]:
    """The organisations of which no course may be sold: those that no institution may
    be sold of by `sells`, without a look at each of the others."""
    whole = or_(
        Sanction.scope.in_(WIDE),
        and_(Sanction.scope == Scope.KIND, Sanction.kind == Kind.TRAINING_INSTITUTION),
    )
    return union_all(
        select(Organisation.id).where(_DOES_NOT_TEACH),
        select(Sanction.organisation_id).where(_STOPS_SALES, whole),
    )


def stopped_courses() -> Select[UUID, UUID]:
    """The courses of which a sanction alone stops the sale, each after the institution
    that it was given to."""
    course = (
        func.unnest(Sanction.course_ids)
        .table_valued("course_id", name="stopped")
        .render_derived()
    )
    return (
        select(Sanction.organisation_id, course.c.course_id)
        .join(course, true())
        .where(_STOPS_SALES)
    )


def takes_links(organisation: type[Organisation]) -> ColumnElement[bool]:
    """Whether people may newly link the platform."""
    return and_(
        organisation.standing == Standing.APPROVED,
        ~is_stopped(Stop.LINKS, organisation.id, kind=Kind.DIGITAL_PLATFORM),
    )


def is_paid(organisation: type[Organisation], *, kind: Kind) -> ColumnElement[bool]:
    """Whether what it earns in this role is paid out, and not held."""
    return and_(
        organisation.standing.in_(ACTING),
        ~is_stopped(Stop.PAYOUTS, organisation.id, kind=kind),
    )


def find_sanction(
    session: Session,
    sanction_id: UUID,
    *,
    organisation_id: UUID | None = None,
    lock: bool = False,
) -> Sanction:
    """A sanction; with `organisation_id` one that this organisation was told of.

    `lock` takes the organisation first and then the sanction, as everything does that
    changes one: decisions about an organisation take turns. Raises SanctionNotFound.
    """
    query = select(Sanction).where(Sanction.id == sanction_id)
    if organisation_id is not None:
        query = query.where(
            Sanction.organisation_id == organisation_id, Sanction.state.in_(TOLD)
        )
    found = session.scalar(query)
    if found is None:
        raise SanctionNotFound
    if not lock:
        return found
    lock_organisation(session, found.organisation_id)
    locked = query.with_for_update().execution_options(populate_existing=True)
    again = session.scalar(locked)
    if again is None:
        raise SanctionNotFound
    return again


def lock_organisation(session: Session, organisation_id: UUID) -> Organisation | None:
    """The organisation, locked against other decisions; rows that refer to it can be
    written meanwhile."""
    return session.scalar(
        select(Organisation)
        .where(Organisation.id == organisation_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )


def sanctions_of(organisation_id: UUID) -> Select[Sanction]:
    """What an organisation was told of."""
    return select(Sanction).where(
        Sanction.organisation_id == organisation_id, Sanction.state.in_(TOLD)
    )


def all_sanctions(
    *, organisation_id: UUID | None = None, state: str | None = None
) -> Select[Sanction]:
    """The operator's list."""
    query = select(Sanction)
    if organisation_id is not None:
        query = query.where(Sanction.organisation_id == organisation_id)
    return query if state is None else query.where(Sanction.state == state)


def replies_to(
    session: Session, sanctions: Sequence[Sanction]
) -> dict[UUID, SanctionReply]:
    """The reply to each sanction that has one."""
    rows = session.scalars(
        select(SanctionReply).where(
            SanctionReply.sanction_id.in_([each.id for each in sanctions])
        )
    )
    return {reply.sanction_id: reply for reply in rows}


def changes_of(session: Session, sanction_id: UUID) -> Sequence[SanctionChange]:
    """What was proposed to change about a sanction, oldest first, the last fifty."""
    rows = session.scalars(
        select(SanctionChange)
        .where(SanctionChange.sanction_id == sanction_id)
        .order_by(SanctionChange.proposed_at.desc(), SanctionChange.id.desc())
        .limit(50)
    ).all()
    return rows[::-1]


def waiting_for_somebody(session: Session) -> dict[str, int]:
    """How many proposals, changes and replies wait for the operator's staff."""
    proposals = select(func.count()).where(
        or_(
            Sanction.state == State.PROPOSED,
            and_(Sanction.state == State.IN_FORCE, Sanction.lapses_at.is_not(None)),
        )
    )
    changes = select(func.count()).where(SanctionChange.state == ChangeState.OPEN)
    replies = select(func.count()).where(SanctionReply.answered_at.is_(None))
    row = session.execute(
        select(
            proposals.scalar_subquery().label("proposals"),
            changes.scalar_subquery().label("changes"),
            replies.scalar_subquery().label("replies"),
        )
    ).one()
    return dict(row._mapping)
