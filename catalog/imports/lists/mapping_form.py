"""The mapping of a list as a form: columns, what rows do not say, what words mean."""

from collections import Counter
from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import column as sql_column
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from catalog.authoring.wording import EDUCATIONS, EVALUATIONS, LANGUAGES
from catalog.courses.models import Category, Mode
from catalog.courses.wording import ACCESS_NEEDS, LEVELS, MODES
from catalog.imports.cells.reading import Said
from catalog.imports.cells.words import vocabulary
from catalog.imports.lists.models import CourseList, CourseListRow
from catalog.imports.lists.wording import MONTHS, UNITS
from catalog.imports.mapping import Mapping
from catalog.imports.mapping.fields import FIELDS
from catalog.imports.reading import Record
from core.names import tidy
from core.text import Text

# A page of more selects than that is of no use on a phone; the API maps all.
SHOWN_COLUMNS = 100
SAMPLES, SAMPLE_LETTERS = 3, 60
SHOWN_WORDS = 30
_UNREAD = (
    "word_unknown",
    "word_ambiguous",
    "duration_unreadable",
    "price_unreadable",
    "date_unreadable",
    "hours_unreadable",
)
# So many different texts are looked through for the words in them.
_LOOKED_THROUGH = 500
# What a form lets say of all rows; the API lets say any field.
FIXED = ("mode", "category")
ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
_LONGEST = 100
_WORDS: dict[str, dict[str, Text]] = {
    "mode": MODES,
    "level": LEVELS,
    "access": ACCESS_NEEDS,
    "evaluation": EVALUATIONS,
    "minimum_education": EDUCATIONS,
    "languages": LANGUAGES,
    "flag": {"yes": Text("Yes", "Ya"), "no": Text("No", "Tidak")},
    "free": {"gratis": Text("Free of charge", "Gratis")},
    "unit": UNITS,
    "month": MONTHS,
}


@dataclass(frozen=True)
class Column:
    """A column with the first of its values, and the field that it is read as."""

    position: int
    name: str
    samples: tuple[str, ...]
    field: str


@dataclass(frozen=True)
class Word:
    """A text in cells that nobody could read: how often, and what it may stand for."""

    field: str
    text: str
    times: int
    meanings: Sequence[tuple[str, str]]


def columns_of(
    found: CourseList, mapping: Mapping, sample: Sequence[Record]
) -> list[Column]:
    """The columns in their order, those that are mapped among the first shown."""
    return [
        Column(position, name, _samples(name, sample), mapping.columns.get(name, ""))
        for position, name in enumerate(found.columns)
        if position < SHOWN_COLUMNS or name in mapping.columns
    ]


def _samples(name: str, sample: Sequence[Record]) -> tuple[str, ...]:
    texts = (tidy(record.cells.get(name, ""))[:SAMPLE_LETTERS] for record in sample)
    return tuple(dict.fromkeys(text for text in texts if text))[:SAMPLES]


def mapping_from(
    form: AnyMapping[str, str], found: CourseList, kept: Mapping
) -> Mapping:
    """What the form says; meanings of words stay as they were."""
    columns = {
        name: field
        for position, name in enumerate(found.columns)
        if (field := _said(form, f"field-{position}"))
    }
    fixed = {name: text for name in FIXED if (text := _said(form, f"fixed-{name}"))}
    others = {name: kept.fixed[name] for name in kept.fixed if name not in FIXED}
    rates = dict(kept.rates)
    currency = _said(form, "currency").upper() or "IDR"
    if rate := _said(form, "rate"):
        rates[currency] = rate.replace(",", ".")
    return replace(
        kept,
        columns=columns,
        fixed=others | fixed,
        decimal=_said(form, "decimal") or None,
        currency=currency,
        rates=rates,
        unit=_said(form, "unit") or None,
        dates=_said(form, "dates") or None,
        zone=_said(form, "zone") or ZONES[0],
    )


def with_words(
    form: AnyMapping[str, str], words: Sequence[Word], kept: Mapping
) -> Mapping:
    """The mapping with what the form says that words stand for; `-` is nothing."""
    meanings = {name: dict(texts) for name, texts in kept.words.items()}
    for position, word in enumerate(words):
        if meaning := _said(form, f"word-{position}"):
            said = "" if meaning == "-" else meaning
            meanings.setdefault(word.field, {})[word.text] = said
    return replace(kept, words=meanings)


def unread_words(
    session: Session, found: CourseList, kept: Mapping, *, language: str
) -> list[Word]:
    """The texts that stopped rows because nobody said what they stand for, the most
    frequent first; what was masked cannot be said."""
    found_in = func.jsonb_array_elements(CourseListRow.findings).table_valued(
        sql_column("value", JSONB), joins_implicitly=True
    )
    finding = found_in.c.value
    column, text = finding["column"].astext, finding["value"].astext
    rows = session.execute(
        select(column, text, func.count())
        .select_from(CourseListRow)
        .where(
            CourseListRow.list_id == found.id,
            finding["code"].astext.in_(_UNREAD),
        )
        .group_by(column, text)
        .order_by(func.count().desc(), column, text)
        .limit(_LOOKED_THROUGH)
    ).all()
    meanings = {"category": categories_in(session, language)} if rows else {}
    for each in FIELDS.values():
        if each.vocabulary:
            meanings[each.name] = _meanings(each.vocabulary, language)
    said, times_of = kept.said(), Counter[tuple[str, str]]()
    for name, value, times in rows:
        field = kept.columns.get(name, "")
        if "***" not in value and field in meanings:
            times_of[field, _unread(field, value, said)] += times
    return [
        Word(field, text, times, meanings[field])
        for (field, text), times in times_of.most_common()
        if text
    ][:SHOWN_WORDS]


def _unread(field: str, value: str, said: Said) -> str:
    """What in the cell nobody knows, empty where words are not what is wrong with it.
    Days and hours share their words."""
    unknown = FIELDS[field].unknown if field in FIELDS else None
    return value if unknown is None else unknown(value, said) or ""


def _meanings(source: str, language: str) -> list[tuple[str, str]]:
    known = dict.fromkeys(
        each for each in vocabulary()[source].values() if " or " not in each
    )
    words = _WORDS.get(source, {})
    return [
        (each, words[each].in_(language) if each in words else each) for each in known
    ]


def categories_in(session: Session, language: str) -> list[tuple[str, str]]:
    """The categories' codes with their titles, by title."""
    found = [
        (each.code, (each.title_en if language == "en" else None) or each.title_id)
        for each in session.scalars(select(Category))
    ]
    return sorted(found, key=lambda each: each[1].casefold())


def choices(session: Session, language: str) -> dict[str, Any]:
    """What the form lets choose."""
    return {
        "fields": tuple(FIELDS),
        "modes": [(each.value, MODES[each].in_(language)) for each in Mode],
        "categories": categories_in(session, language),
        "zones": ZONES,
    }


def _said(form: AnyMapping[str, str], name: str) -> str:
    return tidy(form.get(name, ""))[:_LONGEST]
