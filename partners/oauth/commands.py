"""Commands on clients: `flask --app wsgi clients rotate-secret <client_id>`."""

import click
from flask.cli import AppGroup
from sqlalchemy import select

from core.clock import now
from core.context import acting_as
from core.errors import Refusal
from core.unit_of_work import unit_of_work
from partners.oauth.models import Client
from partners.oauth.services import register_client

clients = AppGroup("clients", help="The programs of organisations.")


@clients.command("rotate-secret")
@click.argument("client_id")
def rotate_secret(client_id: str) -> None:
    """Give a client a new secret, printed this once; the one before it lives on until
    the next rotation."""
    try:
        with (
            acting_as("command:clients.rotate-secret"),
            unit_of_work("clients.rotate_secret") as session,
        ):
            client = session.scalar(select(Client).where(Client.client_id == client_id))
            if client is None:
                raise click.ClickException("There is no client of this id.")
            secret = register_client.rotate_secret(session, client, at=now())
    except Refusal as refusal:
        raise click.ClickException(f"{refusal} {refusal.remedy.en}") from refusal
    click.echo(secret)
