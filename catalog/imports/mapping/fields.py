"""The fields that a column can be, each with how its cells are read.

The shapes and bounds are those of catalog/authoring/schemas.py.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from catalog.authoring.content import Access, Evaluation
from catalog.imports.cells import dates, money
from catalog.imports.cells.concepts import read_concepts
from catalog.imports.cells.dates import (
    read_hours,
    read_moment,
    read_moments,
    read_zone,
)
from catalog.imports.cells.durations import read_duration, unknown_unit
from catalog.imports.cells.money import read_discount_cell, read_price
from catalog.imports.cells.numbers import read_whole
from catalog.imports.cells.reading import Cell, Said
from catalog.imports.cells.texts import (
    read_address,
    read_class_link,
    read_codes,
    read_line,
    read_lines,
    read_prose,
)
from catalog.imports.cells.words import read_category, read_flag, read_word, read_words
from core.names import comparison_key

Categories = Mapping[str, str]
Reader = Callable[[str, Said, Categories], Cell]

_WORDS = 10_000
_SKILL = re.compile(r"http://data\.europa\.eu/esco/skill/[A-Za-z0-9.-]{1,60}")
_OCCUPATION = re.compile(r"[0-9]{4}")
_LANGUAGE = re.compile(r"[a-z]{2}(-[A-Z]{2})?")
_DISTRICT = re.compile(r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}")
_TRAINER = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# Of a run, as of a course.
SESSIONS = 10
_UNIT = re.compile(r"[A-Z0-9][A-Za-z0-9.-]{3,40}")


@dataclass(frozen=True)
class Field:
    """A field of a course. `place` is where its value goes in the content, empty for
    what is beside it; `vocabulary` are the words that its cells may hold. `unknown`
    is the word in a cell that nobody knows, where it is not the whole cell."""

    name: str
    place: tuple[str, ...]
    read: Reader
    vocabulary: str | None = None
    unknown: Callable[[str, Said], str | None] | None = None


def _line(most: int) -> Reader:
    return lambda text, said, categories: read_line(text, most=most)


def _prose(text: str, said: Said, categories: Categories) -> Cell:
    return read_prose(text, most=_WORDS)


def _lines(text: str, said: Said, categories: Categories) -> Cell:
    return read_lines(text, most=50)


def _word(name: str) -> Reader:
    return lambda text, said, categories: read_word(text, name, said)


def _words(name: str, most: int) -> Reader:
    return lambda text, said, categories: read_words(text, name, said, most=most)


def _languages(text: str, said: Said, categories: Categories) -> Cell:
    """Names of languages, or their codes (BCP 47), which need no vocabulary."""
    codes = text.split()
    if codes and len(codes) <= 5 and all(map(_LANGUAGE.fullmatch, codes)):
        return Cell(codes)
    return read_words(text, "languages", said, most=5)


def _flag(name: str) -> Reader:
    return lambda text, said, categories: read_flag(text, said, name)


def _whole(largest: int) -> Reader:
    return lambda text, said, categories: read_whole(text, said, largest=largest)


def _codes(pattern: re.Pattern[str], example: str, most: int) -> Reader:
    return lambda text, said, categories: read_codes(
        text, pattern, example=example, most=most
    )


def _concepts(name: str, pattern: re.Pattern[str], example: str, most: int) -> "Field":
    """What the taxonomies have codes for."""
    return Field(
        name,
        (name,),
        lambda text, said, categories: read_concepts(
            text, said, field=name, pattern=pattern, example=example, most=most
        ),
    )


def _code(pattern: re.Pattern[str], example: str) -> Reader:
    """A single code, or what was said that a text stands for."""

    def read(text: str, said: Said, categories: Categories) -> Cell:
        own = said.words.get("district", {}).get(comparison_key(text))
        cell = read_codes(
            text if own is None else own, pattern, example=example, most=1
        )
        return cell if cell.is_refused or not cell.value else Cell(cell.value[0])

    return read


def _category(text: str, said: Said, categories: Categories) -> Cell:
    return read_category(text, categories, said)


def _in_two_languages(name: str, read: Reader) -> list[Field]:
    return [Field(f"{name}.{each}", (name, each), read) for each in ("id", "en")]


_ALL = [
    Field("reference", (), _line(200)),
    Field("institution", (), _line(300)),
    Field("link", (), lambda text, said, categories: read_address(text)),
    *_in_two_languages("title", _line(300)),
    *_in_two_languages("summary", _prose),
    *_in_two_languages("description", _prose),
    Field("category", ("category",), _category),
    Field("mode", ("mode",), _word("mode"), "mode"),
    Field("languages", ("languages",), _languages, "languages"),
    Field("level", ("level",), _word("level"), "level"),
    Field("list_price", ("list_price",), lambda t, said, c: read_price(t, said),
          "free", money.unknown_word),
    Field("discount", ("discount_bps",),
          lambda text, said, c: read_discount_cell(text, said)),
    Field("duration", ("duration_minutes",),
          lambda text, said, c: read_duration(text, said), "unit", unknown_unit),
    *_in_two_languages("outcomes", _lines),
    _concepts("skills", _SKILL, "http://data.europa.eu/esco/skill/…", 50),
    _concepts("occupations", _OCCUPATION, "7512", 20),
    _concepts("competence_units", _UNIT, "A.01TPG01.001.1", 30),
    Field("evaluation", ("evaluation",), _words("evaluation", len(Evaluation)),
          "evaluation"),
    Field("pass_mark", ("pass_mark",), _whole(100)),
    Field("minimum_age", ("minimum_age",), _whole(120)),
    Field("maximum_age", ("maximum_age",), _whole(120)),
    Field("minimum_education", ("minimum_education",), _word("minimum_education"),
          "minimum_education"),
    *_in_two_languages("equipment", _lines),
    Field("access", ("access",), _words("access", len(Access)), "access"),
    Field("childcare", ("childcare",), _flag("childcare"), "flag"),
    Field("evening", ("evening",), _flag("evening"), "flag"),
    *_in_two_languages("market_need", _prose),
    Field("run_reference", (), _line(100)),
    Field("starts", (), lambda t, said, c: read_moments(t, said, most=SESSIONS),
          "month", dates.unknown_word),
    Field("ends", (), lambda t, said, c: read_moments(t, said, most=SESSIONS),
          "month", dates.unknown_word),
    Field("class_hours", (), lambda text, said, c: read_hours(text, said),
          "month", dates.unknown_word),
    Field("zone", (), lambda text, said, c: read_zone(text)),
    Field("capacity", (), lambda t, said, c: read_whole(t, said, smallest=1,
                                                        largest=100_000)),
    Field("district", (), _code(_DISTRICT, "32.73.01")),
    Field("place", (), _line(300)),
    Field("class_link", (), lambda text, said, c: read_class_link(text)),
    Field("run_trainers", (),
          _codes(_TRAINER, "0193a0b4-0000-7000-8000-000000000000", 30)),
    Field("run_assistants", (),
          _codes(_TRAINER, "0193a0b4-0000-7000-8000-000000000000", 30)),
    Field("run_access", (), _words("access", len(Access)), "access"),
    Field("enrolment_opens", (), lambda text, said, c: read_moment(text, said),
          "month", dates.unknown_word),
    Field("enrolment_closes", (), lambda text, said, c: read_moment(text, said),
          "month", dates.unknown_word),
]  # fmt: skip

FIELDS: dict[str, Field] = {each.name: each for each in _ALL}
# What a row says of a run of its course (catalog/schedules).
RUN_FIELDS = tuple(name for name in FIELDS if name in {
    "run_reference", "starts", "ends", "class_hours", "zone", "capacity", "district",
    "place", "class_link", "run_trainers", "run_assistants", "run_access",
    "enrolment_opens", "enrolment_closes",
})  # fmt: skip
# Lists of lines in two languages: one thing each, so both have as many.
PAIRED = frozenset({"outcomes", "equipment"})
