"""Questions for passkeys: each is answered once, within five minutes, for its purpose.

A challenge carries its own end and a keyed hash over what it is for, so that whoever
asks for a thousand of them leaves no row behind; only an answered one is written down.
"""

import hashlib
import os
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.privacy import vault_of
from partners.factors.models import SpentChallenge
from partners.factors.rules import CHALLENGE_LIFETIME

NONCE_BYTES, END_BYTES = 16, 8


class Purpose(StrEnum):
    """What an answer may be used for; one for another purpose is worth nothing."""

    REGISTER = "register"
    SIGN_IN = "sign_in"
    CONFIRM = "confirm"


def make_challenge(
    session: Session, purpose: Purpose, *, subject: str, at: datetime
) -> bytes:
    """A fresh challenge; `subject` is whom it is for: an account, a session, nobody."""
    end = int((at + CHALLENGE_LIFETIME).timestamp())
    body = os.urandom(NONCE_BYTES) + end.to_bytes(END_BYTES)
    return body + _mac(session, body, purpose, subject)


def spend_challenge(
    session: Session,
    challenge: bytes,
    purpose: Purpose,
    *,
    subject: str,
    at: datetime,
) -> bool:
    """Whether it is one of ours, for this purpose and subject, young enough, and not
    answered before. Of many who answer it at once one succeeds."""
    body = challenge[: NONCE_BYTES + END_BYTES]
    if len(body) < NONCE_BYTES + END_BYTES:
        return False
    end = datetime.fromtimestamp(min(int.from_bytes(body[NONCE_BYTES:]), 2**33), tz=UTC)
    if challenge != body + _mac(session, body, purpose, subject) or at >= end:
        return False
    spent = session.scalar(
        insert(SpentChallenge)
        .values(digest=hashlib.sha256(challenge).digest(), expires_at=end)
        .on_conflict_do_nothing()
        .returning(SpentChallenge.digest)
    )
    return spent is not None


def forget_challenges(session: Session, *, at: datetime) -> None:
    """Delete answered challenges that are too old to be answered again. Idempotent."""
    session.execute(delete(SpentChallenge).where(SpentChallenge.expires_at < at))


def _mac(session: Session, body: bytes, purpose: Purpose, subject: str) -> bytes:
    return vault_of(session).index(
        f"{body.hex()}:{purpose}:{subject}", field="passkey_challenge"
    )
