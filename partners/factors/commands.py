"""Commands on accounts, for what people cannot do themselves. Each says why."""

from collections.abc import Callable
from typing import Any

import click
from flask.cli import AppGroup
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import now
from core.commands import command
from core.privacy import vault_of
from partners.accounts.models import Account
from partners.accounts.rules import normalise_email
from partners.accounts.services.disable import (
    disable_account,
    enable_account,
    sign_out_everywhere,
)
from partners.factors.services.reset import reset_factors

accounts = AppGroup("accounts", help="Accounts of people.")


def about_account(function: Callable[..., Any]) -> Callable[..., Any]:
    """The arguments of every command here: whose account, and why."""
    why = click.option("--reason", required=True, help="Why; kept on record.")
    return click.argument("email")(why(function))


@accounts.command("disable")
@about_account
def disable(email: str, reason: str) -> None:
    """Keep the person with EMAIL out: sessions end, tokens are dead."""
    with command("accounts.disable") as session:
        disable_account(session, _find(session, email), reason=reason, at=now())
    click.echo("Disabled.")


@accounts.command("enable")
@about_account
def enable(email: str, reason: str) -> None:
    """Let the person with EMAIL in again."""
    with command("accounts.enable") as session:
        enable_account(session, _find(session, email), reason=reason, at=now())
    click.echo("Enabled.")


@accounts.command("sign-out")
@about_account
def sign_out(email: str, reason: str) -> None:
    """Sign all browsers of the person with EMAIL out."""
    with command("accounts.sign_out") as session:
        account = _find(session, email)
        ended = sign_out_everywhere(session, account, reason=reason, at=now())
    click.echo(f"{ended} browsers were signed out.")


@accounts.command("reset-factors")
@about_account
def reset(email: str, reason: str) -> None:
    """Take all second factors from the person with EMAIL, who has lost them."""
    with command("accounts.reset_factors") as session:
        reset_factors(session, _find(session, email).id, reason=reason, at=now())
    click.echo("The password alone opens the account now. She was told by mail.")


def _find(session: Session, email: str) -> Account:
    index = vault_of(session).index(normalise_email(email), field="email")
    account = session.scalar(select(Account).where(Account.email_index == index))
    if account is None:
        raise click.ClickException("Nobody has an account with this e-mail.")
    return account
