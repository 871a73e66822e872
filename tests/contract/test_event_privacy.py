"""WH-08: events hold ids and amounts; nothing personal can be in them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Annotated
from uuid import UUID

import pytest

import marketplace.models  # noqa: F401 (all tables, for the names of what is sealed)
from core.database import Base
from core.events import Event, published_events
from core.events.fields import Described, code
from core.events.members import NotTold, members_of
from tests.contract.filling import filled

PERSONAL = {
    "full name": "Zulaikha Wirasentosa",
    "first name": "Zulaikha",
    "nik": "3273015705984321",
    "account number": "5556667778",
    "phone": "+6281298765432",
    "e-mail": "zulaikha.planted@mail.example",
    "address": "Jl. Merdeka 12, Bandung",
    "a remark": "Ia tidak hadir karena sakit.",
}
WORDS = {
    *("nik", "kk", "name", "email", "phone", "birth", "born", "address", "mother"),
    *("gender", "sex", "religion", "account_number", "holder", "iban", "photo", "ip"),
    *("latitude", "longitude", "reason", "note", "comment", "remark", "text"),
}
# A number that an organisation gave to something, and that it alone is told again.
OWN_NUMBERS = {"platform_reference"}
CANNOT_SPEAK = (UUID, int, bool, date, datetime)


def sealed_names() -> set[str]:
    """The columns that hold personal data or secrets, by what they seal."""
    return {
        column.info["sealed"]
        for table in Base.metadata.tables.values()
        for column in table.columns
        if "sealed" in column.info
    }


def faults_of(event: type[Event]) -> list[str]:
    """The members of an event that might say something about a person."""
    found = []
    for name, member in members_of(event).items():
        if issubclass(member.kind, Enum):
            continue
        if name in sealed_names() or set(name.split("_")) & WORDS:
            found.append(f"{name} is named like something personal")
        elif not issubclass(member.kind, CANNOT_SPEAK) and member.pattern is None:
            found.append(f"{name} is free text: describe it as core/events/fields.py")
    return found


def test_wh_08_no_event_has_a_member_that_could_speak_of_a_person():
    assert {
        event.topic: faults
        for event in published_events()
        if (faults := faults_of(event))
    } == {}


def test_wh_08_no_text_of_an_event_takes_anything_personal():
    taken = []
    for event in published_events():
        for name, member in members_of(event).items():
            if member.kind is not str or name in OWN_NUMBERS:
                continue
            for what, value in PERSONAL.items():
                try:
                    filled(event, **{name: value})
                except NotTold:
                    continue
                taken.append((event.topic, name, what))

    assert taken == []


def test_wh_08_an_organisation_s_own_number_is_told_to_it_alone():
    for event in published_events():
        if OWN_NUMBERS & set(members_of(event)):
            assert event.told_to == "the platform that sold it", event.topic


def test_wh_08_what_is_private_is_never_told():
    """Every field that serves subscribers only, filled with something personal."""
    tried = 0
    for event in published_events():
        hidden = dict.fromkeys(event.private, PERSONAL["nik"])
        tried += len(hidden)

        told = filled(event, **hidden).data()

        assert PERSONAL["nik"] not in repr(told), event.topic
        assert not set(told) & event.private, event.topic
    assert tried > 0


def test_the_search_has_teeth():
    @dataclass(frozen=True, kw_only=True)
    class Gossip(Event):
        topic = "tests.gossip"
        object_field = "thing_id"

        thing_id: UUID
        remark: str
        holder_name: Annotated[str, code("Whose it is.", "ani")]
        word: Annotated[str, Described("A word.", "word", pattern="[a-z]+")]

    assert [fault.partition(" ")[0] for fault in faults_of(Gossip)] == [
        "remark",
        "holder_name",
    ]
    with pytest.raises(NotTold):
        filled(Gossip, word="Ani Lestari")
