"""The certificates of a trainer as they are typed, and what she may teach by them:
codes that are found by words, to be ticked."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from catalog.taxonomies import Taxonomy
from catalog.taxonomies.queries import Sought, find_concepts, titled
from catalog.trainers.schemas import UNIT_FORM
from openapi.forms import cleaned

MOST = 20
FOUND = 20
LONGEST = 100
WORDS = ("number", "issuer", "valid_until")
CODES = {"skills": Taxonomy.SKILL, "competence_units": Taxonomy.COMPETENCE_UNIT}
_PLACE = re.compile(rf"certificates/([0-9]{{1,2}})/({'|'.join(CODES)})")
Form = MultiDict[str, str]
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Search:
    """What is looked for in a certificate, and where in the form that is; `found` are
    titles by code."""

    place: str = ""
    words: str = ""
    found: Mapping[str, str] | None = None


def typed_word(form: Form, name: str) -> str:
    return cleaned(form.get(name, ""), most=300)


def typed_rows(form: Form) -> list[Row]:
    """The certificates that were typed, up to the last that says anything. `listed`
    is that the form showed what each speaks of: what is not ticked is not meant."""
    rows = [_row(form, f"certificates/{number}") for number in range(MOST + 1)]
    while rows and not any(rows[-1][name] for name in (*WORDS, *CODES)):
        rows.pop()
    return rows


def is_blank(row: Row) -> bool:
    """Whether nothing of a certificate was typed: it is taken away."""
    return not any(row[name] for name in WORDS)


def as_sent(rows: Iterable[Row], known: Mapping[str, Row]) -> list[dict[str, Any]]:
    """The certificates as TrainerRequestSchema takes them. What a certificate of
    `known` (by id) may teach stays where the form did not show it."""
    return [
        {name: row[name] for name in WORDS}
        | {
            name: row[name] if row["listed"] else known.get(row["id"], row)[name]
            for name in CODES
        }
        for row in rows
        if not is_blank(row)
    ]


def search(session: Session, form: Form, rows: list[Row], *, language: str) -> Search:
    """What the button `find:<place>` asks for; nothing for another one.

    Needs a transaction. A unit is offered as it was typed, too, where it has the form
    of one, as only a part of that register is known.
    """
    place = form.get("act", "").partition(":")[2]
    match = _PLACE.fullmatch(place)
    words = typed_word(form, f"find/{place}")[:LONGEST]
    if match is None or not words:
        return Search(place if match else "", words)
    number, field = int(match[1]), match[2]
    sought = Sought(CODES[field], words=words)
    found = {words: ""} if _is_unit(field, words) else {}
    for each in find_concepts(session, sought, limit=FOUND, cursor=None).items:
        both = (each.title_id, each.title_en)
        ordered = both if language == "id" else both[::-1]
        found[each.code] = next((title for title in ordered if title), "")
    ticked = rows[number][field] if number < len(rows) else []
    return Search(
        place, words, {code: found[code] for code in found if code not in ticked}
    )


def titles_in(
    session: Session, rows: Iterable[Row], *, language: str
) -> dict[str, str]:
    """What the codes of some certificates stand for, by code."""
    named = {
        taxonomy: {code for row in rows for code in row.get(field, ())}
        for field, taxonomy in CODES.items()
    }
    return {
        code: each.title(language)
        for (_, code), each in titled(session, named).items()
        if each.title_en or each.title_id
    }


def _row(form: Form, place: str) -> Row:
    return {
        **{name: typed_word(form, f"{place}/{name}") for name in ("id", *WORDS)},
        **{name: form.getlist(f"{place}/{name}") for name in CODES},
        "listed": bool(form.get(f"{place}/listed")),
    }


def _is_unit(field: str, words: str) -> bool:
    return field == "competence_units" and UNIT_FORM.fullmatch(words) is not None
