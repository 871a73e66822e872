"""Commands on sealed data: `flask --app wsgi privacy reseal` and `privacy status`."""

import sys

import click
from flask.cli import AppGroup
from sqlalchemy import text

from core.context import acting_as
from core.privacy import vault_of
from core.privacy.queries import values_by_key
from core.privacy.services.reseal import Broken
from core.privacy.tasks import ask_for_pass, reseal_pass
from core.unit_of_work import unit_of_work

# The first does the work, the next what was being changed meanwhile. More of them only
# chase a process that still seals with an old key.
PASSES = 5

privacy = AppGroup("privacy", help="Personal data and the keys it is sealed with.")


@privacy.command("status")
def status() -> None:
    """How many values stand under which key; fails if a key is not configured."""
    with unit_of_work("privacy.status") as session:
        # It reads whole tables, which may take longer than a request ever should.
        session.execute(text("SET LOCAL statement_timeout = 0"))
        counts = values_by_key(session)
        key_ids = vault_of(session).key_ids
    unknown = 0
    for count in counts:
        known = count.key_id in key_ids
        unknown += 0 if known else count.values
        remark = _remark(count.key_id, key_ids)
        name = f"{count.table}.{count.column}"
        click.echo(f"{name}  {count.key_id or '(none)'}{remark}  {count.values}")
    if unknown:
        click.echo(f"{unknown} values are under a key that is not configured.")
    sys.exit(1 if unknown else 0)


@privacy.command("reseal")
@click.option("--background", is_flag=True, help="Leave it to the workers.")
def reseal(background: bool) -> None:
    """Seal every value anew that is not under the active key; safe to run again.

    Fails if a value does not open, or is left because somebody was changing its row.
    """
    with acting_as("command:privacy.reseal"):
        if background:
            with unit_of_work("privacy.ask_for_pass") as session:
                ask_for_pass(session)
            click.echo("The workers will do it; see `privacy status`.")
            return
        sys.exit(1 if _reseal_all() else 0)


def _reseal_all() -> bool:
    """Passes until one finds nothing more to do; whether anything is left."""
    total = 0
    for _ in range(PASSES):
        resealed, broken = _one_pass()
        total += resealed
        if not resealed:
            break
    for value in broken:
        click.echo(f"unreadable: {value.table}.{value.column} of {value.row}", err=True)
    with unit_of_work("privacy.status") as session:
        session.execute(text("SET LOCAL statement_timeout = 0"))
        active = vault_of(session).key_ids[0]
        left = sum(c.values for c in values_by_key(session) if c.key_id != active)
    click.echo(f"{total} values sealed anew under {active}, {left} left.")
    return left > 0


def _one_pass() -> tuple[int, list[Broken]]:
    resealed = 0
    broken: list[Broken] = []
    for chunk in reseal_pass():
        resealed += chunk.resealed
        broken.extend(chunk.broken)
        if chunk.resealed:
            click.echo(f"{chunk.table}: {chunk.resealed} sealed anew")
    return resealed, broken


def _remark(key_id: str, key_ids: tuple[str, ...]) -> str:
    if key_id == key_ids[0]:
        return " (active)"
    return "" if key_id in key_ids else " (not configured)"
