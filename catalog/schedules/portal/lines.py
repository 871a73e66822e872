"""What a place of a run says, line by line, in the reader's language."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from catalog.courses.wording import ACCESS_NEEDS
from catalog.schedules.wording import ZONES
from core.formats import write_moment
from core.text import Text

_AT_ONCE = Text("At once", "Seketika")
_LATEST = Text("As late as is allowed", "Selambat yang diperbolehkan")
_UNSAID = {"enrolment_opens_at": _AT_ONCE, "enrolment_closes_at": _LATEST}


def run_lines(
    place: str, value: Any, *, zone: str, names: Mapping[str, str], language: str
) -> list[str]:
    """A place with instants in `zone`; `names` of trainers by id, and of districts by
    their code."""
    field, _, item = place.partition("/")
    there = ZoneInfo(zone)
    if value is None:
        return [_UNSAID[field].in_(language)] if field in _UNSAID else []
    match field:
        case "sessions":
            spans = [value] if item else value
            return [_span(each, there, language) for each in spans]
        case "enrolment_opens_at" | "enrolment_closes_at":
            return [_moment(value, there, language)]
        case "zone":
            return [ZONES[value].in_(language) if value in ZONES else value]
        case "access":
            return [ACCESS_NEEDS[each].in_(language) for each in value]
        case "trainers" | "assistants":
            return [names.get(each, each) for each in value]
        case _:
            return [names.get(value, str(value))]


def _span(span: Mapping[str, str], zone: ZoneInfo, language: str) -> str:
    ends = span["starts_at"], span["ends_at"]
    return " – ".join(_moment(each, zone, language) for each in ends)


def _moment(instant: str, zone: ZoneInfo, language: str) -> str:
    there = datetime.fromisoformat(instant)
    return write_moment(there, zone=zone, language=language)
