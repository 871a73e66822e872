"""How much unfinished work an institution may keep: one rule, in one document."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session

from catalog.authoring.errors import TooManyDrafts
from catalog.authoring.queries import unpublished_count

FILE = Path(__file__).with_name("limits.toml")


@dataclass(frozen=True)
class Limits:
    """See limits.toml."""

    unpublished: int


@cache
def limits() -> Limits:
    return Limits(**tomllib.loads(FILE.read_text(encoding="utf-8")))


def check_room(session: Session, provider_id: UUID, *, more: int) -> None:
    """Raise TooManyDrafts if an institution may not begin so many courses more."""
    most = limits().unpublished
    if more and unpublished_count(session, provider_id) + more > most:
        raise TooManyDrafts(limit=most)
