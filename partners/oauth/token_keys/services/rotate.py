"""Letting the next key sign, and taking back one that leaked."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from core.audit.services.record import record
from partners.oauth.token_keys.errors import TokenKeyNotFound, TokenKeyTooYoung
from partners.oauth.token_keys.models import Algorithm, KeyState, TokenKey
from partners.oauth.token_keys.queries import key_in
from partners.oauth.token_keys.rules import REMEMBERED, usable_at
from partners.oauth.token_keys.services.publish import active_key, publish_key

# One change of keys at a time; whoever reads them to sign is not held up.
KEYS_LOCK = 0x6B657973


def rotate(session: Session, algorithm: Algorithm, *, at: datetime) -> TokenKey:
    """Let the next key sign, retire the active one, publish a successor; the key that
    signs now.

    Raises TokenKeyTooYoung while some client may not have read the next key yet. So of
    two rotations at once, one is refused.
    """
    _take_turns(session)
    before = active_key(session, algorithm, at=at)
    upcoming = _upcoming(session, algorithm, at=at)
    if at < usable_at(upcoming.published_at):
        raise TokenKeyTooYoung(
            published_at=upcoming.published_at.isoformat(timespec="seconds"),
            usable_at=usable_at(upcoming.published_at).isoformat(timespec="seconds"),
        )
    before.retire(at=at)
    _succeed(session, upcoming, at=at)
    _write_down(session, "token_key.rotated", before, upcoming, at=at)
    return upcoming


def rotate_due(session: Session, *, period: timedelta, at: datetime) -> list[TokenKey]:
    """Rotate what has signed for a whole `period`; the keys that sign from now on. A
    next key that is too young is left for a later call."""
    _take_turns(session)
    due = session.scalars(
        select(TokenKey.algorithm)
        .where(TokenKey.state == KeyState.ACTIVE, TokenKey.activated_at <= at - period)
        .order_by(TokenKey.algorithm)
    ).all()
    return [
        rotate(session, algorithm, at=at)
        for algorithm in map(Algorithm, due)
        if at >= usable_at(_upcoming(session, algorithm, at=at).published_at)
    ]


def withdraw(session: Session, kid: str, *, at: datetime) -> TokenKey:
    """Take a key out of the key set at once, because it leaked.

    What it signed no longer counts, with us at once, with clients when they read the
    key set again. An active key is followed by the next one, however young. Raises
    TokenKeyNotFound or TokenKeyMoveIllegal.
    """
    _take_turns(session)
    key = session.scalar(select(TokenKey).where(TokenKey.kid == kid))
    if key is None:
        raise TokenKeyNotFound
    algorithm, was = Algorithm(key.algorithm), KeyState(key.state)
    key.withdraw(at=at)
    session.flush()
    upcoming = _upcoming(session, algorithm, at=at)
    if was is KeyState.ACTIVE:
        _succeed(session, upcoming, at=at)
    _write_down(session, "token_key.withdrawn", key, upcoming, at=at)
    return key


def forget_keys(session: Session, *, at: datetime) -> None:
    """Delete keys that ended more than a year ago. Idempotent."""
    session.execute(delete(TokenKey).where(TokenKey.ended_at < at - REMEMBERED))


def _take_turns(session: Session) -> None:
    session.execute(select(func.pg_advisory_xact_lock(KEYS_LOCK)))


def _upcoming(session: Session, algorithm: Algorithm, *, at: datetime) -> TokenKey:
    """The next key, made where it is missing."""
    found = key_in(session, algorithm, KeyState.NEXT)
    if found is None:
        publish_key(session, algorithm, KeyState.NEXT, at=at)
        found = key_in(session, algorithm, KeyState.NEXT)
    if found is None:
        raise RuntimeError("The next key went away under the lock.")
    return found


def _succeed(session: Session, upcoming: TokenKey, *, at: datetime) -> None:
    """Each step is written before the next: one key is active, and one is next."""
    session.flush()
    upcoming.activate(at=at)
    session.flush()
    publish_key(session, Algorithm(upcoming.algorithm), KeyState.NEXT, at=at)


def _write_down(
    session: Session, action: str, ended: TokenKey, successor: TokenKey, *, at: datetime
) -> None:
    record(
        session,
        action=action,
        object_type="token_key",
        object_id=ended.id,
        at=at,
        before={"kid": ended.kid},
        after={"kid": successor.kid},
    )
