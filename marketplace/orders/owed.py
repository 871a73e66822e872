"""To which account a share of a price is owed.

What is owed to an organisation whose payouts a sanction stops is held, and commission
for a course of the platform's own group is withheld (programme rules, section 9).
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import Session

from catalog.offerings.rules import split_price
from core.ledger import Account
from marketplace.orders.models import Order, WithheldCommission
from marketplace.programme.ledger import (
    commission_held_for,
    commission_of,
    commission_withheld_from,
    payable_held_for,
    payable_to,
)
from partners.conflicts.queries import sells_its_own
from partners.organisations.models import Kind, Organisation
from partners.standing.queries import is_paid

Owed = Callable[[UUID], Account]

# Role -> the account of what is owed in it, and the one for what is held.
OWED: dict[Kind, tuple[Owed, Owed]] = {
    Kind.TRAINING_INSTITUTION: (payable_to, payable_held_for),
    Kind.DIGITAL_PLATFORM: (commission_of, commission_held_for),
}

# Made once, as they run with every settlement.
PAID = select(
    Organisation.id,
    is_paid(Organisation, kind=Kind.TRAINING_INSTITUTION),
    is_paid(Organisation, kind=Kind.DIGITAL_PLATFORM),
)
IS_ITS_OWN = select(
    sells_its_own(
        bindparam("provider_id", type_=Organisation.__table__.c.id.type),
        bindparam("platform_id", type_=Organisation.__table__.c.id.type),
    )
)
IS_WITHHELD = select(
    exists().where(
        WithheldCommission.order_id == bindparam("order_id"),
        WithheldCommission.released_at.is_(None),
    )
)


@dataclass(frozen=True)
class Share:
    """A share of a price and the account in which it stands; `withheld` commission is
    for a course of the platform's own group."""

    account: Account
    amount: int
    withheld: bool = False


def shares_to_owe(session: Session, order: Order, provider_id: UUID) -> list[Share]:
    """Where the shares of an order go that is settled now."""
    pair = {"provider_id": provider_id, "platform_id": order.platform_id}
    withheld = bool(session.scalar(IS_ITS_OWN, pair))
    return _shares(session, order, provider_id, withheld=withheld)


def shares_owed(session: Session, order: Order, provider_id: UUID) -> list[Share]:
    """Where the shares of a settled order stand now."""
    withheld = bool(session.scalar(IS_WITHHELD, {"order_id": order.id}))
    return _shares(session, order, provider_id, withheld=withheld)


def _shares(
    session: Session, order: Order, provider_id: UUID, *, withheld: bool
) -> list[Share]:
    """The institution's and the platform's share; one of nothing is left out."""
    paid = paid_roles(session, provider_id, order.platform_id)
    share, commission = split_price(order.price, commission_bps=order.commission_bps)
    institution, platform = Kind.TRAINING_INSTITUTION, Kind.DIGITAL_PLATFORM
    held = (provider_id, institution) not in paid
    shares = [Share(account_owed(institution, provider_id, is_held=held), share)]
    if withheld:
        account = commission_withheld_from(order.platform_id)
        shares.append(Share(account, commission, withheld=True))
    else:
        held = (order.platform_id, platform) not in paid
        account = account_owed(platform, order.platform_id, is_held=held)
        shares.append(Share(account, commission))
    return [each for each in shares if each.amount]


def paid_roles(session: Session, *organisation_ids: UUID) -> set[tuple[UUID, Kind]]:
    """In which roles the organisations are paid at present, and not held."""
    rows = session.execute(PAID.where(Organisation.id.in_(organisation_ids)))
    found = set()
    for organisation_id, as_institution, as_platform in rows:
        if as_institution:
            found.add((organisation_id, Kind.TRAINING_INSTITUTION))
        if as_platform:
            found.add((organisation_id, Kind.DIGITAL_PLATFORM))
    return found


def account_owed(kind: Kind, organisation_id: UUID, *, is_held: bool) -> Account:
    """Where what an organisation is owed in a role stands."""
    owed, held = OWED[kind]
    return (held if is_held else owed)(organisation_id)
