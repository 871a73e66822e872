"""Drawing the recipients of a batch."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    CTE,
    LargeBinary,
    Text,
    cast,
    exists,
    func,
    literal,
    select,
    text,
    update,
)
from sqlalchemy.orm import Session, aliased

from core.events import publish
from marketplace.participants.models import Participant
from marketplace.programme.errors import VerificationUnfinished
from marketplace.programme.events import BatchSelected
from marketplace.programme.models import (
    Application,
    ApplicationStatus,
    Batch,
    BatchStatus,
)
from marketplace.programme.parameters import Parameters
from marketplace.programme.queries import lock_batch, scheme_of, status_counts
from marketplace.programme.services.run_batch import record_move

# Two batches that are drawn at once could both take a family's last place.
SELECTION_LOCK = 7_201_011


def select_recipients(session: Session, *, batch_id: UUID, at: datetime) -> Batch:
    """Select at most `quota` verified applications by the committed seed.

    In the order of the draw (`rules.draw_of`), each is taken unless her family card has
    no place left or the quota is reached (requirement VC-02); all others become
    `not_selected`. The order depends on the seed and the ids alone, so anyone can
    repeat it once the seed is told. Programme rules, section 2. Raises BatchNotFound,
    BatchNotInState or VerificationUnfinished.
    """
    batch = lock_batch(session, batch_id)
    before = batch.status
    batch.move_to(BatchStatus.SELECTED)
    remaining = status_counts(session, batch_id)[ApplicationStatus.SUBMITTED]
    if remaining:
        raise VerificationUnfinished(remaining=remaining)
    session.execute(select(func.pg_advisory_xact_lock(SELECTION_LOCK)))
    rules = Parameters.from_document(scheme_of(session, batch).document).eligibility
    chosen = _chosen(batch, per_family_card=rules.max_per_family_card)
    with _for_large_sets(session):
        _move(session, batch, ApplicationStatus.SELECTED, among=chosen)
        _move(session, batch, ApplicationStatus.NOT_SELECTED)
    batch.selected_at = at
    counts = status_counts(session, batch_id)
    selected = counts[ApplicationStatus.SELECTED]
    record_move(session, batch, before=before, at=at, selected=selected)
    publish(
        session,
        BatchSelected(
            occurred_at=at,
            batch_id=batch.id,
            number=batch.number,
            selected=selected,
            not_selected=counts[ApplicationStatus.NOT_SELECTED],
        ),
    )
    return batch


@contextmanager
def _for_large_sets(session: Session) -> Iterator[None]:
    """Let statements run over a batch of 800,000.

    The check changed every row's status a moment ago, so the planner's statistics still
    say that there is hardly a verified one, and it would join by nested loops: hours.
    """
    session.execute(text("SET LOCAL enable_nestloop = off"))
    session.execute(text("SET LOCAL statement_timeout = '5min'"))
    yield
    session.execute(text("SET LOCAL enable_nestloop TO DEFAULT"))
    session.execute(text("SET LOCAL statement_timeout TO DEFAULT"))


def _chosen(batch: Batch, *, per_family_card: int) -> CTE:
    """The ids of the selected. A family's n-th in the draw has a place when n and the
    places taken before fit; the quota then cuts the list of those who have one."""
    drawn = _drawn(batch)
    place = func.row_number().over(partition_by=drawn.c.kk_index, order_by=drawn.c.draw)
    placed = select(
        drawn.c.id, drawn.c.draw, (place + drawn.c.taken).label("place")
    ).cte("placed")
    return (
        select(placed.c.id)
        .where(placed.c.place <= per_family_card)
        .order_by(placed.c.draw)
        .limit(batch.quota)
        .cte("chosen")
    )


def _drawn(batch: Batch) -> CTE:
    """Verified applications with their draw and the places their family has taken. One
    who was selected elsewhere since she was verified is left out."""
    other = aliased(Application)
    taken = (
        select(Participant.kk_index, func.count().label("taken"))
        .join(Application, Application.participant_id == Participant.id)
        .where(Application.status == ApplicationStatus.SELECTED)
        .group_by(Participant.kk_index)
        .cte("taken")
    )
    seeded = literal(batch.selection_seed) + cast(Application.id, Text)
    draw = func.sha256(func.convert_to(seeded, "UTF8"), type_=LargeBinary())
    return (
        select(
            Application.id,
            draw.label("draw"),
            Participant.kk_index,
            func.coalesce(taken.c.taken, 0).label("taken"),
        )
        .join(Participant, Participant.id == Application.participant_id)
        .outerjoin(taken, taken.c.kk_index == Participant.kk_index)
        .where(
            Application.batch_id == batch.id,
            Application.status == ApplicationStatus.VERIFIED,
            ~exists().where(
                other.participant_id == Application.participant_id,
                other.status == ApplicationStatus.SELECTED,
            ),
        )
        .cte("drawn")
    )


def _move(
    session: Session,
    batch: Batch,
    status: ApplicationStatus,
    *,
    among: CTE | None = None,
) -> None:
    """Move the batch's verified applications, or those `among` them, to a status."""
    statement = (
        update(Application)
        .where(
            Application.batch_id == batch.id,
            Application.status == ApplicationStatus.VERIFIED,
        )
        .values(status=status)
    )
    if among is not None:
        statement = statement.where(Application.id.in_(select(among.c.id)))
    session.execute(statement.execution_options(synchronize_session=False))
