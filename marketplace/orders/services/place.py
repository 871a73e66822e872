"""Placing an order: one transaction over balance, seat, voucher and events."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from catalog.courses.errors import OfferingNotFound
from catalog.courses.services.take_seat import take_seat
from core.events import publish
from core.ids import new_id
from core.ledger import BalanceExceeded, post_transfer
from marketplace.orders.errors import BalanceTooLow, NoAward, PlatformReferenceUsed
from marketplace.orders.events import OrderPlaced
from marketplace.orders.models import Order, OrderStatus
from marketplace.orders.queries import find_wanted, lock_award, purchases_of
from marketplace.orders.rules import (
    Wanted,
    check_award,
    check_history,
    check_offer,
    pinned_rules,
)
from marketplace.orders.services.settle import settle_order
from marketplace.programme.ledger import VOUCHERS_OUTSTANDING, training_balance_of
from marketplace.programme.models import Award
from marketplace.programme.parameters import Parameters
from partners.conflicts.models import Purpose
from partners.conflicts.services.guard import refuse_conflict
from partners.oauth.details.services.use import use_authorization
from partners.oauth.details.types import PURCHASE
from partners.switches.models import Switch
from partners.switches.queries import refuse_closed
from vouchers.vouchers import Voucher
from vouchers.vouchers.services.issue import issue_voucher


@dataclass(frozen=True)
class Purchase:
    """What a platform asks for. `expected_price` is what it showed the participant;
    `single_token_id` is the token that may buy exactly this, if it comes with one."""

    participant_id: UUID
    platform_id: UUID
    offering_id: UUID
    schedule_id: UUID
    expected_price: int
    platform_reference: str
    single_token_id: UUID | None = None


def place_order(session: Session, purchase: Purchase, *, at: datetime) -> Order:
    """Buy one seat with the training balance, and issue the voucher for it.

    Locks the award first, so that purchases of one participant take turns; the seat
    last, as it is shared. Raises, with nothing changed: NoAward, ProgrammeClosed,
    AwardRevoked, AwardOver, PurchaseDeadlinePassed, OfferingNotFound, NothingNewStarts,
    ProviderSuspended, CourseSaleStopped, CourseNotOnSale, ScheduleStarted,
    EnrolmentClosed, EnrolmentNotOpen, PriceChanged, OwnGroupCourse, CourseAlreadyOwned,
    PreviousCourseUnfinished, PreviousCourseUnreviewed, BalanceTooLow, SeatsGone,
    ScheduleMoved or PlatformReferenceUsed; for a token that is good for one purchase
    also NotAsAuthorized, AuthorizationUsed or AuthorizationWithdrawn. Rule:
    docs/rules/orders.md.
    """
    found = lock_award(session, purchase.participant_id)
    if found is None:
        raise NoAward
    award, scheme, is_closed = found
    if is_closed:
        refuse_closed(session, Switch.PROGRAMME, scheme_code=scheme.code)
    _use_consent(session, purchase, at=at)
    parameters = Parameters.from_document(scheme.document)
    check_award(status=award.status, deadline_at=award.purchase_deadline_at, at=at)
    wanted = find_wanted(
        session,
        offering_id=purchase.offering_id,
        schedule_id=purchase.schedule_id,
        platform_id=purchase.platform_id,
    )
    if wanted is None:
        raise OfferingNotFound
    check_offer(wanted, expected_price=purchase.expected_price, at=at)
    if wanted.price and wanted.is_its_own:
        refuse_conflict(
            session, wanted.provider_id, wanted.platform_id, purpose=Purpose.SALE
        )
    check_history(
        purchases_of(session, purchase.participant_id),
        course_id=wanted.course_id,
        rules=parameters.purchase,
    )

    order_id = new_id()
    _pay(session, award, wanted, order_id=order_id, at=at)
    voucher = issue_voucher(
        session,
        participant_id=purchase.participant_id,
        course_id=wanted.course_id,
        schedule_id=wanted.schedule_id,
        offering_id=wanted.offering_id,
        provider_id=wanted.provider_id,
        platform_id=wanted.platform_id,
        face_value=wanted.price,
        rules=pinned_rules(
            parameters, wanted, scheme=scheme.code, version=scheme.version
        ),
        expires_at=wanted.ends_at,
        at=at,
    )
    order = _write(session, purchase, award, wanted, voucher, order_id=order_id, at=at)
    if award.first_purchased_at is None:
        award.first_purchased_at = at
    award.purchase_deadline_at = None
    if parameters.settlement.trigger == "purchase":
        settle_order(session, order, provider_id=wanted.provider_id, at=at)
    take_seat(
        session, schedule_id=wanted.schedule_id, terms_version=wanted.terms_version
    )
    return order


def _use_consent(session: Session, purchase: Purchase, *, at: datetime) -> None:
    """Use up the token that is good for one purchase, which must be this one."""
    if purchase.single_token_id is None:
        return
    use_authorization(
        session,
        token_id=purchase.single_token_id,
        asked={
            "type": PURCHASE,
            "offering_id": str(purchase.offering_id),
            "schedule_id": str(purchase.schedule_id),
            "price": purchase.expected_price,
        },
        at=at,
    )


def _pay(
    session: Session, award: Award, wanted: Wanted, *, order_id: UUID, at: datetime
) -> None:
    """Move the price from the training balance to the vouchers outstanding.

    A free course moves no money.
    """
    if wanted.price == 0:
        return
    try:
        post_transfer(
            session,
            debit=training_balance_of(award.id, award.participant_id),
            credit=VOUCHERS_OUTSTANDING,
            amount=wanted.price,
            reference=f"order:{order_id}",
            description="Course bought with the training balance.",
            at=at,
        )
    except BalanceExceeded as error:
        balance = error.members["balance"]
        raise BalanceTooLow(price=wanted.price, balance=balance) from error


def _write(
    session: Session,
    purchase: Purchase,
    award: Award,
    wanted: Wanted,
    voucher: Voucher,
    *,
    order_id: UUID,
    at: datetime,
) -> Order:
    """Store the order, unless the platform's reference is taken: two orders with one
    reference meet at the unique index, and the second is refused."""
    session.flush()
    order = session.scalars(
        insert(Order)
        .values(
            id=order_id,
            participant_id=purchase.participant_id,
            award_id=award.id,
            platform_id=purchase.platform_id,
            platform_reference=purchase.platform_reference,
            offering_id=wanted.offering_id,
            course_id=wanted.course_id,
            course_revision=wanted.course_revision,
            schedule_id=wanted.schedule_id,
            voucher_id=voucher.id,
            price=wanted.price,
            commission_bps=wanted.commission_bps,
            status=OrderStatus.PLACED,
            placed_at=at,
        )
        .on_conflict_do_nothing(index_elements=["platform_id", "platform_reference"])
        .returning(Order)
    ).one_or_none()
    if order is None:
        raise PlatformReferenceUsed
    publish(
        session,
        OrderPlaced(
            occurred_at=at,
            audience=(purchase.platform_id,),
            order_id=order_id,
            platform_reference=purchase.platform_reference,
            voucher_id=voucher.id,
            price=wanted.price,
        ),
    )
    return order
