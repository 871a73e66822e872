"""Commands on staff: the way in for the first owner of an organisation."""

import click
from flask.cli import AppGroup
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import now
from core.commands import command
from core.privacy import vault_of
from core.text import LOCALES
from partners.accounts.models import Account
from partners.accounts.rules import normalise_email
from partners.organisations.models import Organisation
from partners.staff.rules import Role
from partners.staff.services.appoint import appoint
from partners.staff.services.invite import invite

staff = AppGroup("staff", help="Who works for which organisation.")


ROLES = click.option(
    "--role",
    "roles",
    type=click.Choice([str(role) for role in Role]),
    multiple=True,
    required=True,
    help="What the person does there; may be given several times.",
)


@staff.command("appoint")
@click.argument("organisation_code")
@click.argument("email")
@ROLES
def appoint_person(organisation_code: str, email: str, roles: tuple[str, ...]) -> None:
    """Give the person with the account EMAIL a seat in an organisation.

    An owner invites all others from her pages.
    """
    with command("staff.appoint") as session:
        seat = appoint(
            session,
            _organisation(session, organisation_code),
            account_id=_account(session, email).id,
            roles=set(roles),
            at=now(),
        )
    click.echo(f"{organisation_code}: {', '.join(seat.roles)}")


@staff.command("invite")
@click.argument("organisation_code")
@click.argument("email")
@ROLES
@click.option(
    "--language",
    type=click.Choice(LOCALES),
    default="id",
    show_default=True,
    help="The language of the letter.",
)
def invite_person(
    organisation_code: str, email: str, roles: tuple[str, ...], language: str
) -> None:
    """Invite EMAIL by a letter: the way in for the first owner without an account."""
    with command("staff.invite") as session:
        made = invite(
            session,
            _organisation(session, organisation_code),
            email=email,
            roles=set(roles),
            locale=language,
            by=None,
            at=now(),
        )
    last_day = f"{made.expires_at:%Y-%m-%d}"
    click.echo(f"A letter with a link is on its way; it is good until {last_day}.")


def _organisation(session: Session, code: str) -> Organisation:
    organisation = session.scalar(select(Organisation).where(Organisation.code == code))
    if organisation is None:
        raise click.ClickException(
            f"There is no organisation with the code {code}."
            " `organisations list` shows all."
        )
    return organisation


def _account(session: Session, email: str) -> Account:
    index = vault_of(session).index(normalise_email(email), field="email")
    account = session.scalar(select(Account).where(Account.email_index == index))
    if account is None:
        raise click.ClickException(
            "Nobody has an account with this e-mail. `staff invite` writes to it."
        )
    return account
