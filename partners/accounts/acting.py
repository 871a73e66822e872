"""What the form of a page does: one change, and then another page."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.errors import Refusal
from core.unit_of_work import unit_of_work
from openapi.problems import status_of


def carry_out(
    name: str,
    act: Callable[[Session], Any],
    *,
    done: str,
    then: str,
    again: Callable[[Refusal], str],
) -> Response | tuple[str, int]:
    """Act in one unit of work, say that it is done and lead on (303); or, where that is
    refused, show the page `again` with the refusal, under the refusal's status."""
    try:
        with unit_of_work(name) as session:
            act(session)
    except Refusal as refusal:
        return again(refusal), status_of(type(refusal))
    flash(done)
    return redirect(then, 303)
