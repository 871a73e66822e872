"""What somebody typed into a section, and what it says.

What is typed has the shape of the content, with a text wherever she types one: nothing
is lost where it cannot be read. A place is `minutes` of `syllabus/0/parts/1`, as in the
names of the inputs; the same place with a slash before it is a JSON Pointer.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import marshmallow as ma

from catalog.authoring.items import Origins
from catalog.authoring.portal.fields import Field, Form
from catalog.authoring.schemas import CourseContentSchema
from core.text import LOCALES, Text

Typed = dict[str, Any]
Values = dict[str, Any]

# No form of ours is deeper: syllabus/0/parts/1/title/en.
DEEPEST = 6
CURRENCY = "IDR"
# The input of a row that says under which number it is stored.
WAS, NEW, UNKNOWN = "was", "", "?"
_AMOUNT = re.compile(
    r"(?:rp\.?|idr)?\s*([0-9]{1,3}(?:\.[0-9]{3}){1,4}|[0-9]{1,15})(?:,-|,00)?", re.I
)
_PERCENT = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,2}))?\s*%?")
_HOURS = re.compile(
    r"(?:([0-9]{1,4})(?:[.,]([0-9]))?\s*(?:jam|hours?|h))?"
    r"\s*(?:([0-9]{1,5})\s*(?:menit|minutes?|min))?",
    re.I,
)
_WHOLE = re.compile(r"[0-9]{1,9}")

_MINUTES = Text("Whole minutes, 1 to 1440.", "Menit bulat, 1 sampai 1440.")
_ADDRESS = Text(
    "An address that begins with https://.", "Alamat yang diawali https://."
)


def unfolded(pairs: Iterable[tuple[str, str]]) -> Typed:
    """Inputs named by place as one nested thing, each with the list of its values."""
    result: Typed = {}
    for name, value in pairs:
        *path, last = name.split("/", DEEPEST)
        inner = result
        for step in path:
            inner = _inside(inner, step)
        values = inner.setdefault(last, [])
        if isinstance(values, list):
            values.append(value)
    return result


def _inside(outer: Typed, step: str) -> Typed:
    """The member `step` as something nested; what was an input of that name is none."""
    if not isinstance(outer.get(step), dict):
        outer[step] = {}
    inner: Typed = outer[step]
    return inner


def typed_in(field: Field, given: Any) -> Any:
    """A field's part of what `unfolded` found, in the shape of its form."""
    match field.form:
        case Form.LINE | Form.PROSE:
            return _text(given)
        case Form.ROWS:
            return [{**_text(each), WAS: _was(each)} for each in _rows(given)]
        case Form.CHOICES | Form.CONCEPTS | Form.TRAINERS:
            return list(dict.fromkeys(each for each in _list(given) if each))
        case Form.SYLLABUS:
            return [_session(each) for each in _rows(given)]
        case Form.MEDIA:
            return [_medium(each) for each in _rows(given)]
        case _:
            return _word(given)


def without_empty_rows(field: Field, typed: Any) -> Any:
    """The same without the rows into which nothing was typed."""
    match field.form:
        case Form.ROWS:
            return [each for each in typed if _says(each)]
        case Form.MEDIA:
            return [each for each in typed if each["url"] or _says(each["alt"])]
        case Form.SYLLABUS:
            sessions = [{**each, "parts": _filled(each["parts"])} for each in typed]
            return [each for each in sessions if _says(each["title"]) or each["parts"]]
        case _:
            return typed


def read_fields(
    fields: Iterable[Field], typed: Mapping[str, Any]
) -> tuple[Values, dict[str, Text]]:
    """What can be read, None where nothing is said, and by place what is wrong with
    what cannot; a field with something wrong in it is not among the first."""
    values: Values = {}
    faults: dict[str, Text] = {}
    for field in fields:
        value = _value(field, typed[field.code])
        wrong = _wrong(field, value)
        if wrong:
            faults |= wrong
        else:
            values[field.code] = value
    return values, faults


def shown(fields: Iterable[Field], content: Mapping[str, Any]) -> Typed:
    """How the fields of a content stand in their inputs."""
    return {field.code: _shown(field, content.get(field.code)) for field in fields}


def origins_in(typed: Any) -> Origins | None:
    """Where the rows of a list were in what the form was made from; None where one of
    them does not say so."""
    rows = typed if isinstance(typed, list) else []
    found = [each.get(WAS, UNKNOWN) for each in rows if isinstance(each, dict)]
    if not found or UNKNOWN in found:
        return None
    return [None if each == NEW else int(each) for each in found]


def of_another_form(typed: Any) -> Any:
    """The same in a form that is made from something else: nobody knows any more where
    its rows were."""
    if not isinstance(typed, list):
        return typed
    return [
        {**each, WAS: UNKNOWN} if isinstance(each, dict) and WAS in each else each
        for each in typed
    ]


def amount_typed(text: str) -> int | str:
    """`350000`, `350.000` or `Rp 350.000,-` in rupiah; what cannot be read as it is."""
    found = _AMOUNT.fullmatch(text)
    return int(found[1].replace(".", "")) if found else text


def minutes_typed(text: str) -> int | str:
    """`900`, `15 jam`, `1,5 hours` or `15 jam 30 menit` in minutes; what cannot be read
    as it is."""
    if _WHOLE.fullmatch(text):
        return int(text)
    found = _HOURS.fullmatch(text)
    if found is None or not (found[1] or found[3]):
        return text
    tenths = int(found[1] or 0) * 10 + int(found[2] or 0)
    return tenths * 6 + int(found[3] or 0)


def percent_typed(text: str) -> int | str:
    """`12`, `12.5` or `12,50 %` in basis points; what cannot be read as it is."""
    found = _PERCENT.fullmatch(text)
    if found is None:
        return text
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def percent_shown(bps: int) -> str:
    """Basis points as they are typed: 1250 is `12,5`."""
    whole, rest = divmod(bps, 100)
    return f"{whole},{rest:02}".rstrip("0").rstrip(",")


def _value(field: Field, typed: Any) -> Any:
    match field.form:
        case Form.LINE | Form.PROSE:
            return {language: typed[language] or None for language in LOCALES}
        case Form.ROWS:
            return [_said(each) for each in typed] or None
        case Form.CODES:
            return typed.replace(",", " ").split() or None
        case Form.CHOICES | Form.CONCEPTS | Form.TRAINERS:
            return typed or None
        case Form.NUMBER:
            return int(typed) if _WHOLE.fullmatch(typed) else typed or None
        case Form.MINUTES:
            return minutes_typed(typed) if typed else None
        case Form.MONEY:
            return amount_typed(typed) if typed else None
        case Form.PERCENT:
            return percent_typed(typed) if typed else None
        case Form.FLAG:
            return True if typed else None
        case Form.SYLLABUS:
            return [_session_value(each) for each in typed] or None
        case Form.MEDIA:
            return [_medium_value(each) for each in typed] or None
        case Form.CHOICE:
            return typed or None


def _shown(field: Field, value: Any) -> Any:
    match field.form:
        case Form.LINE | Form.PROSE:
            return _both(value)
        case Form.ROWS:
            return _numbered(_both(each) for each in value or ())
        case Form.CODES:
            return "\n".join(value or ())
        case Form.CHOICES | Form.CONCEPTS | Form.TRAINERS:
            return list(value or ())
        case Form.MONEY:
            return "" if value is None else f"{value:,}".replace(",", ".")
        case Form.PERCENT:
            return "" if value is None else percent_shown(value)
        case Form.FLAG:
            return "yes" if value else ""
        case Form.SYLLABUS:
            return _numbered(_session_shown(each) for each in value or ())
        case Form.MEDIA:
            return _numbered(
                {"kind": each["kind"], "url": each["url"], "alt": _both(each["alt"])}
                for each in value or ()
            )
        case _:
            return "" if value is None else str(value)


def _wrong(field: Field, value: Any) -> dict[str, Text]:
    """By place what the schema does not take."""
    money = field.form is Form.MONEY and isinstance(value, int)
    wire = {"amount": value, "currency": CURRENCY} if money else value
    errors = CourseContentSchema().validate({field.code: wire})
    return {place: _words(field, place) for place in _places(errors)}


def _words(field: Field, place: str) -> Text:
    leaf = place.rpartition("/")[2]
    return {"minutes": _MINUTES, "url": _ADDRESS}.get(leaf, field.shape)


def _places(errors: Any, place: str = "") -> Iterable[str]:
    if not isinstance(errors, Mapping):
        yield place
        return
    for name, inner in errors.items():
        # marshmallow keeps what it says of a nested thing as a whole under this name.
        here = place if name == ma.exceptions.SCHEMA else f"{place}/{name}".lstrip("/")
        yield from _places(inner, here)


def _session_value(typed: Typed) -> Values:
    parts = []
    for each in typed["parts"]:
        part = {"title": _said(each["title"]), "activity": each["activity"]}
        minutes = each["minutes"]
        if minutes:
            part["minutes"] = int(minutes) if _WHOLE.fullmatch(minutes) else minutes
        parts.append(part)
    return {"title": _said(typed["title"]), "parts": parts}


def _medium_value(typed: Typed) -> Values:
    return {"kind": typed["kind"], "url": typed["url"], "alt": _said(typed["alt"])}


def _session_shown(value: Mapping[str, Any]) -> Typed:
    return {
        "title": _both(value.get("title")),
        "parts": [
            {
                "title": _both(each.get("title")),
                "activity": each["activity"],
                "minutes": str(each.get("minutes", "")),
            }
            for each in value.get("parts", ())
        ],
    }


def _session(given: Any) -> Typed:
    inner = given if isinstance(given, dict) else {}
    return {
        "title": _text(inner.get("title")),
        "parts": [_part(each) for each in _rows(inner.get("parts"))],
        WAS: _was(given),
    }


def _part(given: Any) -> Typed:
    inner = given if isinstance(given, dict) else {}
    return {
        "title": _text(inner.get("title")),
        "activity": _word(inner.get("activity")),
        "minutes": _word(inner.get("minutes")),
    }


def _medium(given: Any) -> Typed:
    inner = given if isinstance(given, dict) else {}
    return {
        "kind": _word(inner.get("kind")),
        "url": _word(inner.get("url")),
        "alt": _text(inner.get("alt")),
        WAS: _was(given),
    }


def _filled(parts: list[Typed]) -> list[Typed]:
    return [each for each in parts if _says(each["title"]) or each["minutes"]]


def _text(given: Any) -> dict[str, str]:
    inner = given if isinstance(given, dict) else {}
    return {language: _word(inner.get(language)) for language in LOCALES}


def _both(value: Mapping[str, str] | None) -> dict[str, str]:
    return {language: (value or {}).get(language) or "" for language in LOCALES}


def _said(typed: Mapping[str, str]) -> dict[str, str]:
    return {language: typed[language] for language in LOCALES if typed[language]}


def _says(typed: Mapping[str, str]) -> bool:
    return any(typed[language] for language in LOCALES)


def _numbered(rows: Iterable[Typed]) -> list[Typed]:
    """Rows with the number under which each is stored."""
    return [{**row, WAS: str(number)} for number, row in enumerate(rows)]


def _was(given: Any) -> str:
    """The number that a row was stored under, or NEW or UNKNOWN."""
    inner = given if isinstance(given, dict) else {}
    word = _word(inner[WAS]) if WAS in inner else UNKNOWN
    return word if word == NEW or re.fullmatch("[0-9]{1,3}", word) else UNKNOWN


def _rows(given: Any) -> list[Any]:
    """Members with numbers for names, in the order of the numbers."""
    if not isinstance(given, dict):
        return []
    numbered = [(int(name), each) for name, each in given.items() if _WHOLE.match(name)]
    return [each for _, each in sorted(numbered, key=lambda pair: pair[0])]


def _word(given: Any) -> str:
    """What was typed into one input, in the line breaks of the data."""
    words = _list(given)[:1] or [""]
    return str(words[0]).replace("\0", "").replace("\r\n", "\n").strip()


def _list(given: Any) -> list[Any]:
    return given if isinstance(given, list) else []
