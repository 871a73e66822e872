"""Registering a client of an organisation, and giving it a new secret or new keys."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit.services.record import record
from core.ids import new_id, new_token
from partners.oauth.errors import (
    AddressUnusable,
    ClientUnusable,
    ScopeNotForOrganisation,
)
from partners.oauth.keys import read_key_set, thumbprint_of
from partners.oauth.models import Client, ClientSecret
from partners.oauth.profile import check_profile
from partners.oauth.rules import digest, is_usable_address
from partners.oauth.scopes import OPERATOR_SCOPES, SCOPES
from partners.oauth.token_keys import Algorithm
from partners.oauth.token_keys.services.publish import active_key
from partners.organisations.models import Kind, Organisation

SECRET_METHODS = ("client_secret_basic", "client_secret_post")
AUTH_METHODS = (*SECRET_METHODS, "private_key_jwt", "none")
GRANT_TYPES = ("authorization_code", "refresh_token", "client_credentials")

# While a partner rolls a new secret out, the one before it works too.
LIVE_SECRETS = 2

# So many letters show which secret is meant; 39 more stay secret.
HINT_LETTERS = 4


def register_client(
    session: Session,
    organisation: Organisation,
    *,
    name: str,
    scopes: Collection[str],
    profile_required: bool,
    at: datetime,
    redirect_uris: Collection[str] = (),
    post_logout_redirect_uris: Collection[str] = (),
    grant_types: Collection[str] = GRANT_TYPES,
    auth_method: str = "client_secret_basic",
    key_set: Any = None,
    requires_pushed_requests: bool = False,
    requires_bound_tokens: bool = False,
    profile_waiver: str | None = None,
    client_id: str | None = None,
    id_token_alg: Algorithm = Algorithm.ES256,
) -> tuple[Client, str | None]:
    """Register a program of an organisation; the client, and its secret in the clear.

    The secret is shown this once and stored as a hash; a public client (`none`) and one
    that signs (`private_key_jwt`, with its public keys as a JWK set) have none.
    `profile_required` is true in production: clients with scopes of high value need the
    high-security profile then, or a `profile_waiver`, which says why not. Raises
    ScopeNotForOrganisation, AddressUnusable, KeySetUnusable, ProfileNeeded or
    ClientUnusable.
    """
    public = auth_method == "none"
    _check_scopes(scopes, organisation)
    check_uris((*redirect_uris, *post_logout_redirect_uris), public=public)
    check_shape(auth_method, grant_types, redirect_uris)
    if (auth_method == "private_key_jwt") != (key_set is not None):
        raise ClientUnusable
    client = Client(
        id=new_id(),
        client_id=client_id or new_token(128),
        organisation_id=organisation.id,
        name=name,
        redirect_uris=list(redirect_uris),
        post_logout_redirect_uris=list(post_logout_redirect_uris),
        grant_types=list(grant_types),
        scopes=sorted(scopes),
        auth_method=auth_method,
        public_keys=read_key_set(key_set) if key_set is not None else None,
        id_token_alg=id_token_alg,
        requires_pushed_requests=requires_pushed_requests,
        requires_bound_tokens=requires_bound_tokens,
        profile_waiver=profile_waiver,
        created_at=at,
    )
    check_profile(client, scopes, required=profile_required)
    session.add(client)
    session.flush()
    # Its key is published now, long before something that it signed is read.
    active_key(session, id_token_alg, at=at)
    record(
        session,
        action="client.registered",
        object_type="client",
        object_id=client.id,
        at=at,
        after={
            "scopes": client.scopes,
            "auth_method": auth_method,
            "requires_pushed_requests": requires_pushed_requests,
            "requires_bound_tokens": requires_bound_tokens,
            "keys": [thumbprint_of(key) for key in client.public_keys or []],
        },
        reason=profile_waiver,
    )
    if auth_method not in SECRET_METHODS:
        return client, None
    return client, rotate_secret(session, client, at=at)


def replace_keys(
    session: Session, client: Client, *, key_set: Any, at: datetime
) -> list[str]:
    """Give a client that signs a new set of public keys, and end those not in it; the
    thumbprints of the new ones. To roll a key without a gap, hand over the old and the
    new one first, and the new one alone later. Raises KeySetUnusable, or
    ClientUnusable for a client that does not sign."""
    if client.auth_method != "private_key_jwt":
        raise ClientUnusable
    keys = read_key_set(key_set)
    before = [thumbprint_of(key) for key in client.public_keys or []]
    after = [thumbprint_of(key) for key in keys]
    client.public_keys = keys
    client.version += 1
    session.flush()
    record(
        session,
        action="client.keys_replaced",
        object_type="client",
        object_id=client.id,
        at=at,
        before={"keys": before},
        after={"keys": after},
    )
    return after


def rotate_secret(session: Session, client: Client, *, at: datetime) -> str:
    """Give a client a new secret, shown this once; the one before it stays valid until
    the next rotation, older ones end now. Raises ClientUnusable for a client that has
    none: one that is public, or that signs."""
    if client.auth_method not in SECRET_METHODS:
        raise ClientUnusable
    living = session.scalars(
        select(ClientSecret)
        .where(ClientSecret.client_id == client.id, ClientSecret.revoked_at.is_(None))
        .order_by(ClientSecret.created_at.desc(), ClientSecret.id.desc())
        .with_for_update()
    ).all()
    for old in living[LIVE_SECRETS - 1 :]:
        old.revoked_at = at
    return add_secret(session, client, name=None, at=at)[1]


def add_secret(
    session: Session, client: Client, *, name: str | None, at: datetime
) -> tuple[ClientSecret, str]:
    """Draw a secret for a client: the row, which holds its hash, and its text."""
    text = new_token()
    secret = ClientSecret(
        id=new_id(),
        client_id=client.id,
        secret_hash=digest(text),
        name=name,
        hint=text[:HINT_LETTERS],
        created_at=at,
    )
    session.add(secret)
    client.version += 1
    record(
        session,
        action="client.secret_rotated",
        object_type="client",
        object_id=client.id,
        after={"secret_id": str(secret.id), "hint": secret.hint},
        at=at,
    )
    session.flush()
    return secret, text


def check_uris(redirect_uris: Collection[str], *, public: bool) -> None:
    """Refuse a redirect URI that such a client cannot have: raises AddressUnusable."""
    for uri in redirect_uris:
        if not is_usable_address(uri, public=public):
            raise AddressUnusable(address=uri)


def _check_scopes(scopes: Collection[str], organisation: Organisation) -> None:
    for scope in scopes:
        allowed = Kind.OPERATOR in organisation.kinds or scope not in OPERATOR_SCOPES
        if scope not in SCOPES or not allowed:
            raise ScopeNotForOrganisation(scope=scope)


def check_shape(
    auth_method: str, grant_types: Collection[str], redirect_uris: Collection[str]
) -> None:
    """Refuse what does not fit together: raises ClientUnusable."""
    known = auth_method in AUTH_METHODS and set(grant_types) <= set(GRANT_TYPES)
    # An institution has addresses too, without the code grant: its participants come
    # back there after a verification.
    nowhere_to_return = "authorization_code" in grant_types and not redirect_uris
    secretless = auth_method == "none" and "client_credentials" in grant_types
    if not known or secretless or nowhere_to_return:
        raise ClientUnusable
