"""Commands on the register: `conflicts rebuild` after a change of its rules."""

import click
from flask.cli import AppGroup

from core.clock import now
from core.commands import command
from partners.conflicts.services.regroup import rebuild

conflicts = AppGroup("conflicts", help="The register of conflicts of interest.")


@conflicts.command("rebuild")
def rebuild_groups() -> None:
    """Apply the present rules to all ties, and compute the groups anew."""
    with command("conflicts.rebuild") as session:
        groups = rebuild(session, at=now())
    click.echo(f"{groups} groups of organisations are tied.")
