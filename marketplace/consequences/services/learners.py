"""Listing the learners of a class that a sanction interrupts, in batches."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from marketplace.consequences.models import Run
from marketplace.transfers.models import Cause
from marketplace.transfers.services.offer import list_transfers, running
from marketplace.transfers.services.withdraw import withdraw_transfers
from partners.organisations.models import Kind
from partners.standing.models import Sanction, Scope, Stop
from vouchers.vouchers.models import Voucher

# Each may be of another class, for which others are looked for.
BATCH = 100


def concerns_learners(sanction: Sanction) -> bool:
    """Whether classes of the organisation are interrupted by the sanction."""
    as_institution = sanction.kind in (None, Kind.TRAINING_INSTITUTION)
    return Stop.TEACHING in sanction.stops and as_institution


def list_learners(
    session: Session,
    run: Run,
    sanction: Sanction,
    *,
    at: datetime,
    zone: ZoneInfo,
    limit: int = BATCH,
) -> int:
    """List the next running learners of the organisation; how many were looked at.

    A learner runs whose voucher is redeemed, or can still be redeemed.
    """
    ids = session.scalars(
        _running(sanction, at=at)
        .where(*([Voucher.id > run.listed_up_to] if run.listed_up_to else []))
        .order_by(Voucher.id)
        .limit(limit)
    ).all()
    if not ids:
        return 0
    listed = list_transfers(
        session,
        ids,
        cause=Cause.SANCTION,
        sanction_id=sanction.id,
        at=at,
        zone=zone,
    )
    run.learners += len(listed)
    run.listed_up_to = ids[-1]
    session.flush()
    return len(ids)


def let_go_on(session: Session, run: Run, *, at: datetime, limit: int = BATCH) -> int:
    """Close transfers whose class goes on; how many."""
    closed = withdraw_transfers(session, run.organisation_id, at=at, limit=limit)
    run.learners += closed
    session.flush()
    return closed


def _running(sanction: Sanction, *, at: datetime) -> Select[UUID]:
    query = select(Voucher.id).where(
        Voucher.provider_id == sanction.organisation_id, running(at=at)
    )
    if sanction.scope == Scope.COURSES:
        query = query.where(Voucher.course_id.in_(sanction.course_ids))
    return query
