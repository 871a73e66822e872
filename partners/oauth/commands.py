"""Commands on clients: `flask --app wsgi clients register`, `list`, `rotate-secret`."""

from collections.abc import Collection

import click
from flask.cli import AppGroup
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import now
from core.commands import command
from partners.oauth.models import Client
from partners.oauth.scopes import PERSON_SCOPES
from partners.oauth.services import register_client
from partners.organisations import Organisation

clients = AppGroup("clients", help="The programs of organisations.")


@clients.command("register")
@click.argument("organisation_code")
@click.option("--name", required=True, help="What people read when they consent.")
@click.option("--scope", "scopes", multiple=True, required=True)
@click.option("--redirect-uri", "redirect_uris", multiple=True)
@click.option("--public", is_flag=True, help="It keeps no secret: PKCE alone.")
@click.option(
    "--grant",
    "grants",
    type=click.Choice(register_client.GRANT_TYPES),
    multiple=True,
    help="Without it: all that a client of its kind can use.",
)
def register(
    organisation_code: str,
    name: str,
    scopes: tuple[str, ...],
    redirect_uris: tuple[str, ...],
    public: bool,
    grants: tuple[str, ...],
) -> None:
    """Register a program of an organisation, and print its id and its secret.

    The secret is shown this once. --scope, --redirect-uri and --grant may be given
    several times.
    """
    with command("clients.register") as session:
        client, secret = register_client.register_client(
            session,
            _organisation(session, organisation_code),
            name=name,
            scopes=set(scopes),
            redirect_uris=redirect_uris,
            grant_types=grants or _usable_grants(scopes, redirect_uris, public=public),
            auth_method="none" if public else "client_secret_basic",
            at=now(),
        )
    click.echo(f"client_id: {client.client_id}")
    if secret is not None:
        click.echo(f"client_secret: {secret}")


@clients.command("list")
@click.argument("organisation_code")
def list_all(organisation_code: str) -> None:
    """List the clients of an organisation: id, state, name, grants, scopes."""
    with command("clients.list") as session:
        organisation = _organisation(session, organisation_code)
        found = session.scalars(
            select(Client)
            .where(Client.organisation_id == organisation.id)
            .order_by(Client.id)
        ).all()
    for client in found:
        state = "enabled" if client.disabled_at is None else "disabled"
        grants, scopes = ",".join(client.grant_types), ",".join(client.scopes)
        click.echo(f"{client.client_id}  {state}  {client.name}  {grants}  {scopes}")


@clients.command("rotate-secret")
@click.argument("client_id")
def rotate_secret(client_id: str) -> None:
    """Give a client a new secret, printed this once; the one before it lives on until
    the next rotation."""
    with command("clients.rotate-secret") as session:
        client = session.scalar(select(Client).where(Client.client_id == client_id))
        if client is None:
            raise click.ClickException("There is no client of this id.")
        secret = register_client.rotate_secret(session, client, at=now())
    click.echo(secret)


def _organisation(session: Session, code: str) -> Organisation:
    found = session.scalar(select(Organisation).where(Organisation.code == code))
    if found is None:
        raise click.ClickException(
            f"There is no organisation with the code {code}. `organisations list`"
            " shows all."
        )
    return found


def _usable_grants(
    scopes: Collection[str], redirect_uris: Collection[str], *, public: bool
) -> list[str]:
    """Codes need a person to ask and an address to return to, a client's own tokens
    need a secret. A public client can use codes only, so it is refused without one."""
    asks_people = bool(redirect_uris) and not PERSON_SCOPES.isdisjoint(scopes)
    grants = ["authorization_code", "refresh_token"] if public or asks_people else []
    return grants if public else [*grants, "client_credentials"]
