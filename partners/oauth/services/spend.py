"""Identifiers that count once: the `jti` of assertions and of proofs."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.bulk import change_rows
from partners.oauth.models import SpentId
from partners.oauth.rules import digest

# The clocks of our machines may run apart by less than this.
GRACE = timedelta(minutes=5)
CHUNK = 10_000


def spend_once(session: Session, *parts: str, until: datetime) -> bool:
    """Use an identifier up; False when it was used before.

    `parts` name it: what it is for, whose it is, and what its owner calls it. It is
    remembered at least until `until`, when whatever carries it is refused as too old.
    Of many at once the unique index lets one through; the others wait for it.
    """
    if any("\0" in part for part in parts):
        raise ValueError("A part with NUL could pass for two.")
    spent = insert(SpentId).values(digest=digest("\0".join(parts)), expires_at=until)
    made = session.scalar(spent.on_conflict_do_nothing().returning(SpentId.digest))
    return made is not None


def forget_spent(session: Session, *, at: datetime) -> int:
    """Delete a chunk of those that nobody can present any more; how many. Idempotent,
    and to be called until it deletes less than CHUNK."""
    old = (
        select(SpentId.digest)
        .where(SpentId.expires_at < at - GRACE)
        .limit(CHUNK)
        .with_for_update(skip_locked=True)
    )
    return change_rows(session, delete(SpentId).where(SpentId.digest.in_(old)))
