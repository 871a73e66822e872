"""Bringing together what two people made of one run, place by place. Pure functions.

A place is a field of a plan, in the values of JSON; a session that both moved is one of
its own, `sessions/1`. How places are brought together: catalog/authoring/merging.py.
"""

from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from catalog.authoring.items import Rule
from catalog.authoring.merging import Merge, Places, merge
from catalog.schedules.rules import Plan, Span

LISTS: Mapping[str, Rule] = {
    "sessions": Rule(10, fixed=True),
    "access": Rule(20, ordered=False),
    "trainers": Rule(30, ordered=False),
    "assistants": Rule(30, ordered=False),
}
_ENDS = ("starts_at", "ends_at")
_INSTANTS = ("enrolment_opens_at", "enrolment_closes_at")


def places_of(plan: Plan) -> Places:
    """All that a plan says, by place."""
    return said({each.name: getattr(plan, each.name) for each in fields(plan)})


def said(values: Mapping[str, Any]) -> Places:
    """Some fields of a plan by place."""
    return {name: _said(value) for name, value in values.items()}


def values_of(places: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a plan that `said` made places of."""
    return {name: _value(name, said) for name, said in places.items()}


def merge_runs(
    base: Mapping[str, Any],
    theirs: Mapping[str, Any],
    changed: Mapping[str, Any],
    choices: Mapping[str, str] | None = None,
) -> Merge:
    """What became of the places of a run that I `changed` since I read `base`.

    A run that I move keeps the end of its enrolment that others set meanwhile.
    """
    found = merge(base, theirs, changed, choices, lists=LISTS)
    closes = "enrolment_closes_at"
    if "sessions" in found.mine and closes in found.theirs:
        mine = {**found.mine, closes: theirs[closes]}
        return Merge(mine, found.theirs, found.joined, found.both)
    return found


def _said(value: Any) -> Any:
    match value:
        case Span():
            return {
                "starts_at": _said(value.starts_at),
                "ends_at": _said(value.ends_at),
            }
        case tuple():
            return [_said(each) for each in value]
        case datetime():
            return value.astimezone(UTC).isoformat()
        case UUID():
            return str(value)
        case _:
            return value


def _value(name: str, said: Any) -> Any:
    if name == "sessions":
        return tuple(
            Span(
                *(datetime.fromisoformat(each[end]) for end in ("starts_at", "ends_at"))
            )
            for each in said
        )
    if name in ("trainers", "assistants"):
        return tuple(sorted(UUID(each) for each in said or ()))
    if name == "access":
        return tuple(said or ())
    if name in _INSTANTS and said is not None:
        return datetime.fromisoformat(said)
    return said
