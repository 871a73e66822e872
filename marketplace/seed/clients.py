"""The demo's clients, with secrets that anyone may read."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.ids import new_id
from marketplace.seed.demo import CLIENTS, DemoClient
from partners.oauth import Client
from partners.oauth.models import ClientSecret
from partners.oauth.rules import digest
from partners.organisations import Organisation


def seed_clients(session: Session, *, at: datetime) -> int:
    """Register the demo's clients under their fixed ids; how many were new.

    One that is there takes today's addresses and scopes, so that an old demo keeps up.
    """
    owners = _owners(session)
    known = {
        client.client_id: client
        for client in session.scalars(
            select(Client).where(
                Client.client_id.in_([each.client_id for each in CLIENTS])
            )
        )
    }
    for described in CLIENTS:
        client = known.get(described.client_id)
        if client is None:
            _register(session, described, owners[described.organisation], at=at)
            continue
        client.redirect_uris = list(described.redirect_uris)
        client.grant_types = list(described.grant_types)
        client.scopes = list(described.scopes)
    session.flush()
    return len(CLIENTS) - len(known)


def _owners(session: Session) -> dict[str, UUID]:
    codes = {each.organisation for each in CLIENTS}
    found = session.execute(
        select(Organisation.code, Organisation.id).where(Organisation.code.in_(codes))
    )
    return dict(found.all())


def _register(
    session: Session, described: DemoClient, owner_id: UUID, *, at: datetime
) -> None:
    """`register_client` draws a secret; a demo's is published, so it is stored here."""
    client = Client(
        id=new_id(),
        client_id=described.client_id,
        organisation_id=owner_id,
        name=described.name,
        redirect_uris=list(described.redirect_uris),
        grant_types=list(described.grant_types),
        scopes=list(described.scopes),
        auth_method=_auth_method(described),
        public_keys=_public_keys(described),
        requires_pushed_requests=described.key is not None,
        requires_bound_tokens=described.key is not None,
        created_at=at,
    )
    session.add(client)
    session.flush()
    if described.secret is not None:
        session.add(
            ClientSecret(
                client_id=client.id,
                secret_hash=digest(described.secret),
                created_at=at,
            )
        )


def _public_keys(client: DemoClient) -> list[dict[str, str]] | None:
    if client.key is None:
        return None
    return [{name: client.key[name] for name in client.key if name != "d"}]


def _auth_method(client: DemoClient) -> str:
    if client.key is not None:
        return "private_key_jwt"
    return "none" if client.secret is None else "client_secret_basic"
