"""Ties of organisations."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from partners.conflicts import OrganisationTie, TieKind
from partners.conflicts.identity import Party
from partners.conflicts.rules import TieDraft
from partners.conflicts.services.record import add_tie
from partners.organisations import Organisation
from tests.factories.partners import EARLY

JAKARTA = ZoneInfo("Asia/Jakarta")


def make_register_tie(
    session: Session, organisation: Organisation, kind: TieKind, **changes: Any
) -> OrganisationTie:
    """A tie that the organisation has declared, with all that follows from it."""
    return add_tie(
        session,
        TieDraft(organisation_id=organisation.id, kind=kind, **changes),
        by=None,
        at=EARLY,
        zone=JAKARTA,
    )


def person(name: str, born: str = "1980-05-17", **changes: Any) -> Party:
    """Somebody with a name and a birth date."""
    values = {"is_person": True, "name": name, "birth_date": date.fromisoformat(born)}
    return Party(**(values | changes))


def make_officer(session: Session, organisation: Organisation, name: str) -> Any:
    return make_register_tie(session, organisation, TieKind.OFFICER, party=person(name))
