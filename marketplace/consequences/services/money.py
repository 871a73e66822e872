"""Holding what a sanctioned organisation is owed, and letting it go again.

What is owed in a role stands in one account, and in another while it is held: which of
the two is in force follows from the sanctions, so that a settlement, a void and this
book to the same one (marketplace/orders/owed.py). Nothing is paid from a held account.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.events import publish
from core.ids import new_id
from core.ledger import Account, post_transfer
from core.ledger.queries import balance_of
from marketplace.consequences.events import SettlementHeld, SettlementReleased
from marketplace.orders.owed import OWED, account_owed, paid_roles
from partners.organisations.models import Organisation


def align_money(session: Session, organisation_id: UUID, *, at: datetime) -> int:
    """Bring what the organisation is owed to where it belongs now; how much moved.

    Looks at the balances, so it may be done as often as one likes; simultaneous runs
    take turns over the organisation's row.
    """
    session.execute(
        select(Organisation.id)
        .where(Organisation.id == organisation_id)
        .with_for_update(key_share=True)
    )
    moved = 0
    paid = paid_roles(session, organisation_id)
    for kind in OWED:
        holds = (organisation_id, kind) not in paid
        source = account_owed(kind, organisation_id, is_held=not holds)
        target = account_owed(kind, organisation_id, is_held=holds)
        amount = _move(session, source, target, at=at)
        if amount:
            _tell(session, organisation_id, holds=holds, at=at)
        moved += amount
    return moved


def _move(session: Session, source: Account, target: Account, *, at: datetime) -> int:
    amount = balance_of(session, source)
    if amount <= 0:
        return 0
    post_transfer(
        session,
        debit=source,
        credit=target,
        amount=amount,
        reference=f"settlement-hold:{new_id()}",
        description="What is owed is held, or released, with a sanction.",
        at=at,
    )
    return amount


def _tell(
    session: Session, organisation_id: UUID, *, holds: bool, at: datetime
) -> None:
    kind = SettlementHeld if holds else SettlementReleased
    publish(
        session,
        kind(
            organisation_id=organisation_id,
            occurred_at=at,
            audience=(organisation_id,),
        ),
    )
