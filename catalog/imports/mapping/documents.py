"""A mapping as it is kept, and what makes one unusable."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from catalog.imports.cells.dates import is_zone
from catalog.imports.cells.durations import MINUTES
from catalog.imports.cells.reading import Said
from catalog.imports.cells.words import vocabulary
from catalog.imports.mapping.fields import FIELDS
from core.names import comparison_key

TITLES = frozenset({"title.id", "title.en"})


@dataclass(frozen=True)
class Mapping:
    """What a person confirms before a list is read.

    `columns` are fields by column; a column that is not in it is not read. `fixed` are
    texts for fields of rows that say nothing else. `words` are meanings by field and
    text; an empty meaning says that the text stands for nothing. The rest is as in
    catalog.imports.cells.reading.Said.
    """

    columns: dict[str, str] = field(default_factory=dict)
    fixed: dict[str, str] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    decimal: str | None = None
    currency: str = "IDR"
    rates: dict[str, str] = field(default_factory=dict)
    unit: str | None = None
    dates: str | None = None
    zone: str = "Asia/Jakarta"

    def kept(self) -> dict[str, Any]:
        """The document that is kept."""
        return asdict(self)

    def said(self) -> Said:
        """What it tells the readers of cells."""
        words = {
            name: {comparison_key(text): meaning for text, meaning in texts.items()}
            for name, texts in self.words.items()
        }
        return Said(
            decimal=self.decimal,
            currency=self.currency,
            rates=self.rates,
            unit=self.unit,
            dates=self.dates,
            zone=self.zone,
            words=words,
        )


def problems(mapping: Mapping, columns: Iterable[str]) -> list[dict[str, str]]:
    """All that keeps a list with these columns from being read so: what is wrong
    (column, field, twice, title, rate, unit, decimal, dates, zone, meaning), and where.
    """
    known = set(columns)
    found = [
        {"what": "column", "where": name} for name in mapping.columns.keys() - known
    ]
    named = [*mapping.columns.values(), *mapping.fixed, *mapping.words]
    found += [
        {"what": "field", "where": name} for name in sorted(set(named) - FIELDS.keys())
    ]
    times = Counter(mapping.columns.values())
    found += [
        {"what": "twice", "where": name} for name, count in times.items() if count > 1
    ]
    if not TITLES & set(mapping.columns.values()):
        found.append({"what": "title", "where": "title.id"})
    found += [
        {"what": "rate", "where": currency}
        for currency, rate in mapping.rates.items()
        if not _is_rate(rate)
    ]
    if mapping.unit is not None and mapping.unit not in MINUTES:
        found.append({"what": "unit", "where": mapping.unit})
    if mapping.decimal not in (None, ",", "."):
        found.append({"what": "decimal", "where": mapping.decimal or ""})
    if mapping.dates not in (None, "dmy", "mdy"):
        found.append({"what": "dates", "where": mapping.dates or ""})
    if not is_zone(mapping.zone):
        found.append({"what": "zone", "where": mapping.zone})
    found += _meanings(mapping)
    return found


def _meanings(mapping: Mapping) -> list[dict[str, str]]:
    """Meanings that the field does not know; a category's is looked at elsewhere."""
    found = []
    for name, texts in mapping.words.items():
        source = FIELDS[name].vocabulary if name in FIELDS else None
        if source is None:
            continue
        allowed = {*vocabulary()[source].values(), ""}
        found += [
            {"what": "meaning", "where": f"{name}: {text}"}
            for text, meaning in texts.items()
            if meaning not in allowed
        ]
    return found


def _is_rate(text: str) -> bool:
    try:
        rate = Decimal(text)
    except InvalidOperation:
        return False
    return rate.is_finite() and 0 < rate <= 10**6
