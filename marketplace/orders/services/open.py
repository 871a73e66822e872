"""Opening an order: the price moves, the voucher is issued, the shares are owed.

What an order must meet was asked before; the caller takes the seat afterwards, last, as
it is shared by everybody who wants the class.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.events import publish
from core.ids import new_id
from core.ledger import Account, BalanceExceeded, post_transfer
from marketplace.orders.errors import BalanceTooLow, PlatformReferenceUsed
from marketplace.orders.events import OrderPlaced
from marketplace.orders.models import Order, OrderStatus
from marketplace.orders.rules import Wanted, pinned_rules
from marketplace.orders.services.settle import settle_order
from marketplace.programme.ledger import VOUCHERS_OUTSTANDING
from marketplace.programme.models import Award, Scheme
from marketplace.programme.parameters import Parameters
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


def open_order(
    session: Session,
    purchase: Purchase,
    award: Award,
    scheme: Scheme,
    wanted: Wanted,
    *,
    payer: Account,
    at: datetime,
) -> Order:
    """Take the price from `payer`, issue the voucher and write the order.

    The award is locked. Raises BalanceTooLow or PlatformReferenceUsed.
    """
    parameters = Parameters.from_document(scheme.document)
    order_id = new_id()
    _pay(session, payer, wanted, order_id=order_id, at=at)
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
    if parameters.settlement.trigger == "purchase":
        settle_order(session, order, provider_id=wanted.provider_id, at=at)
    return order


def _pay(
    session: Session, payer: Account, wanted: Wanted, *, order_id: UUID, at: datetime
) -> None:
    """Move the price from where it is paid from to the vouchers outstanding.

    A free course moves no money.
    """
    if wanted.price == 0:
        return
    try:
        post_transfer(
            session,
            debit=payer,
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
