"""Using a token up that can do one thing once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from partners.oauth.details.errors import (
    AuthorizationUsed,
    AuthorizationWithdrawn,
    NotAsAuthorized,
)
from partners.oauth.models import Token


def use_authorization(
    session: Session, *, token_id: UUID, asked: Mapping[str, Any], at: datetime
) -> None:
    """Use a one-time token up for the act `asked`, in the transaction of that act.

    `asked` has the members of the stored detail: ids as text, money as a whole number.
    Uses of one token take turns at its row; an act that is refused afterwards rolls
    this back, so the token is still good. Raises NotAsAuthorized, AuthorizationUsed or
    AuthorizationWithdrawn. RFC 9396; docs/rules/linking.md, "Consent to one act".
    """
    token = session.scalars(
        select(Token)
        .where(Token.id == token_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    detail = token.detail or {}
    differing = sorted(
        name for name in detail.keys() | asked if detail.get(name) != asked.get(name)
    )
    if differing:
        raise NotAsAuthorized(differing=", ".join(differing))
    if token.used_at is not None:
        raise AuthorizationUsed
    if token.revoked_at is not None:
        raise AuthorizationWithdrawn
    token.used_at = at
    session.flush()
