"""Commands on token keys: `flask --app wsgi token-keys list`, `rotate`, `withdraw`."""

import click
from flask.cli import AppGroup

from core.clock import now
from core.commands import command
from partners.oauth.token_keys.models import Algorithm
from partners.oauth.token_keys.queries import all_keys
from partners.oauth.token_keys.services import rotate as rotation

token_keys = AppGroup("token-keys", help="The keys that sign id_tokens.")


@token_keys.command("list")
def list_all() -> None:
    """List the keys: state, algorithm, when it was published, began and ended, kid."""
    with command("token-keys.list") as session:
        keys = all_keys(session)
    for key in keys:
        times = (key.published_at, key.activated_at, key.ended_at)
        shown = "  ".join(
            one.isoformat(timespec="seconds") if one else "-" for one in times
        )
        click.echo(f"{key.state}  {key.algorithm}  {shown}  {key.kid}")
    if not keys:
        click.echo("There are none yet: the first is made when it is asked for.")


@token_keys.command("rotate")
@click.option(
    "--algorithm",
    type=click.Choice([str(one) for one in Algorithm]),
    default=str(Algorithm.ES256),
    show_default=True,
)
def rotate(algorithm: str) -> None:
    """Let the next key sign now; refused while it is not known everywhere yet."""
    with command("token-keys.rotate") as session:
        key = rotation.rotate(session, Algorithm(algorithm), at=now())
    click.echo(f"{key.kid} signs from now on.")


# A kid may begin with a hyphen, and is no option then.
@token_keys.command("withdraw", context_settings={"ignore_unknown_options": True})
@click.argument("kid")
def withdraw(kid: str) -> None:
    """Take a key that leaked out of the key set at once; what it signed is void."""
    with command("token-keys.withdraw") as session:
        rotation.withdraw(session, kid, at=now())
    click.echo(f"{kid} is withdrawn. Clients learn it within five minutes.")
