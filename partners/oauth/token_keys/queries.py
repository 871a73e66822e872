"""Reads of token keys."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import cast

from joserfc.jwk import KeySet, import_key
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core.privacy import vault_of
from partners.oauth.token_keys.models import Algorithm, KeyState, TokenKey
from partners.oauth.token_keys.rules import PUBLISHED_AFTER, REMEMBERED, Key


def key_in(session: Session, algorithm: Algorithm, state: KeyState) -> TokenKey | None:
    """The one key of an algorithm that is next or active."""
    return session.scalar(
        select(TokenKey).where(TokenKey.algorithm == algorithm, TokenKey.state == state)
    )


def all_keys(session: Session) -> Sequence[TokenKey]:
    """Every key that is remembered, the oldest first."""
    return session.scalars(select(TokenKey).order_by(TokenKey.id)).all()


def published_keys(session: Session, *, at: datetime) -> Sequence[TokenKey]:
    """The keys of the key set: what signs, what will sign next, and what signed
    until a moment ago."""
    return session.scalars(
        select(TokenKey)
        .where(
            or_(
                TokenKey.state.in_([KeyState.NEXT, KeyState.ACTIVE]),
                (TokenKey.state == KeyState.RETIRED)
                & (TokenKey.ended_at > at - PUBLISHED_AFTER),
            )
        )
        .order_by(TokenKey.id)
    ).all()


def trusted_keys(session: Session, *, at: datetime) -> KeySet:
    """The public keys by which we recognise an id_token of ours, be it expired."""
    found = session.scalars(
        select(TokenKey.public_jwk)
        .where(
            or_(
                TokenKey.state == KeyState.ACTIVE,
                (TokenKey.state == KeyState.RETIRED)
                & (TokenKey.ended_at > at - REMEMBERED),
            )
        )
        .order_by(TokenKey.id)
    )
    return KeySet([import_key(members) for members in found])


def private_key(session: Session, key: TokenKey) -> Key:
    """The whole key, which signs."""
    if key.private_sealed is None:
        raise ValueError(f"The key {key.kid} signs no more.")
    text = vault_of(session).open(key.private_sealed, row=key.id, field="token_key")
    return cast(Key, import_key(json.loads(text)))
