"""A shortlist as its owner sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.comparing.queries import Facts, facts_of, missing_of
from core.ledger.queries import balance_of
from marketplace.programme.ledger import training_balance_of
from marketplace.programme.models import Award, AwardStatus
from marketplace.shortlist.models import ShortlistItem
from marketplace.shortlist.rules import (
    MOST,
    Change,
    State,
    change_of,
    state_of,
    together,
)


@dataclass(frozen=True)
class Kept:
    """A course on the list. `price` is whole rupiah now, `price_before` when it was
    kept; `affordable` is None where there is no balance or no price."""

    course_id: UUID
    title: str
    course: Facts | None
    state: State
    price: int | None
    price_before: int | None
    change: Change | None
    affordable: bool | None
    saved_at: datetime


@dataclass(frozen=True)
class Shortlist:
    """`balance` is what she can spend, None without an award that is active;
    `affordable` of the available courses it buys each alone, `together` so many of
    them one after the other, the cheapest first."""

    items: Sequence[Kept]
    balance: int | None
    affordable: int | None
    together: int | None


def shortlist_of(session: Session, participant_id: UUID, *, at: datetime) -> Shortlist:
    """What she keeps in view, the newest first: a handful of statements in all."""
    rows = session.scalars(
        select(ShortlistItem)
        .where(ShortlistItem.participant_id == participant_id)
        .order_by(ShortlistItem.saved_at.desc(), ShortlistItem.course_id)
        .limit(MOST)
    ).all()
    facts = facts_of(session, [each.course_id for each in rows], at=at)
    gone = missing_of(
        session, [each.course_id for each in rows if each.course_id not in facts]
    )
    balance = balance_to_spend_of(session, participant_id)
    titles = {key: each.title or "" for key, each in gone.items()}
    titles |= {key: each.title for key, each in facts.items()}
    items = [
        _kept(each, facts.get(each.course_id), titles[each.course_id], balance)
        for each in rows
    ]
    prices = [
        each.price
        for each in items
        if each.state == State.AVAILABLE and each.price is not None
    ]
    if balance is None:
        return Shortlist(items, None, None, None)
    alone = sum(1 for each in prices if each <= balance)
    return Shortlist(items, balance, alone, together(prices, balance))


def balance_to_spend_of(session: Session, participant_id: UUID) -> int | None:
    """Her training balance, whole rupiah; None without an award that is active."""
    award_id = session.scalar(
        select(Award.id).where(
            Award.participant_id == participant_id, Award.status == AwardStatus.ACTIVE
        )
    )
    if award_id is None:
        return None
    return balance_of(session, training_balance_of(award_id, participant_id))


def _kept(
    row: ShortlistItem, facts: Facts | None, title: str, balance: int | None
) -> Kept:
    price = facts.lowest_price if facts else None
    return Kept(
        course_id=row.course_id,
        title=title,
        course=facts,
        state=state_of(facts),
        price=price,
        price_before=row.price,
        change=change_of(row.price, price),
        affordable=None if price is None or balance is None else price <= balance,
        saved_at=row.saved_at,
    )
