"""Commands on regions: `flask --app wsgi regions load`."""

import click
from flask.cli import AppGroup

from catalog.regions.reading import read_regions
from catalog.regions.services.load import load_regions
from core.commands import command

regions = AppGroup("regions", help="Provinces, regencies and districts.")


@regions.command("load")
def load() -> None:
    """Store the regions that ship; safe to run again, and after every new version."""
    with command("regions.load") as session:
        loaded = load_regions(session, read_regions())
    click.echo(
        f"{loaded.provinces} provinces, {loaded.regencies} regencies and"
        f" {loaded.districts} districts are new or have changed."
    )
