"""/asyncapi.json, and /docs/events for people who program against the events."""

from functools import cache

from flask import Response, render_template

from openapi.json_provider import dump_json
from openapi.security import public
from partners.accounts.web import PageBlueprint
from partners.asyncapi.document import make_document
from partners.asyncapi.examples import EXAMPLE_SECRET
from partners.asyncapi.history import (
    Version,
    brought_up_to_date,
    current_versions,
    read_history,
)
from partners.asyncapi.reference import ALL_SAMPLES, entries_by_object

WHY_PUBLIC = "Documentation is for anyone."

blueprint = PageBlueprint("event_docs", __name__, template_folder="../templates")


@blueprint.get("/asyncapi.json")
@public(WHY_PUBLIC)
def document() -> Response:
    """All events, AsyncAPI 3."""
    return Response(_document(), mimetype="application/json")


@blueprint.get("/docs/events")
@public(WHY_PUBLIC)
def reference() -> str:
    """Every event, how to receive it and how to verify it."""
    return render_template(
        "asyncapi/events.html",
        groups=entries_by_object(_history()),
        samples=ALL_SAMPLES,
        secret=EXAMPLE_SECRET,
    )


@cache
def _document() -> bytes:
    return dump_json(make_document(_history()))


@cache
def _history() -> list[Version]:
    return brought_up_to_date(read_history(), current_versions())
