"""A first mapping, from the names of the columns, to be corrected by a person."""

import hashlib
import re
import tomllib
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as AnyMapping
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

from catalog.imports.cells.dates import order_of
from catalog.imports.cells.money import currency_in
from catalog.imports.mapping.documents import Mapping
from catalog.imports.mapping.fields import FIELDS
from core.names import comparison_key

FILE = Path(__file__).with_name("synonyms.toml")
# Below this two names are different words: `course level` and `course title` are 0.75.
LEAST = 0.84
_STEP = 0.005
DAYS = ("starts", "ends", "enrolment_opens", "enrolment_closes")
_UNITS = {"minutes": {"menit", "minutes", "min"}, 
          "hours": {"jam", "hours", "hour", "hrs"},
          "lesson_hours": {"jp", "jpl", "pelajaran"}}  # fmt: skip
_CURRENCIES = ("AUD", "USD", "SGD", "EUR", "GBP", "JPY", "MYR", "CNY", "INR")
_CURRENCY = re.compile(rf"\b({'|'.join(_CURRENCIES)})\b")


@cache
def synonyms() -> dict[str, tuple[str, ...]]:
    """How people name each field, as comparison keys, the best first."""
    document = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {
        name: tuple(dict.fromkeys(map(comparison_key, words)))
        for name, words in document.items()
    }


def fingerprint(columns: Iterable[str]) -> str:
    """The same for lists with the same columns, in whatever order and case."""
    keys = "\n".join(sorted(comparison_key(column) for column in columns))
    return hashlib.sha256(keys.encode()).hexdigest()


def guess(columns: Sequence[str], rows: Sequence[AnyMapping[str, str]] = ()) -> Mapping:
    """The mapping that the names suggest: each column one field at most and each field
    one column, the best fit first. Whether days come before months is what the first
    `rows` leave no doubt of. Which mark is before fractions is not guessed: that would
    be a silent guess at every price."""
    pairs = sorted(
        (
            (-fit, position, name)
            for position, column in enumerate(columns)
            for name in FIELDS
            if (fit := _fit(comparison_key(column), name)) >= LEAST
        ),
    )
    chosen: dict[str, str] = {}
    for _, position, name in pairs:
        column = columns[position]
        if column not in chosen and name not in chosen.values():
            chosen[column] = name
    by_field = {name: column for column, name in chosen.items()}
    return Mapping(
        columns={column: chosen[column] for column in columns if column in chosen},
        currency=_currency(by_field.get("list_price", ""), rows),
        unit=_unit(by_field.get("duration", "")),
        dates=_dates([by_field.get(name) for name in DAYS], rows),
    )


def _fit(key: str, name: str) -> float:
    """1 for the field's own name, a little less for each further name of it; alike
    words count by how alike they are."""
    best = 0.0
    for index, synonym in enumerate(synonyms()[name]):
        if key == synonym:
            return 1 - _STEP * index
        if _without_unit(key) == synonym:
            best = max(best, 0.95 - _STEP * index)
        elif min(len(key), len(synonym)) > 4:
            likeness = SequenceMatcher(None, key, synonym).ratio()
            best = max(best, 0.93 * likeness - 0.1 * _STEP * index)
    return best


def _without_unit(key: str) -> str:
    """`durasi jam` without the unit, `harga rp` without the currency."""
    currencies = {"rp", "idr", *(each.lower() for each in _CURRENCIES)}
    drop = {"jp", *currencies, *_UNITS["minutes"], *_UNITS["hours"]}
    words = [word for word in key.split() if word not in drop]
    return " ".join(words)


def _currency(column: str, rows: Sequence[AnyMapping[str, str]]) -> str:
    """The currency that the column's name says, else the only one that its cells do:
    beside `12 €` a bare number is no rupiah."""
    found = _CURRENCY.search(column)
    if found:
        return found[1]
    named = {code for row in rows if (code := currency_in(row.get(column, "")))}
    return named.pop() if len(named) == 1 else "IDR"


def _dates(
    columns: list[str | None], rows: Sequence[AnyMapping[str, str]]
) -> str | None:
    texts = [row[name] for row in rows for name in columns if name and name in row]
    return order_of(texts)


def _unit(column: str) -> str | None:
    words = set(comparison_key(column).split())
    found = [
        unit for unit in ("lesson_hours", "minutes", "hours") if words & _UNITS[unit]
    ]
    return found[0] if found else None
