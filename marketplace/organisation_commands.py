"""Commands on organisations: `organisations register` and `organisations list`.

Here and not in partners, because a name is compared as the import of courses does it.
"""

import click
from flask.cli import AppGroup
from sqlalchemy import select

from core.clock import now
from core.commands import Handle, command
from core.names import comparison_key, tidy
from partners.organisations import Kind, Organisation, Standing
from partners.organisations.services.change_standing import change_standing
from partners.organisations.services.register import register_organisation

# How a newly registered organisation becomes one that may act.
TO_APPROVAL = (Standing.UNDER_REVIEW, Standing.APPROVED)

organisations = AppGroup("organisations", help="Who takes part in the programme.")


@organisations.command("register")
@click.argument("name")
@click.option("--code", type=Handle(), required=True, help="Its short public handle.")
@click.option(
    "--kind",
    "kinds",
    type=click.Choice([str(kind) for kind in Kind]),
    multiple=True,
    required=True,
    help="What it does in the programme; may be given several times.",
)
@click.option("--approve", is_flag=True, help="It was reviewed and may act at once.")
def register(name: str, code: str, kinds: tuple[str, ...], approve: bool) -> None:
    """Register the organisation NAME, which may not act before it is approved."""
    name_key = comparison_key(name)
    if not name_key:
        raise click.UsageError("The name has no letters.")
    at = now()
    with command("organisations.register") as session:
        organisation = register_organisation(
            session,
            code=code,
            name=tidy(name),
            name_key=name_key,
            kinds={Kind(kind) for kind in kinds},
            at=at,
        )
        for standing in TO_APPROVAL if approve else ():
            change_standing(
                session, organisation_id=organisation.id, standing=standing, at=at
            )
    click.echo(_line(organisation))


@organisations.command("list")
def list_all() -> None:
    """List all organisations by code: code, standing, kinds, name."""
    with command("organisations.list") as session:
        found = session.scalars(select(Organisation).order_by(Organisation.code)).all()
    for organisation in found:
        click.echo(_line(organisation))


def _line(organisation: Organisation) -> str:
    kinds = ",".join(organisation.kinds)
    return f"{organisation.code}  {organisation.standing}  {kinds}  {organisation.name}"
