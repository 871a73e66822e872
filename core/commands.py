"""What the commands of all domains share: their transaction, and how they say no."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.orm import Session

from core.context import acting_as
from core.errors import Refusal
from core.unit_of_work import unit_of_work

_HANDLE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
HANDLE_LENGTH = 64


@contextmanager
def command(name: str) -> Iterator[Session]:
    """The one transaction of a command, on the record as `command:<name>`.

    A refusal rolls it back and ends the command with status 1 and the refusal's words,
    without a traceback.
    """
    try:
        with acting_as(f"command:{name}"), unit_of_work(name) as session:
            yield session
    except Refusal as refusal:
        raise click.ClickException(words_of(refusal)) from refusal


def words_of(refusal: Refusal) -> str:
    """A refusal's title, detail and remedy in English, in one line."""
    remedy = refusal.remedy.format(**refusal.members)
    return f"{refusal.title.en}. {refusal} {remedy.en}"


class Handle(click.ParamType[str]):
    """A short public name that can stand in an address: `pintar-belajar`."""

    name = "handle"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """The text itself; ends the command with status 2 if it is not a handle."""
        if len(value) > HANDLE_LENGTH or not _HANDLE.fullmatch(value):
            self.fail(
                f"{value!r} must be small letters, digits and single hyphens between"
                f" them, {HANDLE_LENGTH} characters at most.",
                param,
                ctx,
            )
        return value
