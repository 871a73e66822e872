"""Commands on clients: `flask --app wsgi clients register`, `list`, `rotate-secret`,
`replace-keys`, `protect`."""

import json
from collections.abc import Collection
from typing import Any, TextIO

import click
from flask.cli import AppGroup
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import now
from core.commands import command
from partners.oauth.models import Client
from partners.oauth.scopes import PERSON_SCOPES
from partners.oauth.server import settings
from partners.oauth.services import register_client
from partners.oauth.services.protect_client import protect_client
from partners.oauth.token_keys import Algorithm
from partners.organisations import Organisation

clients = AppGroup("clients", help="The programs of organisations.")


@clients.command("register")
@click.argument("organisation_code")
@click.option("--name", required=True, help="What people read when they consent.")
@click.option("--scope", "scopes", multiple=True, required=True)
@click.option("--redirect-uri", "redirect_uris", multiple=True)
@click.option(
    "--post-logout-redirect-uri",
    "post_logout_redirect_uris",
    multiple=True,
    help="Where people may be sent back to after it had them signed out.",
)
@click.option("--public", is_flag=True, help="It keeps no secret: PKCE alone.")
@click.option(
    "--keys",
    type=click.File(encoding="utf-8"),
    help="A file with its public keys, a JWK set: it signs instead of having a secret.",
)
@click.option(
    "--high-security",
    is_flag=True,
    help="It signs, pushes its requests and binds its tokens; production demands this"
    " with scopes that move money. Needs --keys.",
)
@click.option(
    "--waive-profile",
    metavar="REASON",
    help="Let it do without --high-security; the reason is kept on the record.",
)
@click.option(
    "--pushed-only",
    is_flag=True,
    help="It must push its authorization requests (RFC 9126).",
)
@click.option(
    "--bound-tokens",
    is_flag=True,
    help="It gets tokens for a proof of a key only (DPoP, RFC 9449).",
)
@click.option(
    "--grant",
    "grants",
    type=click.Choice(register_client.GRANT_TYPES),
    multiple=True,
    help="Without it: all that a client of its kind can use.",
)
@click.option(
    "--id-token-alg",
    type=click.Choice([str(one) for one in Algorithm]),
    default=str(Algorithm.ES256),
    show_default=True,
    help="What signs its id_tokens; RS256 for libraries that know nothing else.",
)
def register(
    organisation_code: str,
    name: str,
    scopes: tuple[str, ...],
    redirect_uris: tuple[str, ...],
    post_logout_redirect_uris: tuple[str, ...],
    public: bool,
    keys: TextIO | None,
    high_security: bool,
    waive_profile: str | None,
    pushed_only: bool,
    bound_tokens: bool,
    grants: tuple[str, ...],
    id_token_alg: str,
) -> None:
    """Register a program of an organisation, and print its id and its secret.

    The secret is shown this once. --scope, --redirect-uri and --grant may be given
    several times.
    """
    if high_security and keys is None:
        raise click.UsageError("--high-security needs --keys.")
    with command("clients.register") as session:
        client, secret = register_client.register_client(
            session,
            _organisation(session, organisation_code),
            name=name,
            scopes=set(scopes),
            redirect_uris=redirect_uris,
            post_logout_redirect_uris=post_logout_redirect_uris,
            grant_types=grants or _usable_grants(scopes, redirect_uris, public=public),
            auth_method=_auth_method(public=public, keys=keys),
            key_set=_read_json(keys) if keys is not None else None,
            id_token_alg=Algorithm(id_token_alg),
            requires_pushed_requests=pushed_only or high_security,
            requires_bound_tokens=bound_tokens or high_security,
            profile_required=settings().is_production,
            profile_waiver=(waive_profile or "").strip() or None,
            at=now(),
        )
    click.echo(f"client_id: {client.client_id}")
    if secret is not None:
        click.echo(f"client_secret: {secret}")


@clients.command("list")
@click.argument("organisation_code")
def list_all(organisation_code: str) -> None:
    """List an organisation's clients: id, state, name, security, grants, scopes."""
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
        described = [client.client_id, state, client.name, _security(client)]
        click.echo("  ".join([*described, grants, scopes]))


@clients.command("rotate-secret")
@click.argument("client_id")
def rotate_secret(client_id: str) -> None:
    """Give a client a new secret, printed this once; the one before it lives on until
    the next rotation."""
    with command("clients.rotate-secret") as session:
        secret = register_client.rotate_secret(
            session, _client(session, client_id), at=now()
        )
    click.echo(secret)


@clients.command("replace-keys")
@click.argument("client_id")
@click.argument("keys", type=click.File(encoding="utf-8"))
def replace_keys(client_id: str, keys: TextIO) -> None:
    """Give a client that signs the public keys of a file (a JWK set), and end all
    others; prints the thumbprint of each key that it has now."""
    with command("clients.replace-keys") as session:
        for thumbprint in register_client.replace_keys(
            session, _client(session, client_id), key_set=_read_json(keys), at=now()
        ):
            click.echo(thumbprint)


@clients.command("protect")
@click.argument("client_id")
@click.argument("keys", type=click.File(encoding="utf-8"))
def protect(client_id: str, keys: TextIO) -> None:
    """Put a client under the high-security profile, with the public keys of a file (a
    JWK set). Its secrets end now; its program must sign, push and bind from then on."""
    with command("clients.protect") as session:
        client = _client(session, client_id)
        protect_client(session, client, key_set=_read_json(keys), at=now())


def _security(client: Client) -> str:
    if client.has_high_security:
        return "high-security"
    return "waived" if client.profile_waiver else client.auth_method


def _auth_method(*, public: bool, keys: TextIO | None) -> str:
    if public and keys is not None:
        raise click.ClickException("A public client has no keys of its own.")
    if keys is not None:
        return "private_key_jwt"
    return "none" if public else "client_secret_basic"


def _read_json(file: TextIO) -> Any:
    try:
        return json.load(file)
    except ValueError as error:
        raise click.ClickException(f"{file.name} holds no JSON.") from error


def _client(session: Session, client_id: str) -> Client:
    client = session.scalar(select(Client).where(Client.client_id == client_id))
    if client is None:
        raise click.ClickException("There is no client of this id.")
    return client


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
