"""How the pages write money, numbers, days and texts."""

from collections.abc import Callable
from datetime import date, datetime

from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_decimal
from flask import current_app
from flask_babel import get_locale, gettext

from core.settings import Settings
from core.text import Text

# Money is written the country's way in every language: "Rp 350.000".
MONEY_LOCALE = "id"
MONEY_PATTERN = "\N{CURRENCY SIGN}\N{NO-BREAK SPACE}#,##0"


def money(amount: int) -> str:
    """Whole units of the deployment's currency: `Rp 350.000`."""
    return format_currency(
        amount,
        _settings().currency,
        MONEY_PATTERN,
        locale=MONEY_LOCALE,
        currency_digits=False,
    )


def price(amount: int) -> str:
    """What a course costs; some cost nothing."""
    return money(amount) if amount else str(gettext("Free"))


def count(number: int) -> str:
    """A whole number in the reader's language: `800.000`, `800,000`."""
    return format_decimal(number, locale=language())


def day(value: datetime | date) -> str:
    """A day in the programme's zone: `17 Maret 2026`, `17 March 2026`."""
    if isinstance(value, datetime):
        value = value.astimezone(_settings().zone).date()
    return format_date(value, "d MMMM y", locale=language())


def moment(value: datetime) -> str:
    """A day and a time in the programme's zone: `17 Maret 2026 09.30 WIB`,
    `17 March 2026 09:30 WIB`."""
    zone = _settings().zone
    local = value.astimezone(zone)
    clock = "HH.mm" if language() == "id" else "HH:mm"
    written = format_datetime(
        local, f"d MMMM y {clock}", tzinfo=zone, locale=language()
    )
    return f"{written} {zone_name(local)}"


def zone_name(local: datetime) -> str:
    """The zone as people there call it: WIB, WITA, WIT; else its offset."""
    return local.tzname() or format_datetime(local, "OOOO", locale=language())


def words(text: Text) -> str:
    """A text of the platform in the reader's language."""
    return text.in_(language())


def in_sentence(text: str) -> str:
    """A state within a sentence: it begins with a small letter."""
    return text[:1].lower() + text[1:]


def language() -> str:
    """The reader's language: `en` or `id`."""
    return str(get_locale() or "en")


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


FILTERS: dict[str, Callable[..., str]] = {
    "count": count,
    "money": money,
    "price": price,
    "day": day,
    "moment": moment,
    "words": words,
}
