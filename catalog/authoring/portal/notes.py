"""What is said beside an input: what the checker finds, what was asked for, and what
could not be read."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from catalog.authoring.checking import Lack
from catalog.authoring.portal.fields import Field, Form
from catalog.curation.wording import FIELDS as LABELS
from core.text import LOCALES, Text


@dataclass(frozen=True)
class Note:
    """`kind` is `lack`, `warning`, `asked` or `fault`; `source` is where a rule is
    from."""

    kind: str
    words: str
    source: str = ""


def anchors(field: Field, typed: Any) -> set[str]:
    """The places of a field that the page can point at."""
    code = field.code
    match field.form:
        case Form.LINE | Form.PROSE:
            return {code, *(f"{code}/{language}" for language in LOCALES)}
        case Form.ROWS | Form.MEDIA | Form.CONCEPTS | Form.TRAINERS:
            return {code, *(f"{code}/{row}" for row in range(len(typed)))}
        case Form.SYLLABUS:
            sessions = {f"{code}/{row}" for row in range(len(typed))}
            parts = {
                f"{code}/{row}/parts/{number}"
                for row, session in enumerate(typed)
                for number in range(len(session["parts"]))
            }
            return {code} | sessions | parts
        case _:
            return {code}


def notes_beside(
    known: Collection[str],
    *,
    missing: Iterable[Lack],
    warnings: Iterable[Lack],
    changes: Iterable[Mapping[str, str]],
    faults: Mapping[str, Text],
    language: str,
) -> dict[str, list[Note]]:
    """By place what stands there, what could not be read first."""
    found: dict[str, list[Note]] = defaultdict(list)

    def put(place: str, kind: str, words: str, source: str = "") -> None:
        at, rest = nearest(place, known)
        if at is not None:
            label = LABELS[rest].in_(language) if rest in LABELS else ""
            said = f"{label}: {words}" if label else words
            found[at].append(Note(kind, said, source))

    for place, text in faults.items():
        put(place, "fault", text.in_(language))
    for change in changes:
        put(change["place"].lstrip("/"), "asked", change["words"])
    for lack in missing:
        put(lack.place.lstrip("/"), "lack", lack.message.in_(language), lack.source)
    for each in warnings:
        put(each.place.lstrip("/"), "warning", each.message.in_(language), each.source)
    return dict(found)


def nearest(place: str, known: Collection[str]) -> tuple[str | None, str]:
    """The place itself, or the closest one around it that is shown, and the last part
    of what lies between; none where its field is elsewhere."""
    rest = ""
    while place and place not in known:
        place, _, rest = place.rpartition("/")
    return (place or None), rest
