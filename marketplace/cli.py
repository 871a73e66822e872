"""Commands: `flask --app wsgi <group> <command>`."""

import json
import sys
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from catalog.feed.commands import catalog_feed
from catalog.regions.commands import regions
from catalog.reviews.commands import reviews
from catalog.taxonomies.commands import taxonomies
from core import migrations
from core.clock import now
from core.context import acting_as
from core.jobs import worker
from core.ledger import proof
from core.unit_of_work import snapshot
from marketplace.incentives.commands import incentives
from marketplace.organisation_commands import organisations
from marketplace.privacy_commands import privacy
from marketplace.programme.commands import schemes
from openapi.api import Api
from openapi.json_provider import dump_json
from partners.asyncapi.document import make_document
from partners.asyncapi.history import (
    SchemaChanged,
    brought_up_to_date,
    current_versions,
    read_history,
    rendered,
)
from partners.conflicts.commands import conflicts
from partners.factors.commands import accounts
from partners.oauth.commands import clients
from partners.oauth.token_keys.commands import token_keys
from partners.staff.commands import staff
from partners.switches.commands import switches

db = AppGroup("db", help="The database's schema.")
ledger = AppGroup("ledger", help="The books.")
jobs = AppGroup("jobs", help="Background work.")
contract = AppGroup("contract", help="What is published: openapi.json, asyncapi.json.")
_OF_DOMAINS = (
    reviews,
    regions,
    taxonomies,
    catalog_feed,
    accounts,
    organisations,
    clients,
    token_keys,
    conflicts,
    staff,
    switches,
    schemes,
    incentives,
    privacy,
)


def register(app: Flask) -> None:
    """Add the commands to the application."""
    for group in (db, ledger, jobs, contract, *_OF_DOMAINS):
        app.cli.add_command(group)
    app.cli.add_command(seed_demo)


@db.command("upgrade")
def db_upgrade() -> None:
    """Apply every migration that the database does not have."""
    migrations.upgrade(current_app.extensions["platform"].engine)


@db.command("check")
def db_check() -> None:
    """Fail when models and migrations differ."""
    migrations.check(current_app.extensions["platform"].engine)


@db.command("revision")
@click.argument("number")
@click.argument("message")
def db_revision(number: str, message: str) -> None:
    """Write migration NUMBER from the difference between models and database."""
    migrations.revise(current_app.extensions["platform"].engine, message, number)


@ledger.command("prove")
def ledger_prove() -> None:
    """Prove the books over the whole database, while it is in use."""
    with snapshot("ledger.prove") as session:
        result = proof.prove(session)
    click.echo(f"{result.entries} entries, {result.postings} postings")
    for currency, total in result.totals.items():
        click.echo(f"trial balance {currency}: {total}")
    for name in (
        "unbalanced_entries",
        "empty_entries",
        "drifted_accounts",
        "negative_accounts",
    ):
        for found in getattr(result, name):
            click.echo(f"{name}: {found}", err=True)
    click.echo("The books hold." if result.holds else "The books do not hold.")
    sys.exit(0 if result.holds else 1)


@jobs.command("work")
def jobs_work() -> None:
    """Work off the queue until asked to stop; run as many as you like."""
    with acting_as("job"):
        worker.work(current_app.extensions["settings"])


@jobs.command("run-once")
def jobs_run_once() -> None:
    """Work off what waits now, and stop; periodic jobs are not waited for."""
    with acting_as("job"):
        worker.run_once(current_app.extensions["settings"])


@click.command("seed")
def seed_demo() -> None:
    """Fill the database for a demo: real courses, made-up people."""
    # Here, because a web process has no use for the library of invented names,
    # which is a development requirement.
    from marketplace.seed.run import seed

    seed(current_app.extensions["settings"], at=now(), say=click.echo)


@contract.command("write")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def contract_write(folder: Path) -> None:
    """Write the documents into FOLDER, indented, in a stable order."""
    for name, text in _documents().items():
        (folder / name).write_text(text, encoding="utf-8")


@contract.command("check")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def contract_check(folder: Path) -> None:
    """Fail when a file in FOLDER is not what the code publishes."""
    for name, text in _documents().items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            raise click.ClickException(f"{path} is out of date: run `make openapi`.")


def _documents() -> dict[str, str]:
    api: Api = current_app.extensions["flask-smorest"]["apis"][""]["ext_obj"]
    try:
        events = brought_up_to_date(read_history(), current_versions())
    except SchemaChanged as error:
        raise click.ClickException(str(error)) from error
    return {
        "openapi.json": _rendered(dump_json(api.contract())),
        "asyncapi.json": _rendered(dump_json(make_document(events))),
        "event-schemas.json": rendered(events),
    }


def _rendered(document: bytes) -> str:
    return json.dumps(json.loads(document), indent=1, ensure_ascii=False) + "\n"
