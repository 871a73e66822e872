"""The filters of the catalogue's address, and the choices that its page offers.

A filter that is none of ours counts as not given: whatever stands in the address, the
page is a page (SC-06).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from catalog.comparing.rules import MOST as MOST_COMPARED
from catalog.courses import Mode
from catalog.courses.facets import Count, Facets
from catalog.courses.finding import Sort
from catalog.courses.models import Access, Level
from catalog.courses.wanted import Filter, Wanted
from core.clock import end_of_day
from marketplace.web.formats import money, words
from marketplace.web.wording import ACCESS_NEEDS, LEVELS, MODES, name_of

# Steps of the price filter, in whole rupiah.
PRICE_STEPS = (100_000, 250_000, 500_000, 1_000_000, 2_000_000)

MOST_VALUES = 20
LONGEST_VALUE = 512

# In the address of a search: the codes of courses that are chosen for a comparison.
COMPARED = "compare"

# What is kept of an address when one thing of it changes.
PARAMETERS = (
    "query",
    "category",
    "mode",
    "level",
    "language",
    "platform",
    "place",
    "max_price",
    "affordable",
    "starts_from",
    "starts_until",
    "evening",
    "childcare",
    "access",
    "skill",
    "occupation",
    "sort",
    "near",
    COMPARED,
)

_REGION = re.compile(r"[0-9]{2}(\.[0-9]{2}){0,2}", re.ASCII)

# The parameters that set a filter.
SET_BY: Mapping[Filter, tuple[str, ...]] = {
    Filter.PRICE: ("max_price", "affordable"),
    Filter.START: ("starts_from", "starts_until"),
    **{
        each: (each.value,)
        for each in Filter
        if each not in (Filter.PRICE, Filter.START)
    },
}


@dataclass(frozen=True)
class Choice:
    """A value that can be ticked, with how many courses it leaves."""

    value: str
    title: str
    courses: int
    is_chosen: bool


@dataclass(frozen=True)
class Group:
    """The choices of one parameter of the address."""

    name: str
    title: str
    choices: Sequence[Choice]


@dataclass(frozen=True)
class Way:
    """How to find more: the same search without one filter."""

    title: str
    address: str
    courses: int


class Address:
    """What stands in the address of a search."""

    def __init__(self, arguments: MultiDict[str, str]) -> None:
        self._arguments = arguments

    def one(self, name: str) -> str | None:
        return next(iter(self.all(name)), None)

    def all(self, name: str) -> tuple[str, ...]:
        """Its values; what no column can hold is as good as not given."""
        values = self._arguments.getlist(name)[:MOST_VALUES]
        cleaned = (value.replace("\0", "").strip() for value in values)
        return tuple(value[:LONGEST_VALUE] for value in cleaned if value)

    def known(self, name: str, values: type[StrEnum]) -> tuple[str, ...]:
        return tuple(value for value in self.all(name) if value in list(values))

    def day(self, name: str) -> date | None:
        try:
            found = date.fromisoformat(self.one(name) or "")
        except ValueError:
            return None
        return found if 2000 <= found.year < 3000 else None

    def price(self) -> int | None:
        asked = self.one("max_price")
        return next((step for step in PRICE_STEPS if str(step) == asked), None)

    def region(self, name: str) -> str | None:
        asked = self.one(name) or ""
        return asked if _REGION.fullmatch(asked) else None

    def sort(self) -> str | None:
        return next(iter(self.known("sort", Sort)), None)

    def changed(
        self, *, without: Iterable[str] = (), path: str = "/catalogue", **more: str
    ) -> str:
        """The same search without some parameters, or with other values of them."""
        dropped = {*without, *more}
        kept = [
            (name, value)
            for name in PARAMETERS
            if name not in dropped
            for value in self.all(name)
        ]
        query = urlencode([*kept, *more.items()])
        return f"{path}?{query}" if query else path


def chosen_codes(address: Address) -> list[str]:
    """The courses that were chosen for a comparison, by code."""
    return list(dict.fromkeys(address.all(COMPARED)))[:MOST_COMPARED]


def compare_address(codes: Sequence[str]) -> str:
    """Where these courses stand side by side."""
    return with_courses("/courses/compare", "course", codes)


def with_courses(path: str, name: str, codes: Sequence[str]) -> str:
    query = urlencode([(name, code) for code in codes])
    return f"{path}?{query}" if query else path


def added_to(chosen: Sequence[str], code: str) -> str | None:
    """The comparison with one course more; None where it is full, or has it."""
    if code in chosen or len(chosen) >= MOST_COMPARED:
        return None
    return compare_address([*chosen, code])


def wanted_of(address: Address, *, balance: int | None, zone: ZoneInfo) -> Wanted:
    """The search of an address; `balance` is what the reader can spend, whole rupiah,
    None for somebody who has none."""
    first, last = address.day("starts_from"), address.day("starts_until")
    bounds = [address.price(), balance if address.one("affordable") else None]
    return Wanted(
        words=address.one("query"),
        categories=address.all("category"),
        modes=address.known("mode", Mode),
        levels=address.known("level", Level),
        languages=address.all("language"),
        platforms=address.all("platform"),
        access=address.known("access", Access),
        skills=address.all("skill"),
        occupations=address.all("occupation"),
        max_price=min((each for each in bounds if each is not None), default=None),
        places=address.all("place"),
        starts_from=datetime.combine(first, time(), tzinfo=zone) if first else None,
        starts_until=end_of_day(last, zone) if last else None,
        evening=address.one("evening") == "true",
        childcare=address.one("childcare") == "true",
    )


def groups_of(facets: Facets, wanted: Wanted) -> list[Group]:
    """The choices that leave something, and those that are made."""
    made: dict[Filter, Sequence[str]] = {
        Filter.MODE: wanted.modes,
        Filter.CATEGORY: wanted.categories,
        Filter.LEVEL: wanted.levels,
        Filter.PLACE: wanted.places,
        Filter.PLATFORM: wanted.platforms,
        Filter.LANGUAGE: wanted.languages,
        Filter.EVENING: ("true",) if wanted.evening else (),
        Filter.CHILDCARE: ("true",) if wanted.childcare else (),
        Filter.ACCESS: wanted.access,
        Filter.SKILL: wanted.skills,
        Filter.OCCUPATION: wanted.occupations,
    }
    groups = [
        Group(each.value, filter_title(each), _choices(facets, each, chosen))
        for each, chosen in made.items()
    ]
    return [group for group in groups if group.choices]


def prices_of(facets: Facets, chosen: int | None) -> list[Choice]:
    """Each step of the price with what it leaves."""
    counted = {each.value: each.courses for each in facets.counts.get(Filter.PRICE, ())}
    return [
        Choice(
            value=str(step),
            title=_("up to %(price)s", price=money(step)),
            courses=counted.get(str(step), 0),
            is_chosen=step == chosen,
        )
        for step in PRICE_STEPS
    ]


def nears_of(facets: Facets, chosen: str | None) -> list[Choice]:
    """The provinces that one can be near to, and what else the address names."""
    return _choices(facets, Filter.PLACE, (chosen,) if chosen else ())


def ways_to_more(facets: Facets, address: Address) -> list[Way]:
    """Filters whose loss would find something, the best first."""
    ways = [
        Way(filter_title(each), address.changed(without=SET_BY[each]), courses)
        for each, courses in facets.without.items()
        if courses
    ]
    return sorted(ways, key=lambda way: -way.courses)


def filter_title(each: Filter) -> str:
    titles = {
        Filter.CATEGORY: _("Field"),
        Filter.MODE: _("Way of learning"),
        Filter.LEVEL: _("Level"),
        Filter.LANGUAGE: _("Spoken language"),
        Filter.PRICE: _("Price"),
        Filter.PLATFORM: _("Platform"),
        Filter.PLACE: _("Province"),
        Filter.START: _("Start"),
        Filter.EVENING: _("After working hours"),
        Filter.CHILDCARE: _("Childcare"),
        Filter.ACCESS: _("Access for people with disabilities"),
        Filter.SKILL: _("Skill"),
        Filter.OCCUPATION: _("Occupation"),
    }
    return str(titles[each])


def _choices(facets: Facets, each: Filter, chosen: Sequence[str]) -> list[Choice]:
    counted = {count.value: count for count in facets.counts.get(each, ())}
    missing = [Count(value, None, 0) for value in chosen if value not in counted]
    return [
        Choice(
            value=count.value,
            title=_title(each, count),
            courses=count.courses,
            is_chosen=count.value in chosen,
        )
        for count in [*counted.values(), *missing]
    ]


def _title(each: Filter, count: Count) -> str:
    if each is Filter.LANGUAGE:
        return _language(count.value)
    if each in (Filter.EVENING, Filter.CHILDCARE):
        return filter_title(each)
    named = _WORDS.get(each)
    return words(name_of(named, count.value)) if named else count.title or count.value


_WORDS = {Filter.MODE: MODES, Filter.LEVEL: LEVELS, Filter.ACCESS: ACCESS_NEEDS}


def _language(code: str) -> str:
    """A language by its name in the reader's: `Jawa`, `Javanese`."""
    locale = get_locale()
    primary = code.split("-")[0]
    return str(locale.languages.get(primary, code)) if locale else code
