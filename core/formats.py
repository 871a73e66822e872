"""How money and instants are written for people, in a language of the caller's."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_currency

from core.text import LOCALES, Text

# Money is written the country's way in every language: "Rp 350.000".
MONEY_LOCALE = "id"
MONEY_PATTERN = "\N{CURRENCY SIGN}\N{NO-BREAK SPACE}#,##0"


def write_money(amount: int, *, currency: str) -> str:
    """Whole units of a currency: `Rp 350.000`."""
    return format_currency(
        amount, currency, MONEY_PATTERN, locale=MONEY_LOCALE, currency_digits=False
    )


def write_moment(value: datetime, *, zone: ZoneInfo, language: str) -> str:
    """A day and a time in a zone: `17 Maret 2026 09.30 WIB`, in English
    `17 March 2026 09:30 WIB`."""
    local = value.astimezone(zone)
    clock = "HH.mm" if language == "id" else "HH:mm"
    written = format_datetime(local, f"d MMMM y {clock}", tzinfo=zone, locale=language)
    return f"{written} {zone_name(local, language=language)}"


def moment_text(value: datetime, *, zone: ZoneInfo) -> Text:
    """The same in every language."""
    return Text(
        **{each: write_moment(value, zone=zone, language=each) for each in LOCALES}
    )


def day_text(value: date) -> Text:
    """A day in every language: `17 Maret 2026`, `17 March 2026`."""
    return Text(
        **{each: format_date(value, "d MMMM y", locale=each) for each in LOCALES}
    )


def zone_name(local: datetime, *, language: str) -> str:
    """The zone as people there call it: WIB, WITA, WIT; else its offset."""
    return local.tzname() or format_datetime(local, "OOOO", locale=language)
