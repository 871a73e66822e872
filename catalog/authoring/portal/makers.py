"""Who changed what, by the names that colleagues know."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from catalog.authoring.since import Edit
from partners.oauth.clients.queries import names_of_clients
from partners.staff.queries import names_at


@dataclass(frozen=True)
class Maker:
    """Who changed a field last, and when; "" where nobody knows the name any more."""

    name: str
    at: datetime


def makers(
    session: Session, edits: Iterable[Edit], *, institution_id: UUID
) -> Mapping[str, Maker]:
    """By field who changed it last: a person of the institution, or its program."""
    listed = list(edits)
    named = {each.by: each.by.partition(":")[::2] for each in listed}
    people = {UUID(key) for kind, key in named.values() if kind == "account"}
    programs = {key for kind, key in named.values() if kind == "client"}
    names = {
        f"account:{key}": name
        for key, name in names_at(session, institution_id, people).items()
    } | {
        f"client:{key}": str(_("the program %(name)s", name=name))
        for key, name in names_of_clients(session, institution_id, programs).items()
    }
    return {
        field: Maker(names.get(edit.by, ""), edit.at)
        for edit in listed
        for field in edit.fields
    }
