"""Commands on schemes: `flask --app wsgi schemes store normal`."""

import json
from pathlib import Path
from typing import cast

import click
from flask.cli import AppGroup

from core.clock import now
from core.commands import Handle, command
from core.database import Json
from marketplace.programme.errors import SchemeUnusable
from marketplace.programme.models import Scheme
from marketplace.programme.queries import latest_scheme
from marketplace.programme.services.store_scheme import store_scheme
from marketplace.programme.shipped import TITLES, shipped_document

schemes = AppGroup("schemes", help="The programme's parameters, in versions.")


@schemes.command("store")
@click.argument("code", type=Handle())
@click.option(
    "--file",
    "path",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The document, as JSON. Without it: the document that ships under CODE.",
)
@click.option("--title", help="What people read. Without it: the title so far.")
def store(code: str, path: Path | None, title: str | None) -> None:
    """Store a document as the next version of scheme CODE.

    The same document adds no version. Batches keep the version that they were planned
    under.
    """
    with command("schemes.store") as session:
        latest = latest_scheme(session, code)
        scheme = store_scheme(
            session,
            code=code,
            title=title or _title_so_far(code, latest),
            document=_document(code, path),
            at=now(),
        )
    if latest is not None and latest.version == scheme.version:
        click.echo(f"{code}: version {scheme.version} says the same; nothing stored.")
    else:
        click.echo(f"{code}: version {scheme.version} stored, {scheme.title!r}.")


def _title_so_far(code: str, latest: Scheme | None) -> str:
    title = latest.title if latest else TITLES.get(code)
    if title is None:
        raise click.UsageError("A new scheme needs a --title.")
    return title


def _document(code: str, path: Path | None) -> Json:
    """What is in the file, or ships; raises SchemeUnusable if it is not JSON."""
    if path is None:
        if code not in TITLES:
            shipped = " and ".join(sorted(TITLES))
            raise click.UsageError(f"Only {shipped} ship; give a --file for {code}.")
        return shipped_document(code)
    try:
        return cast(Json, json.loads(path.read_text("utf-8")))
    except ValueError as error:
        raise SchemeUnusable(problem=f"{path.name} is not JSON: {error}.") from error
