"""Counting failures, and refusing who has too many."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from sqlalchemy import delete, func, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.ids import new_id
from core.privacy import vault_of
from partners.limits.errors import TooManyFailures, TooManyRequests
from partners.limits.models import FailureCount
from partners.limits.rules import FORGET, Rule, pause_after

CHUNK = 1_000


@dataclass(frozen=True)
class Limit:
    """A rule, and whom it counts: an address, or a client from an address."""

    rule: Rule
    who: str


def refuse_if_exceeded(
    session: Session, limits: Sequence[Limit], *, at: datetime
) -> None:
    """Raise TooManyFailures while one of the limits is exceeded; TooManyRequests where
    all of them count successes, too."""
    keys = [(limit.rule.name, _key(session, limit)) for limit in limits]
    until = session.scalar(
        select(func.max(FailureCount.refused_until)).where(
            tuple_(FailureCount.rule, FailureCount.key).in_(keys),
            FailureCount.refused_until > at,
        )
    )
    if until is not None:
        seconds = max(1, ceil((until - at).total_seconds()))
        all_tries = all(limit.rule.tries for limit in limits)
        refusal = TooManyRequests if all_tries else TooManyFailures
        raise refusal(retry_after_seconds=seconds)


def count_failure(session: Session, limit: Limit, *, at: datetime) -> bool:
    """Count one more; whether the limit was reached by it.

    Many at once take turns at the row of their key, so each is counted.
    """
    rule = limit.rule
    fresh = insert(FailureCount).values(
        id=new_id(),
        rule=rule.name,
        key=_key(session, limit),
        window_ends_at=at + rule.window,
        failures=0,
        strikes=0,
        updated_at=at,
    )
    session.execute(fresh.on_conflict_do_nothing())
    row = session.scalars(
        select(FailureCount)
        .where(
            FailureCount.rule == rule.name,
            FailureCount.key == _key(session, limit),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    if row.window_ends_at <= at:
        row.failures, row.window_ends_at = 0, at + rule.window
    row.failures += 1
    row.updated_at = at
    if row.failures < rule.allowed:
        return False
    row.strikes += 1
    row.refused_until = at + pause_after(rule, row.strikes)
    row.failures, row.window_ends_at = 0, row.refused_until + rule.window
    return True


def forget_quiet(session: Session, *, at: datetime) -> int:
    """Forget a chunk of those that did not fail for two days; how many."""
    quiet = (
        select(FailureCount.id)
        .where(FailureCount.updated_at < at - FORGET)
        .limit(CHUNK)
        .with_for_update(skip_locked=True)
    )
    gone = session.scalars(
        delete(FailureCount)
        .where(FailureCount.id.in_(quiet))
        .returning(FailureCount.id)
    )
    return len(gone.all())


def _key(session: Session, limit: Limit) -> bytes:
    return vault_of(session).index(limit.who, field=f"limit.{limit.rule.name}")
