"""Commands on staff: `staff appoint` is the way in for the first owner."""

import click
from flask.cli import AppGroup
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import now
from core.commands import command
from core.privacy import vault_of
from partners.accounts.models import Account
from partners.accounts.rules import normalise_email
from partners.organisations.models import Organisation
from partners.staff.rules import Role
from partners.staff.services.appoint import appoint

staff = AppGroup("staff", help="Who works for which organisation.")


@staff.command("appoint")
@click.argument("organisation_code")
@click.argument("email")
@click.option(
    "--role",
    "roles",
    type=click.Choice([str(role) for role in Role]),
    multiple=True,
    required=True,
    help="What the person does there; may be given several times.",
)
def appoint_person(organisation_code: str, email: str, roles: tuple[str, ...]) -> None:
    """Give the person with the account EMAIL a seat in an organisation.

    An owner invites all others from her pages.
    """
    with command("staff.appoint") as session:
        organisation = session.scalar(
            select(Organisation).where(Organisation.code == organisation_code)
        )
        if organisation is None:
            raise click.ClickException(
                f"There is no organisation with the code {organisation_code}."
                " `organisations list` shows all."
            )
        seat = appoint(
            session,
            organisation,
            account_id=_account(session, email).id,
            roles=set(roles),
            at=now(),
        )
    click.echo(f"{organisation_code}: {', '.join(seat.roles)}")


def _account(session: Session, email: str) -> Account:
    index = vault_of(session).index(normalise_email(email), field="email")
    account = session.scalar(select(Account).where(Account.email_index == index))
    if account is None:
        raise click.ClickException(
            "Nobody has an account with this e-mail. The person registers first."
        )
    return account
