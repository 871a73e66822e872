"""Listing the learners of an interrupted class, with the classes they can change to.

A fixed number of statements for a batch, however many learners.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Integer,
    Uuid,
    bindparam,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.events import publish_many
from marketplace.transfers.events import TransferNeeded
from marketplace.transfers.matching import find_replacements
from marketplace.transfers.models import (
    Cause,
    Replacement,
    Transfer,
    TransferState,
)
from marketplace.transfers.rulebook import rulebook
from marketplace.transfers.services.write import tell_listed
from vouchers.learning.models import Attendance
from vouchers.vouchers.models import Voucher, VoucherStatus


def running(*, at: datetime) -> ColumnElement[bool]:
    """Whether a voucher is redeemed, or can still be."""
    return or_(
        Voucher.status == VoucherStatus.REDEEMED,
        (Voucher.status == VoucherStatus.ISSUED) & (Voucher.expires_at > at),
    )


def list_transfers(
    session: Session,
    voucher_ids: Sequence[UUID],
    *,
    cause: Cause,
    at: datetime,
    zone: ZoneInfo,
    sanction_id: UUID | None = None,
) -> list[UUID]:
    """List the holders of these vouchers, look for classes like theirs, and tell them;
    the ids of the transfers. Whoever is listed already stays so."""
    ids = _insert(session, voucher_ids, cause, sanction_id, at=at)
    if not ids:
        return []
    look_for_replacements(session, ids, at=at)
    listed = _listed(session, ids)
    _publish(session, listed, at=at)
    tell_listed(session, listed, at=at, zone=zone)
    return ids


def look_for_replacements(
    session: Session, ids: Sequence[UUID], *, at: datetime
) -> None:
    """Find and keep the classes that these learners can change to, for as long as the
    rules say."""
    rules = rulebook()
    session.execute(find_replacements(ids, rules, at=at))
    session.execute(
        update(Transfer)
        .where(Transfer.id.in_(ids))
        .values(searched_at=at, rules_version=rules.version)
        .execution_options(synchronize_session=False)
    )
    _note_found(session, ids, at + rules.answer_for)


def _insert(
    session: Session,
    voucher_ids: Sequence[UUID],
    cause: Cause,
    sanction_id: UUID | None,
    *,
    at: datetime,
) -> list[UUID]:
    confirmed = (
        select(func.count())
        .where(Attendance.voucher_id == Voucher.id)
        .scalar_subquery()
    )
    completion = Voucher.rules["completion"]
    required = completion["sessions"].as_integer() + case(
        (completion["post_test"].as_boolean(), 1), else_=0
    )
    values: dict[str, Any] = {
        "id": func.gen_random_uuid(),
        "cause": literal(str(cause)),
        "sanction_id": literal(sanction_id, Uuid()),
        "organisation_id": Voucher.provider_id,
        "voucher_id": Voucher.id,
        "participant_id": Voucher.participant_id,
        "platform_id": Voucher.platform_id,
        "course_id": Voucher.course_id,
        "schedule_id": Voucher.schedule_id,
        "confirmed_steps": confirmed,
        "required_steps": required,
        "state": literal(str(TransferState.OPEN)),
        "listed_at": literal(at),
    }
    these = cast(bindparam("ids", list(voucher_ids)), ARRAY(Uuid()))
    statement = insert(Transfer).from_select(
        list(values),
        select(*values.values()).where(Voucher.id == func.any(these), running(at=at)),
        include_defaults=False,
    )
    return list(
        session.scalars(
            statement.on_conflict_do_nothing(
                index_elements=[Transfer.voucher_id],
                index_where=Transfer.state == TransferState.OPEN,
            ).returning(Transfer.id)
        )
    )


def _note_found(
    session: Session,
    ids: Sequence[UUID],
    answer_by: datetime,
) -> None:
    """Write beside each transfer how many there are, the first, and until when she can
    answer: not longer than one of them, or her unused voucher, is good."""
    found = (
        select(
            Replacement.transfer_id,
            func.count().label("replacements"),
            func.max(Replacement.closes_at).label("closes_at"),
        )
        .where(Replacement.transfer_id.in_(ids))
        .group_by(Replacement.transfer_id)
        .subquery("found")
    )
    first = Replacement.__table__.alias("first")
    good_until = case(
        (Voucher.status == VoucherStatus.ISSUED, Voucher.expires_at),
        else_=literal(answer_by),
    )
    session.execute(
        update(Transfer)
        .where(
            Transfer.id == found.c.transfer_id,
            Transfer.voucher_id == Voucher.id,
            first.c.transfer_id == Transfer.id,
            first.c.rank == 1,
        )
        .values(
            replacements=cast(found.c.replacements, Integer),
            suggested_schedule_id=first.c.schedule_id,
            suggested_offering_id=first.c.offering_id,
            answer_by=func.least(literal(answer_by), found.c.closes_at, good_until),
        )
        .execution_options(synchronize_session=False)
    )


def _listed(session: Session, ids: Sequence[UUID]) -> Sequence[Transfer]:
    return session.scalars(
        select(Transfer)
        .where(Transfer.id.in_(ids))
        .order_by(Transfer.id)
        .execution_options(populate_existing=True)
    ).all()


def _publish(session: Session, listed: Sequence[Transfer], *, at: datetime) -> None:
    publish_many(
        session,
        [
            TransferNeeded(
                voucher_id=each.voucher_id,
                course_id=each.course_id,
                schedule_id=each.schedule_id,
                cause=each.cause,
                replacements=each.replacements,
                suggested_schedule_id=each.suggested_schedule_id,
                participant_id=each.participant_id,
                occurred_at=at,
                audience=(each.platform_id,),
            )
            for each in listed
        ],
    )
