"""The demo's clients, with secrets that anyone may read."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.ids import new_id
from marketplace.seed.demo import CLIENTS, DemoClient
from marketplace.seed.writing import insert_new
from partners.oauth import Client
from partners.oauth.models import ClientSecret
from partners.oauth.rules import digest
from partners.organisations import Organisation


def seed_clients(session: Session, *, at: datetime) -> int:
    """Register the demo's clients under their fixed ids; how many were new."""
    codes = [client.organisation for client in CLIENTS]
    owners = dict(
        session.execute(
            select(Organisation.code, Organisation.id).where(
                Organisation.code.in_(codes)
            )
        ).all()
    )
    known = set(session.scalars(select(Client.client_id)))
    newcomers = [
        (new_id(), client) for client in CLIENTS if client.client_id not in known
    ]
    made = insert_new(
        session,
        Client,
        [
            {
                "id": identity,
                "client_id": client.client_id,
                "organisation_id": owners[client.organisation],
                "name": client.name,
                "redirect_uris": list(client.redirect_uris),
                "grant_types": list(client.grant_types),
                "scopes": list(client.scopes),
                "auth_method": _auth_method(client),
                "created_at": at,
            }
            for identity, client in newcomers
        ],
    )
    insert_new(
        session,
        ClientSecret,
        [
            {
                "id": new_id(),
                "client_id": identity,
                "secret_hash": digest(client.secret),
                "created_at": at,
            }
            for identity, client in newcomers
            if client.secret is not None
        ],
    )
    return made


def _auth_method(client: DemoClient) -> str:
    return "none" if client.secret is None else "client_secret_basic"
