"""Checking the applications of a closed batch against the rules of its scheme."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, Select, exists, func, select, update
from sqlalchemy.orm import Session, aliased

from core.audit.services.record import record
from marketplace.participants.models import Participant
from marketplace.programme.models import Application, ApplicationStatus, BatchStatus
from marketplace.programme.parameters import Parameters
from marketplace.programme.queries import lock_batch, scheme_of
from marketplace.programme.rules import Applicant, Rule, failed_rules

# Applications per transaction; each is judged in Python, by the rules as written.
CHUNK = 10_000


def verify_next(
    session: Session, *, batch_id: UUID, at: datetime, limit: int = CHUNK
) -> int:
    """Check the next applications, at most `limit`; how many were checked.

    Each becomes `verified`, or `rejected` with every failed rule named. To be called
    until nothing is left, each time in a transaction of its own: what was checked stays
    checked, so an interrupted run just goes on. Two runs at once take turns.
    """
    batch = lock_batch(session, batch_id)
    if batch.status != BatchStatus.CLOSED:
        return 0
    rules = Parameters.from_document(scheme_of(session, batch).document).eligibility
    rows = session.execute(_unchecked(batch_id, limit)).all()
    outcomes: dict[tuple[Rule, ...], list[UUID]] = defaultdict(list)
    for row in rows:
        outcomes[tuple(failed_rules(_applicant(row), rules))].append(row.id)
    for failed, ids in outcomes.items():
        _settle(session, ids, failed, at=at)
    if rows:
        record(
            session,
            action="batch.verify",
            object_type="batch",
            object_id=batch_id,
            at=at,
            after={"verified": len(outcomes[()]), "checked": len(rows)},
        )
    return len(rows)


def _unchecked(batch_id: UUID, limit: int) -> Select[*tuple[object, ...]]:
    """Applications with all that the rules look at. A place is counted as taken from
    the moment of selection, awarded or not, revoked or not."""
    other, relative = aliased(Application), aliased(Participant)
    taken = other.status == ApplicationStatus.SELECTED
    was_selected = exists().where(
        taken, other.participant_id == Application.participant_id
    )
    family_selected = (
        select(func.count())
        .select_from(other)
        .join(relative, relative.id == other.participant_id)
        .where(taken, relative.kk_index == Participant.kk_index)
        .scalar_subquery()
    )
    return (
        select(
            Application.id,
            Application.submitted_on,
            Participant.birth_date,
            Participant.declarations,
            was_selected.label("was_selected"),
            family_selected.label("family_selected"),
        )
        .join(Participant, Participant.id == Application.participant_id)
        .where(
            Application.batch_id == batch_id,
            Application.status == ApplicationStatus.SUBMITTED,
        )
        .order_by(Application.id)
        .limit(limit)
    )


def _applicant(row: Row[*tuple[object, ...]]) -> Applicant:
    declared = row.declarations
    return Applicant(
        born_on=row.birth_date,
        applied_on=row.submitted_on,
        offices=frozenset(declared.get("offices", ())),
        is_student=bool(declared.get("student")),
        receives_other_aid=bool(declared.get("other_aid")),
        family_selected=row.family_selected,
        was_selected=row.was_selected,
    )


def _settle(
    session: Session, ids: list[UUID], failed: tuple[Rule, ...], *, at: datetime
) -> None:
    status = ApplicationStatus.REJECTED if failed else ApplicationStatus.VERIFIED
    session.execute(
        update(Application)
        .where(Application.id == func.any(ids))
        .values(
            status=status, failed_rules=[str(rule) for rule in failed], verified_at=at
        )
        .execution_options(synchronize_session=False)
    )
