"""Authorization codes: stored when a person consents, claimed by the client once."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.database import Json
from core.logs import get_logger
from partners.accounts.proof import Proof
from partners.oauth.models import AuthorizationCode, Client, Grant
from partners.oauth.rules import CODE_LIFETIME, digest
from partners.oauth.services.revoke import revoke_family

log = get_logger(__name__)


def store_code(
    session: Session,
    *,
    code: str,
    grant: Grant,
    redirect_uri: str,
    scopes: Collection[str],
    code_challenge: str,
    proof: Proof,
    nonce: str | None,
    at: datetime,
    detail: Json | None = None,
    key_thumbprint: str | None = None,
    resource: str | None = None,
) -> AuthorizationCode:
    """Keep a fresh code, bound to client, person, redirect URI, PKCE and perhaps a
    key (OA-05).

    `proof` is how she signed in, `nonce` what the client wants repeated.
    """
    stored = AuthorizationCode(
        code_hash=digest(code),
        client_id=grant.client_id,
        grant_id=grant.id,
        account_id=grant.account_id,
        redirect_uri=redirect_uri,
        scopes=list(scopes),
        code_challenge=code_challenge,
        key_thumbprint=key_thumbprint,
        resource=resource,
        detail=detail,
        nonce=nonce,
        authenticated_at=proof.authenticated_at,
        authentication_methods=proof.amr,
        second_factor_at=proof.second_factor_at,
        created_at=at,
        expires_at=at + CODE_LIFETIME,
    )
    session.add(stored)
    session.flush()
    return stored


def claim_code(
    session: Session, *, code: str, client: Client, at: datetime
) -> AuthorizationCode | None:
    """Use a code up; None when it is unknown, another client's, expired, used, or from
    before the client was disabled.

    It is used up from here on whatever comes next, so that a wrong verifier burns it
    (OA-02): the caller commits refusals too. A second use means that the code leaked,
    and revokes every token that came from it (OA-04).
    """
    stored = session.scalar(
        select(AuthorizationCode)
        .where(
            AuthorizationCode.code_hash == digest(code),
            AuthorizationCode.client_id == client.id,
        )
        # Simultaneous requests take turns here; the second finds it used (OA-03).
        .with_for_update()
    )
    if stored is None:
        return None
    if stored.used_at is not None:
        log.warning("oauth.code_reused", client_id=client.client_id)
        revoke_family(session, stored.id, at=at)
        return None
    stored.used_at = at
    session.flush()
    switched_at = client.tokens_valid_from
    if switched_at is not None and stored.created_at <= switched_at:
        return None
    return stored if at < stored.expires_at else None
