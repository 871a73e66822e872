"""Reads of the programme that are worth sharing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from core.ledger.queries import balance_of
from marketplace.programme.errors import AwardNotFound, BatchNotFound
from marketplace.programme.ledger import training_balance_of
from marketplace.programme.models import (
    Application,
    ApplicationStatus,
    Award,
    Batch,
    Scheme,
)
from marketplace.programme.parameters import Parameters


def latest_scheme(session: Session, code: str) -> Scheme | None:
    """The newest version of a scheme."""
    return session.scalar(
        select(Scheme)
        .where(Scheme.code == code)
        .order_by(Scheme.version.desc())
        .limit(1)
    )


def latest_schemes() -> Select[Scheme]:
    """The newest version of every scheme."""
    newest = (
        select(Scheme.code, func.max(Scheme.version).label("version"))
        .group_by(Scheme.code)
        .subquery()
    )
    return select(Scheme).join(
        newest,
        (newest.c.code == Scheme.code) & (newest.c.version == Scheme.version),
    )


def codes_of_schemes(session: Session) -> Sequence[str]:
    """The codes of all schemes, in order."""
    return session.scalars(select(Scheme.code).distinct().order_by(Scheme.code)).all()


def commission_bound(session: Session) -> int | None:
    """The commission in basis points that every scheme allows; None without one."""
    bounds = [
        Parameters.from_document(scheme.document).settlement.commission_max_bps
        for scheme in session.scalars(latest_schemes())
    ]
    return min(bounds, default=None)


def scheme_of(session: Session, batch: Batch) -> Scheme:
    """The version of a scheme to which the batch is pinned."""
    return session.get_one(Scheme, batch.scheme_id)


def lock_batch(session: Session, batch_id: UUID) -> Batch:
    """The batch, locked so that its moves take turns; raises BatchNotFound."""
    batch = session.scalar(
        select(Batch)
        .where(Batch.id == batch_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if batch is None:
        raise BatchNotFound
    return batch


def status_counts(session: Session, batch_id: UUID) -> Counter[str]:
    """How many of a batch's applications are in each state."""
    rows = session.execute(
        select(Application.status, func.count())
        .where(Application.batch_id == batch_id)
        .group_by(Application.status)
    )
    return Counter(dict(rows.all()))


def awards_made(session: Session, batch_id: UUID) -> int:
    """How many awards of a decided batch exist; the progress of a large one."""
    query = select(func.count()).select_from(Award).where(Award.batch_id == batch_id)
    return session.scalar(query) or 0


@dataclass(frozen=True)
class BatchView:
    """A batch with its scheme and how far it is; `awarded` counts awards made."""

    batch: Batch
    scheme: Scheme
    applications: Mapping[str, int]
    awarded: int


def batch_view(session: Session, batch_id: UUID) -> BatchView:
    """A batch in figures; raises BatchNotFound."""
    batch = session.get(Batch, batch_id)
    if batch is None:
        raise BatchNotFound
    counts = status_counts(session, batch_id)
    return BatchView(
        batch=batch,
        scheme=scheme_of(session, batch),
        applications={status: counts[status] for status in ApplicationStatus},
        awarded=awards_made(session, batch_id),
    )


@dataclass(frozen=True)
class AwardView:
    """An award as its holder sees it. `balance` is what may still be spent;
    `purchase_deadline_at` is null where no deadline runs."""

    award_id: UUID
    batch_number: int
    scheme_code: str
    scheme_version: int
    decree_number: str
    status: str
    amount: int
    balance: int
    awarded_at: datetime
    purchase_deadline_at: datetime | None


def award_of(session: Session, participant_id: UUID) -> AwardView:
    """The participant's award and balance; raises AwardNotFound."""
    award = find_award(session, participant_id)
    if award is None:
        raise AwardNotFound
    return award


def find_award(session: Session, participant_id: UUID) -> AwardView | None:
    """The participant's award and balance, if she has been awarded."""
    row = session.execute(
        select(Award, Batch.number, Scheme.code, Scheme.version)
        .join(Batch, Batch.id == Award.batch_id)
        .join(Scheme, Scheme.id == Award.scheme_id)
        .where(Award.participant_id == participant_id)
    ).one_or_none()
    if row is None:
        return None
    award, number, code, version = row
    return AwardView(
        award_id=award.id,
        batch_number=number,
        scheme_code=code,
        scheme_version=version,
        decree_number=award.decree_number,
        status=str(award.status),
        amount=award.amount,
        balance=balance_of(session, training_balance_of(award.id, participant_id)),
        awarded_at=award.awarded_at,
        purchase_deadline_at=award.purchase_deadline_at,
    )


def applications_of(participant_id: UUID) -> Select[UUID, Application, int, Scheme]:
    """A participant's applications: id, row, number of the batch, and its scheme."""
    return (
        select(Application.id, Application, Batch.number, Scheme)
        .join(Batch, Batch.id == Application.batch_id)
        .join(Scheme, Scheme.id == Batch.scheme_id)
        .where(Application.participant_id == participant_id)
    )
