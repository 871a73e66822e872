"""Days and hours as people write them, in Indonesian and English.

`03/04/2027` is the third of April or the fourth of March: it is refused until it was
said for the list whether the day or the month comes first.
"""

import re
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cache
from zoneinfo import available_timezones

from catalog.imports.cells import date_kinds as kinds
from catalog.imports.cells.reading import Cell, Said, refused
from catalog.imports.cells.words import vocabulary
from core.names import comparison_key

_DAYS = (
    r"senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad"
    r"|mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?"
    r"|sat(?:urday)?|sun(?:day)?"
)
ZONES = {"wib": "Asia/Jakarta", "wita": "Asia/Makassar", "wit": "Asia/Jayapura"}

_WEEKDAY = re.compile(rf"^(?:{_DAYS})\b,?\s*")
_ISO = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_NUMBERS = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4}|[0-9]{2})")
_WORDS = re.compile(
    r"([0-9]{1,2})(?:st|nd|rd|th)?[-/. ]+([^\W\d_]+)\.?,?[-/. ]+([0-9]{4}|[0-9]{2})"
)
_MONTH_FIRST = re.compile(r"([^\W\d_]+)\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})")
_HOUR = re.compile(
    r"(?:(?:pukul|pkl\.?|jam|at)\s*)?([0-9]{1,2})[:.]([0-9]{2})"
    r"(?:[:.]([0-5][0-9])(?:\.([0-9]{1,6}))?)?\s*([ap]\.?m\.?)?"
)
_BARE_HOUR = re.compile(r"(?:at\s*)?([0-9]{1,2})\s*([ap]\.?m\.?)")
# Days since the last one of 1899, as spreadsheets count them, from 2000 to 2099.
_COUNTED = re.compile(r"(3[6-9]|[4-6][0-9]|7[0-2])[0-9]{3}(?:\.[0-9]+)?")
_FIRST_COUNTED = date(1899, 12, 30)
_ZONE = re.compile(rf"\s*\b({'|'.join(ZONES)})$")
_WORD = re.compile(r"[^\W\d_]+")
_UNTIL = re.compile(r"\s*(?:-|–|—|s/d|s\.d\.?|sd|sampai|hingga|to|until)\s*")
_OFFSET = re.compile(r"(?<=[0-9])\s*(z|[+-][0-9]{2}:?[0-9]{2})$")
_KNOWN = re.compile(
    r"st|nd|rd|th|pukul|pkl|jam|at|am|pm|s|d|sd|sampai|hingga|to|until|t|z|tba|tbd"
)
EARLIEST, LATEST = 2000, 2200


@dataclass(frozen=True)
class Moment:
    """A day, from and until which hour where the cell says so, and the zone if it says
    one (IANA, or an offset such as +07:00)."""

    day: date
    hour: time | None = None
    until: time | None = None
    zone: str | None = None


@dataclass(frozen=True)
class Hours:
    """From an hour to another, None where the cell says only when it begins."""

    begins: time
    ends: time | None = None
    zone: str | None = None


@cache
def _months() -> dict[str, int]:
    """The number of each month by its name or its short one."""
    names = vocabulary()["month"]
    in_order = list(dict.fromkeys(names.values()))
    return {name: in_order.index(month) + 1 for name, month in names.items()}


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def is_zone(name: str) -> bool:
    """Whether it is the name of a time zone (IANA)."""
    return name in _zones()


def read_zone(text: str) -> Cell:
    """`WIB`, `WITA`, `WIT`, or a name like Asia/Jakarta."""
    words = text.strip()
    found = ZONES.get(words.casefold(), words)
    return Cell(found) if is_zone(found) else refused(kinds.ZONE_UNKNOWN)


def read_moments(text: str, said: Said, *, most: int) -> Cell:
    """The days in a cell, a line each or parted by `|` and `;`, with their hours."""
    parts = [part for part in re.split(r"[|;\n]", text) if part.strip()]
    if len(parts) > most:
        return refused(kinds.TOO_MANY_DAYS, limit=most)
    found = []
    for part in parts:
        cell = read_moment(part, said)
        if cell.is_refused:
            return cell
        found.append(cell.value)
    return Cell(tuple(found) or None)


def read_moment(text: str, said: Said) -> Cell:
    """`2027-03-01 09:00`, `Senin, 1 Maret 2027 pukul 09.00 WIB`, `March 1, 2027`."""
    words = _in_our_words(text, said)
    if words in ("", "-", "–", "tba", "tbd"):
        return Cell(None)
    words, zone = _zone(_WEEKDAY.sub("", words))
    for pattern, read in (
        (_ISO, _from_iso),
        (_WORDS, _from_words),
        (_MONTH_FIRST, _from_month),
        (_NUMBERS, _from_numbers),
    ):
        if found := pattern.match(words):
            cell = read(found, said)
            return _with_hour(cell, words[found.end() :].strip(" ,"), zone)
    if _COUNTED.fullmatch(words):
        day = _FIRST_COUNTED + timedelta(days=int(words.partition(".")[0]))
        return refused(kinds.DATE_IS_COUNTED, day=day.isoformat())
    return refused(kinds.DATE_UNREADABLE)


def _with_hour(cell: Cell, rest: str, zone: str | None) -> Cell:
    if cell.is_refused:
        return cell
    if not rest:
        return Cell(Moment(cell.value, zone=zone))
    if _UNTIL.match(rest):
        return refused(kinds.DATE_RANGE)
    hours = _hours(rest.removeprefix("t").strip())
    if hours is None:
        return refused(kinds.DATE_UNREADABLE)
    return Cell(Moment(cell.value, *hours, zone=zone))


def read_hours(text: str, said: Said) -> Cell:
    """`09.00 - 12.00 WIB`, `09:00`, `1 PM to 3 PM` with its minutes."""
    words, zone = _zone(_in_our_words(text, said))
    if words in ("", "-", "–"):
        return Cell(None)
    hours = _hours(words)
    if hours is None:
        return refused(kinds.HOURS_UNREADABLE)
    return Cell(Hours(*hours, zone))


def unknown_word(text: str, said: Said) -> str | None:
    """The first word in a cell of days or hours that nobody knows."""
    words, _ = _zone(_WEEKDAY.sub("", _in_our_words(text, said)))
    for found in _WORD.findall(words):
        if found not in _months() and not _KNOWN.fullmatch(found):
            return str(found)
    return None


def _in_our_words(text: str, said: Said) -> str:
    """The cell in small letters, with the words that a person said what they stand for
    replaced by ours: names of months, and what stands for nothing."""
    words = " ".join(text.casefold().split())
    own = said.days
    if not own:
        return words
    ours = _WORD.sub(lambda found: own.get(comparison_key(found[0]), found[0]), words)
    return " ".join(ours.split()).strip(" ,.")


def _hours(words: str) -> tuple[time, time | None] | None:
    """An hour, or from one to a later one."""
    begins, *ends = _UNTIL.split(words, maxsplit=1)
    first = _hour(begins)
    if first is None or not ends:
        return None if first is None else (first, None)
    last = _hour(ends[0])
    return None if last is None or last <= first else (first, last)


def _zone(words: str) -> tuple[str, str | None]:
    if found := _ZONE.search(words):
        return words[: found.start()].strip(), ZONES[found[1]]
    found = _OFFSET.search(words)
    if found and ":" in words[: found.start()] and _is_offset(found[1], words):
        offset = "+00:00" if found[1] == "z" else found[1]
        return words[: found.start()], offset
    return words, None


def _is_offset(sign: str, words: str) -> bool:
    """09:00-12:00 is from an hour to another, unless a T says that it is ISO 8601."""
    return not sign.startswith("-") or re.search("[0-9]t[0-9]", words) is not None


def _hour(words: str) -> time | None:
    if bare := _BARE_HOUR.fullmatch(words.strip()):
        words = f"{bare[1]}:00 {bare[2]}"
    found = _HOUR.fullmatch(words.strip())
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2])
    if found[5]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[5][0] == "p" else 0)
    if hour >= 24 or minute >= 60:
        return None
    parts = int(found[3] or 0), int((found[4] or "").ljust(6, "0"))
    return time(hour, minute, *parts)


def _from_iso(found: re.Match[str], said: Said) -> Cell:
    return _day(found[1], int(found[2]), found[3])


def _from_words(found: re.Match[str], said: Said) -> Cell:
    if len(found[3]) == 2:
        return refused(kinds.YEAR_OF_TWO_DIGITS)
    return _day(found[3], _months().get(found[2], 0), found[1])


def _from_month(found: re.Match[str], said: Said) -> Cell:
    return _day(found[3], _months().get(found[1], 0), found[2])


def _from_numbers(found: re.Match[str], said: Said) -> Cell:
    if len(found[3]) == 2:
        return refused(kinds.YEAR_OF_TWO_DIGITS)
    first, second, year = int(found[1]), int(found[2]), found[3]
    day_first, month_first = _day(year, second, found[1]), _day(year, first, found[2])
    order = said.dates or _order(first, second)
    if order is not None or day_first.is_refused:
        return month_first if order == "mdy" else day_first
    days = {"one": str(day_first.value), "other": str(month_first.value)}
    return refused(kinds.DATE_AMBIGUOUS, **days)


def _order(first: int, second: int) -> str | None:
    """What two numbers tell by themselves; both may be months: None."""
    if first == second:
        return "dmy"
    if first > 12:
        return "dmy"
    return "mdy" if second > 12 else None


def _day(year: str, month: int, day: str) -> Cell:
    try:
        found = date(int(year), month, int(day))
    except ValueError:
        return refused(kinds.DATE_UNREADABLE)
    if not EARLIEST <= found.year <= LATEST:
        return refused(kinds.DATE_UNREADABLE)
    return Cell(found)


def order_of(texts: list[str]) -> str | None:
    """Whether a column writes the day first (dmy) or the month (mdy), as far as its own
    cells leave no doubt; None where none tells, or two tell different things."""
    orders = set()
    for text in texts:
        found = _NUMBERS.match(" ".join(text.split()))
        if found and int(found[1]) != int(found[2]):
            orders.add(_order(int(found[1]), int(found[2])))
    told = orders - {None}
    return told.pop() if len(told) == 1 else None
