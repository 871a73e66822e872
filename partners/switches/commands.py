"""Commands on switches, for the hour in which the pages cannot be reached."""

from uuid import UUID

import click
from flask.cli import AppGroup
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import now
from core.commands import command
from core.privacy import vault_of
from core.text import Text
from partners.accounts.models import Account
from partners.accounts.rules import normalise_email
from partners.staff.errors import NotOnTheStaff, PermissionMissing
from partners.staff.queries import operator_seat
from partners.staff.rules import Permission
from partners.switches.models import Switch
from partners.switches.queries import closures_in_force
from partners.switches.services.close import close_switch

switches = AppGroup("switches", help="What is stopped at once, for everybody.")


@switches.command("close")
@click.argument("switch", type=click.Choice([str(each) for each in Switch]))
@click.option("--scheme", help="Of the programme: one scheme alone, by its code.")
@click.option("--reason-en", required=True, help="Shown to everybody, in English.")
@click.option("--reason-id", required=True, help="Shown to everybody, in Indonesian.")
@click.option("--by", required=True, help="Whose decision it is: her e-mail.")
def close(
    switch: str, scheme: str | None, reason_en: str, reason_id: str, by: str
) -> None:
    """Close SWITCH from now on. Two people open it again, on the pages."""
    with command("switches.close") as session:
        closure = close_switch(
            session,
            switch=Switch(switch),
            scheme_code=scheme,
            reason=Text(reason_en, reason_id),
            by=_who_may(session, by),
            at=now(),
        )
    click.echo(f"Closed from now on ({closure.id}).")


@switches.command("list")
def list_closed() -> None:
    """List what is closed now."""
    with command("switches.list") as session:
        closed = closures_in_force(session)
    for each in closed:
        what = each.switch + (f" of {each.scheme_code}" if each.scheme_code else "")
        click.echo(
            f"{what}, since {each.closed_at:%Y-%m-%d %H:%M %Z}: {each.reason_en}"
        )
    if not closed:
        click.echo("Nothing is closed.")


def _who_may(session: Session, email: str) -> UUID:
    """The account of a member of the operator's staff who may close."""
    index = vault_of(session).index(normalise_email(email), field="email")
    account = session.scalar(
        select(Account).where(
            Account.email_index == index, Account.disabled_at.is_(None)
        )
    )
    staff = operator_seat(session, account.id) if account else None
    if account is None or staff is None:
        raise NotOnTheStaff
    if Permission.SWITCHES_OPERATE not in staff.permissions:
        raise PermissionMissing(permission=Permission.SWITCHES_OPERATE)
    return account.id
