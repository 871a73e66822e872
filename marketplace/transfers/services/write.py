"""Writing to learners of interrupted classes; a fixed number of reads for a batch."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from catalog.courses.models import Course, Schedule
from core.formats import moment_text
from core.mail import Letter
from core.signing import issuer_of
from marketplace.orders.models import Order
from marketplace.transfers.letters import (
    CHANGED,
    FAR_ALONG,
    GOES_ON,
    NONE_FOUND,
    REPLACEMENTS_FOUND,
    WHY,
)
from marketplace.transfers.models import Cause, Transfer
from marketplace.transfers.rulebook import rulebook
from partners.accounts.models import Account
from partners.accounts.services.tell import tell
from partners.organisations.models import Organisation


def tell_listed(
    session: Session, listed: Sequence[Transfer], *, at: datetime, zone: ZoneInfo
) -> None:
    """Tell each what she can do. Those of a class that was called off without another
    class are told with the money that comes back to them."""
    found = _with_class(session, listed)
    for transfer, account, title, starts_at in found:
        letter = _letter(transfer)
        if letter is None:
            continue
        until = transfer.answer_by or at
        tell(
            session,
            account,
            letter,
            at=at,
            course=title,
            starts=moment_text(starts_at, zone=zone),
            why=WHY[Cause(transfer.cause)],
            count=transfer.replacements,
            until=moment_text(until, zone=zone),
            link=page_of(session, transfer.id),
        )


def tell_withdrawn(
    session: Session, closed: Sequence[Transfer], *, at: datetime
) -> None:
    """Tell each that her class goes on."""
    for _, account, title, _ in _with_class(session, closed):
        tell(session, account, GOES_ON, at=at, course=title)


def tell_changed(
    session: Session, transfer: Transfer, order: Order, *, zone: ZoneInfo, at: datetime
) -> None:
    """Tell her where she goes now."""
    title, provider, starts_at = session.execute(
        select(Course.title, Organisation.name, Schedule.starts_at)
        .join(Organisation, Organisation.id == Course.provider_id)
        .join(Schedule, Schedule.course_id == Course.id)
        .where(Schedule.id == order.schedule_id)
    ).one()
    tell(
        session,
        session.get_one(Account, transfer.participant_id),
        CHANGED,
        at=at,
        course=title,
        provider=provider,
        starts=moment_text(starts_at, zone=zone),
        link=page_of(session, transfer.id),
    )


def page_of(session: Session, transfer_id: UUID) -> str:
    """The address at which she decides."""
    return f"{issuer_of(session).address}/me/transfers/{transfer_id}"


def _letter(transfer: Transfer) -> Letter | None:
    is_far = rulebook().is_far_along(
        transfer.cause,
        confirmed=transfer.confirmed_steps,
        required=transfer.required_steps,
    )
    if is_far:
        return FAR_ALONG
    if transfer.replacements:
        return REPLACEMENTS_FOUND
    return None if transfer.cause == Cause.CALLED_OFF else NONE_FOUND


def _with_class(
    session: Session, transfers: Sequence[Transfer]
) -> Sequence[Row[Transfer, Account, str, datetime]]:
    return session.execute(
        select(Transfer, Account, Course.title, Schedule.starts_at)
        .join(Account, Account.id == Transfer.participant_id)
        .join(Course, Course.id == Transfer.course_id)
        .join(Schedule, Schedule.id == Transfer.schedule_id)
        .where(Transfer.id.in_([each.id for each in transfers]))
        .order_by(Transfer.id)
    ).all()
