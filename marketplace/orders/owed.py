"""To which account a share of a price is owed: held while a sanction stops payouts."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.ledger import Account
from marketplace.orders.models import Order
from marketplace.orders.rules import split_price
from marketplace.programme.ledger import (
    commission_held_for,
    commission_of,
    payable_held_for,
    payable_to,
)
from partners.organisations.models import Kind, Organisation
from partners.standing.queries import is_paid

Owed = Callable[[UUID], Account]

# Role -> the account of what is owed in it, and the one for what is held.
OWED: dict[Kind, tuple[Owed, Owed]] = {
    Kind.TRAINING_INSTITUTION: (payable_to, payable_held_for),
    Kind.DIGITAL_PLATFORM: (commission_of, commission_held_for),
}

# Made once, as it runs with every settlement.
PAID = select(
    Organisation.id,
    is_paid(Organisation, kind=Kind.TRAINING_INSTITUTION),
    is_paid(Organisation, kind=Kind.DIGITAL_PLATFORM),
)


def shares_owed(
    session: Session, order: Order, provider_id: UUID
) -> list[tuple[Account, int]]:
    """The institution's and the platform's share of an order, each with the account in
    which it stands now; a share of nothing is left out."""
    paid = paid_roles(session, provider_id, order.platform_id)
    share, commission = split_price(order.price, commission_bps=order.commission_bps)
    owed = [
        (Kind.TRAINING_INSTITUTION, provider_id, share),
        (Kind.DIGITAL_PLATFORM, order.platform_id, commission),
    ]
    return [
        (account_owed(kind, whom, is_held=(whom, kind) not in paid), amount)
        for kind, whom, amount in owed
        if amount
    ]


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
