"""Commands on the feed: `flask --app wsgi catalog-feed check`."""

import sys

import click
from flask.cli import AppGroup

from catalog.feed.tasks import check_all, relay_all
from core.clock import now
from core.context import acting_as

catalog_feed = AppGroup("catalog-feed", help="What platforms sync.")


@catalog_feed.command("check")
@click.option("--mend", is_flag=True, help="Have what drifted published again.")
def check(mend: bool) -> None:
    """Compare what is published with the tables; fails when they differ."""
    with acting_as("command:catalog-feed.check"):
        found, false = check_all(mend=mend, at=now())
    for what in ("changed_or_missing", "left_over"):
        click.echo(f"{what.replace('_', ' ')}: {found[what]}")
    click.echo(f"false checksums: {', '.join(false) or 'none'}")
    if false or (found and not mend):
        sys.exit(1)


@catalog_feed.command("relay")
def relay() -> None:
    """Publish what changed at once, as the job does every two seconds."""
    with acting_as("command:catalog-feed.relay"):
        relay_all()
    click.echo("Everything that had changed is published.")
