"""Commands on the taxonomies: `flask --app wsgi taxonomies load`."""

import click
from flask.cli import AppGroup

from catalog.taxonomies.reading import read_taxonomies
from catalog.taxonomies.services.describe import describe_courses
from catalog.taxonomies.services.load import load_taxonomies
from core.clock import now
from core.commands import command

taxonomies = AppGroup("taxonomies", help="Occupations, skills, units of competence.")


@taxonomies.command("load")
@click.option(
    "--accept-withdrawals",
    is_flag=True,
    help="Go on although the edition lacks much of the one before.",
)
def load(accept_withdrawals: bool) -> None:
    """Store the edition that ships; safe to run again, and after every new version."""
    with command("taxonomies.load") as session:
        loaded = load_taxonomies(
            session,
            read_taxonomies(),
            at=now(),
            accept_withdrawals=accept_withdrawals,
        )
        courses = describe_courses(session)
    click.echo(
        f"{loaded.stored} concepts are new or have changed, {loaded.withdrawn} are"
        f" withdrawn; {courses} courses are found by other words now."
    )
