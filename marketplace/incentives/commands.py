"""Commands on incentives: `flask --app wsgi incentives retry <id>`."""

from uuid import UUID

import click
from flask.cli import AppGroup

from core.clock import now
from core.context import acting_as
from core.errors import Refusal
from core.unit_of_work import unit_of_work
from marketplace.incentives.services.retry import retry_payment

incentives = AppGroup("incentives", help="Incentives and their payment.")


@incentives.command("retry")
@click.argument("incentive_id", type=click.UUID)
def retry(incentive_id: UUID) -> None:
    """Pay a failed incentive again, once a person has looked into the failure."""
    try:
        with acting_as("command:incentives.retry"), unit_of_work("retry") as session:
            retry_payment(session, entitlement_id=incentive_id, at=now())
    except Refusal as refusal:
        raise click.ClickException(f"{refusal} {refusal.remedy.en}") from refusal
    click.echo("The incentive is scheduled again.")
