"""Changing to another class: money, seat and voucher in one step."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.courses.errors import OfferingNotFound
from catalog.courses.services.take_seat import give_back_seat, take_seat
from core.audit import record
from core.events import publish
from marketplace.orders.errors import BalanceTooLow, CourseAlreadyOwned, PriceChanged
from marketplace.orders.models import Order
from marketplace.orders.queries import find_wanted, purchases_of
from marketplace.orders.rules import Wanted, check_offer
from marketplace.orders.services.open import Purchase, open_order
from marketplace.orders.services.void import Held, end_order, purse_of
from marketplace.programme.models import AwardStatus
from marketplace.transfers.errors import (
    ReplacementNotFound,
    ReplacementsExpired,
    StepsWouldBeLost,
    TransferNotFound,
)
from marketplace.transfers.events import TransferMade
from marketplace.transfers.models import Replacement, Transfer, TransferState
from marketplace.transfers.services.find import Done, lock_transfer, progress_of
from marketplace.transfers.services.write import tell_changed
from partners.conflicts.models import Purpose
from partners.conflicts.services.guard import refuse_conflict
from partners.organisations.models import Organisation
from partners.switches.models import Switch
from partners.switches.queries import refuse_closed


def move_learner(
    session: Session,
    *,
    transfer_id: UUID,
    replacement_id: UUID,
    participant_id: UUID,
    agreed_price: int,
    zone: ZoneInfo,
    at: datetime,
    gives_up_steps: bool = False,
) -> Transfer:
    """End her order and make the one that she chose, at the price that she was shown.

    The price of the old order comes back from where it is, the new one is taken from
    it, and the rest stays in her balance (in the fund, once the award is over). Whoever
    is far along begins again, and says so with `gives_up_steps`. Raises, with nothing
    changed: TransferNotFound, TransferOver, ReplacementNotFound,
    ReplacementsExpired, StepsWouldBeLost, ProgrammeClosed, PriceChanged, BalanceTooLow,
    OwnGroupCourse, CourseAlreadyOwned, SeatsGone, ScheduleMoved, OfferingNotFound and
    what `check_offer` raises. Rule: docs/rules/transfers.md.
    """
    chosen = _chosen(session, transfer_id, replacement_id, participant_id)
    _hold_standing(session, chosen)
    locked = lock_transfer(session, transfer_id, at=at, participant_id=participant_id)
    transfer, held = locked.transfer, locked.held
    if transfer.answer_by is not None and at >= transfer.answer_by:
        raise ReplacementsExpired(answer_by_at=transfer.answer_by.isoformat())
    done = progress_of(session, transfer)
    if done.is_far_along and not gives_up_steps:
        raise StepsWouldBeLost(confirmed=done.confirmed, required=done.required)
    if held.is_closed:
        refuse_closed(session, Switch.PROGRAMME, scheme_code=held.scheme.code)
    wanted = _wanted(session, chosen, agreed_price, at=at)
    _check_price(held, wanted)
    # Written first, so that what hears of the voided voucher finds it decided.
    transfer.state, transfer.closed_at = TransferState.MOVED, at
    order = _exchange(session, transfer, held, wanted, at=at)
    transfer.order_id = order.id
    transfer.returned = held.order.price - order.price
    _move_seats(session, held.order.schedule_id, chosen)
    _tell(session, transfer, held.order, order, done, zone=zone, at=at)
    return transfer


def _chosen(
    session: Session, transfer_id: UUID, replacement_id: UUID, participant_id: UUID
) -> Replacement:
    is_hers = session.scalar(
        select(Transfer.id).where(
            Transfer.id == transfer_id, Transfer.participant_id == participant_id
        )
    )
    if is_hers is None:
        raise TransferNotFound
    chosen = session.scalar(
        select(Replacement).where(
            Replacement.id == replacement_id, Replacement.transfer_id == transfer_id
        )
    )
    if chosen is None:
        raise ReplacementNotFound
    return chosen


def _hold_standing(session: Session, chosen: Replacement) -> None:
    """Decisions about the new institution and platform wait for this step, or this for
    them: whoever moves is seen by what follows from a sanction."""
    session.execute(
        select(Organisation.id)
        .where(Organisation.id.in_([chosen.provider_id, chosen.platform_id]))
        .order_by(Organisation.id)
        .with_for_update(read=True)
    )


def _wanted(
    session: Session, chosen: Replacement, agreed_price: int, *, at: datetime
) -> Wanted:
    """The class as it is sold now, which must be the one that she was shown."""
    wanted = find_wanted(
        session,
        offering_id=chosen.offering_id,
        schedule_id=chosen.schedule_id,
        platform_id=chosen.platform_id,
    )
    if wanted is None:
        raise OfferingNotFound
    if agreed_price != chosen.price:
        raise PriceChanged(expected=agreed_price, price=chosen.price)
    check_offer(wanted, expected_price=chosen.price, at=at)
    if wanted.price and wanted.is_its_own:
        refuse_conflict(
            session, wanted.provider_id, wanted.platform_id, purpose=Purpose.SALE
        )
    return wanted


def _check_price(held: Held, wanted: Wanted) -> None:
    """Once the award is over there is nothing to add to what she paid."""
    paid = held.order.price
    if wanted.price > paid and held.award.status != AwardStatus.ACTIVE:
        raise BalanceTooLow(price=wanted.price, balance=paid)


def _exchange(
    session: Session, transfer: Transfer, held: Held, wanted: Wanted, *, at: datetime
) -> Order:
    old = held.order
    end_order(session, held, reason=f"moved:{transfer.cause}", at=at, called_off=True)
    session.flush()
    if any(
        each.course_id == wanted.course_id
        for each in purchases_of(session, old.participant_id)
    ):
        raise CourseAlreadyOwned
    purchase = Purchase(
        participant_id=old.participant_id,
        platform_id=wanted.platform_id,
        offering_id=wanted.offering_id,
        schedule_id=wanted.schedule_id,
        expected_price=wanted.price,
        platform_reference=f"transfer-{transfer.id}",
    )
    return open_order(
        session,
        purchase,
        held.award,
        held.scheme,
        wanted,
        payer=purse_of(held.award, held.scheme),
        at=at,
    )


def _move_seats(session: Session, old_schedule_id: UUID, chosen: Replacement) -> None:
    """Both seats in the order of their ids, so that people who change in opposite
    directions wait for one another and never clash."""

    def take() -> None:
        take_seat(
            session,
            schedule_id=chosen.schedule_id,
            terms_version=chosen.terms_version,
        )

    def give() -> None:
        give_back_seat(session, schedule_id=old_schedule_id)

    steps = [(chosen.schedule_id, take), (old_schedule_id, give)]
    for _, step in sorted(steps, key=lambda each: each[0]):
        step()


def _tell(
    session: Session,
    transfer: Transfer,
    old: Order,
    new: Order,
    done: Done,
    *,
    zone: ZoneInfo,
    at: datetime,
) -> None:
    record(
        session,
        action="transfer.made",
        object_type="transfer",
        object_id=transfer.id,
        at=at,
        before={"order_id": str(old.id), "price": old.price},
        after={
            "order_id": str(new.id),
            "price": new.price,
            "steps_given_up": done.confirmed,
        },
        reason=transfer.cause,
    )
    publish(
        session,
        TransferMade(
            voucher_id=old.voucher_id,
            cause=transfer.cause,
            returned=max(old.price - new.price, 0),
            participant_id=old.participant_id,
            occurred_at=at,
            audience=(old.platform_id,),
        ),
    )
    tell_changed(session, transfer, new, zone=zone, at=at)
