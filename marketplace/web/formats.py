"""How the pages write money, numbers, days and texts."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_decimal, get_decimal_symbol
from flask import current_app
from flask_babel import get_locale, gettext, ngettext

from core.formats import write_moment, write_money
from core.settings import Settings
from core.text import Text
from partners.conflicts.explaining import share_in_words


def money(amount: int) -> str:
    """Whole units of the deployment's currency: `Rp 350.000`."""
    return write_money(amount, currency=_settings().currency)


def price(amount: int) -> str:
    """What a course costs; some cost nothing."""
    return money(amount) if amount else str(gettext("Free"))


def count(number: int) -> str:
    """A whole number in the reader's language: `800.000`, `800,000`."""
    return format_decimal(number, locale=language())


def stars(hundredths: int) -> str:
    """A mean of stars with one place: `4,2`, `4.2`."""
    whole, tenth = divmod((hundredths + 5) // 10, 10)
    return f"{whole}{get_decimal_symbol(language())}{tenth}"


def day(value: datetime | date) -> str:
    """A day in the programme's zone: `17 Maret 2026`, `17 March 2026`."""
    if isinstance(value, datetime):
        value = value.astimezone(_settings().zone).date()
    return format_date(value, "d MMMM y", locale=language())


def moment(value: datetime) -> str:
    """A day and a time in the programme's zone: `17 Maret 2026 09.30 WIB`,
    `17 March 2026 09:30 WIB`."""
    return write_moment(value, zone=_settings().zone, language=language())


def words(text: Text) -> str:
    """A text of the platform in the reader's language."""
    return text.in_(language())


def in_sentence(text: str) -> str:
    """A state within a sentence: it begins with a small letter."""
    return text[:1].lower() + text[1:]


def local(text: Mapping[str, str] | None) -> str:
    """A text of a partner in the reader's language, or in the other one that it has."""
    said = text or {}
    return said.get(language()) or said.get("id") or said.get("en") or ""


def language_name(code: str) -> str:
    """A language (BCP 47) by its name in the reader's: `jv` is Jawa, Javanese."""
    try:
        return Locale.parse(code, sep="-").get_display_name(language()) or code
    except (UnknownLocaleError, ValueError):
        return code


def duration(minutes: int) -> str:
    """`15 hours`, `1 hour 30 minutes`, `45 minutes`."""
    hours, rest = divmod(minutes, 60)
    parts = [ngettext("%(num)s hour", "%(num)s hours", hours)] if hours else []
    if rest or not hours:
        parts.append(ngettext("%(num)s minute", "%(num)s minutes", rest))
    return " ".join(str(part) for part in parts)


def language() -> str:
    """The reader's language: `en` or `id`."""
    return str(get_locale() or "en")


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


FILTERS: dict[str, Callable[..., str]] = {
    "share": share_in_words,
    "count": count,
    "stars": stars,
    "money": money,
    "price": price,
    "day": day,
    "moment": moment,
    "words": words,
    "local": local,
    "language_name": language_name,
    "duration": duration,
}
