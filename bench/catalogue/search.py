"""Search over the real courses and over ten times as many: how fast and how good.

A search is what the page asks for: the words, twenty courses, their number, and the
choices of three filters with counts. Each query is one of the judged ones.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from statistics import quantiles
from time import perf_counter, process_time
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Engine, text, update

import core.unit_of_work
import marketplace.models  # noqa: F401 (the mappers need every table)
from bench import load, machine, orders_data
from bench.catalogue import courses_data, cricos, engine_beside
from bench.catalogue.relevance import DEPTH, Judged, grader, judged, ndcg
from bench.progress import step
from bench.results import Figure, Figures
from catalog.courses.counting import Counting
from catalog.courses.finding import Asked, Sort, find_courses
from catalog.courses.models import Level, Mode
from catalog.courses.wanted import Filter, Wanted
from core.clock import now
from core.privacy import Vault
from marketplace.web.search_form import PRICE_STEPS
from partners.oauth import Client, Token

LARGE = 250_000
PAGE = 20
THREE = Counting(frozenset({Filter.MODE, Filter.LEVEL, Filter.PLACE}))
ALL = Counting(price_steps=PRICE_STEPS)
BROWSED = (
    Wanted(),
    *(Wanted(modes=(each,)) for each in Mode),
    *(Wanted(levels=(each,)) for each in Level),
    *(Wanted(categories=(f"{each:02}",)) for each in range(1, 13)),
)
# Of each of these few of very many courses are left.
RARE = (
    Wanted(max_price=200_000, modes=(Mode.WEBINAR,)),
    Wanted(max_price=1_000_000, languages=("ko",)),
    Wanted(max_price=150_000, platforms=("tiga",)),
    Wanted(access=("wheelchair", "captions", "sign_language"), childcare=True),
    Wanted(categories=("06",), modes=(Mode.OFFLINE,), places=("32.73",)),
    Wanted(skills=("unheard-of",)),
    Wanted(words="business management", max_price=150_000),
)
WARM_UP = 20
REQUESTS = 400
ORDERS = tuple(sort for sort in Sort if sort is not Sort.RELEVANCE)
HOME = "32.73.01"
VAULT = Vault({"bench": b"d" * 32}, b"i" * 32)
SCOPES = ["catalog:read"]


@dataclass(frozen=True)
class Times:
    """The median and the 95th percentile, in milliseconds, at one size: of searches on
    the clock and on a core, of orders, of what is counted without words, and on a core
    of pages that filters leave few courses of."""

    clock: tuple[float, float]
    busy: tuple[float, float]
    orders: tuple[float, float]
    counts: tuple[float, float]
    rare: tuple[float, float]


def measure() -> Figures:
    """Both sizes; quality, the other engine and HTTP at the real one."""
    with machine.database("catalogue_search") as engine:
        _fill(engine, cricos.COURSES)
        small = _times(engine)
        step("How good the first ten are")
        quality, alone = _quality(), _alone()
        step("Over HTTP, beside a bare route")
        per_second = _over_http(engine)
    with machine.database("catalogue_search_large") as engine:
        _fill(engine, LARGE)
        large = _times(engine)
    step("Tantivy with the same queries")
    beside = engine_beside.measure()
    return {
        **_compared(small, large),
        "search.query_vs_tantivy": Figure(
            alone / beside.median,
            "ratio",
            len(judged()),
            f"10 courses, {alone:.2f} ms over {beside.median:.3f} ms in-process",
        ),
        **per_second,
        **quality,
        "search.tantivy_ndcg10": Figure(
            beside.ndcg, "0 to 1", len(judged()), "the same queries and courses"
        ),
    }


def _compared(small: Times, large: Times) -> Figures:
    """The real size, and how much longer the large one takes."""
    queries, many = len(judged()), f"{cricos.COURSES:,} courses"
    said = {
        "": ("20 courses, 3 facets, all counts, one at a time", queries),
        "busy_": (
            "time that Python and PostgreSQL had a core, whatever else ran beside them",
            queries,
        ),
        "orders_": ("a page in each order, without words", len(ORDERS)),
        "counts_": (
            "a page without words, and all counts of all filters, one or none set",
            len(BROWSED),
        ),
        "rare_": (
            "time on a core for a page that filters leave few of, with 3 facets",
            len(RARE),
        ),
    }
    figures: Figures = {
        "search.p50_ms": Figure(small.clock[0], "ms", queries, f"{many}, the median"),
        "search.p50_growth": _growth(small.clock[0], large.clock[0], "p50"),
    }
    for name, (note, samples) in said.items():
        at = name.strip("_") or "clock"
        low, high = getattr(small, at)[1], getattr(large, at)[1]
        figures |= {
            f"search.{name}p95_ms": Figure(low, "ms", samples, f"{many}: {note}"),
            f"search.large_{name}p95_ms": Figure(
                high, "ms", samples, f"the same among {LARGE:,}"
            ),
            f"search.{name}p95_growth": _growth(low, high, f"{name}p95"),
        }
    return figures


def _times(engine: Engine) -> Times:
    step("Searches, orders and counts without words")
    searches = [partial(_search, one) for one in judged()]
    rare = [partial(_narrowed, wanted) for wanted in RARE * 5]
    return Times(
        _percentiles(searches),
        _busy(engine, searches),
        _orders(),
        _counts(),
        _busy(engine, rare),
    )


def _fill(engine: Engine, many: int) -> None:
    step(f"{many:,} courses with runs, prices and ratings")
    readers = engine.execution_options(isolation_level="AUTOCOMMIT")
    make = core.unit_of_work.make_sessions
    core.unit_of_work.configure(make(engine, VAULT), make(readers, VAULT))
    with core.unit_of_work.unit_of_work("bench.fill") as session:
        orders_data.fill(session, 1)
        session.execute(update(Token).values(scopes=SCOPES))
        session.execute(update(Client).values(scopes=SCOPES))
    courses_data.fill(engine, many)


def _search(one: Judged) -> Any:
    asked = Asked(Wanted(words=one.query), PAGE)
    return find_courses(asked, at=now(), counting=THREE)


def _orders() -> tuple[float, float]:
    return _percentiles([partial(_browse, sort) for sort in ORDERS * 5])


def _browse(sort: Sort) -> Any:
    return find_courses(Asked(Wanted(), PAGE, None, sort, HOME), at=now())


def _counts() -> tuple[float, float]:
    return _percentiles([partial(_counted, wanted) for wanted in BROWSED * 3])


def _counted(wanted: Wanted) -> Any:
    return find_courses(Asked(wanted, PAGE), at=now(), counting=ALL)


def _narrowed(wanted: Wanted) -> Any:
    return find_courses(Asked(wanted, PAGE), at=now(), counting=THREE)


def _alone() -> float:
    """Median milliseconds of ten courses without counts."""
    return _percentiles([partial(_first_ten, one) for one in judged()])[0]


def _first_ten(one: Judged) -> Sequence[Any]:
    return find_courses(Asked(Wanted(words=one.query), DEPTH), at=now()).page.items


def _percentiles(calls: Sequence[Callable[[], Any]]) -> tuple[float, float]:
    """The median and the 95th percentile in milliseconds, one call after the other."""
    for call in islice(cycle(calls), WARM_UP):
        call()
    taken = []
    for call in calls:
        began = perf_counter()
        call()
        taken.append((perf_counter() - began) * 1000)
    hundredths = quantiles(taken, n=100)
    return hundredths[49], hundredths[94]


def _busy(engine: Engine, calls: Sequence[Callable[[], Any]]) -> tuple[float, float]:
    """The same for the time on a core alone; Linux counts that of PostgreSQL."""
    with engine.connect() as connection:
        own = text(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
        )
        files = [Path(f"/proc/{pid}/schedstat") for pid in connection.scalars(own)]

    def spent() -> float:
        kept = [int(file.read_text().split()[0]) for file in files if file.exists()]
        return process_time() * 1000 + sum(kept) / 1e6

    for call in islice(cycle(calls), WARM_UP):
        call()
    taken = []
    for call in calls:
        before = spent()
        call()
        taken.append(spent() - before)
    hundredths = quantiles(taken, n=100)
    return hundredths[49], hundredths[94]


def _growth(small: float, large: float, what: str) -> Figure:
    said = f"{what} among {LARGE:,} over that among {cricos.COURSES:,}"
    return Figure(large / small, "ratio", len(judged()), said)


def _quality() -> Figures:
    """How well the first ten suit each query, and how often nothing is found."""
    rows = {row[cricos.CODE].lower(): row for row in cricos.rows()}
    scores: dict[str, list[float]] = {}
    empty: dict[str, int] = {}
    for one in judged():
        grade = grader(one)
        found = _first_ten(one)
        grades = [grade(rows[course.code]) for course in found]
        scores.setdefault(one.family, []).append(
            ndcg(grades, map(grade, rows.values()))
        )
        empty[one.family] = empty.get(one.family, 0) + (not found)
    every = [score for each in scores.values() for score in each]
    figures = {
        "search.ndcg10": Figure(
            sum(every) / len(every), "0 to 1", len(every), "all judged queries"
        ),
        "search.zero_result_rate": Figure(
            sum(empty.values()) / len(every), "ratio", len(every), "found nothing"
        ),
    }
    for family, each in sorted(scores.items()):
        note = f"found nothing: {empty[family]}"
        mean = sum(each) / len(each)
        figures[f"search.ndcg10_{family}"] = Figure(mean, "0 to 1", len(each), note)
    return figures


def _over_http(engine: Engine) -> Figures:
    """Searches and plain lists per second, beside a bare route of the same server."""
    url = engine.url.render_as_string(hide_password=False)
    headers = {"Authorization": f"Bearer {orders_data.token_of(0)}"}
    facets = [("facet", each) for each in sorted(THREE.filters)]
    searches = [
        load.request("GET", f"/v1/{path}?{urlencode(query)}", headers)
        for one in judged()
        for path, query in (
            ("courses", [("query", one.query)]),
            ("course-facets", [("query", one.query), *facets]),
        )
    ]
    plain = [load.request("GET", "/v1/courses", headers)] * REQUESTS
    page = [load.request("GET", "/courses.atom", {})] * REQUESTS
    with (
        machine.granian(
            "wsgi:app",
            DATABASE_URL=url,
            LOG_LEVEL="WARNING",
            DATABASE_POOL_SIZE="4",
        ) as platform,
        machine.granian("bench.bare:app") as bare,
    ):
        body = b'{"platform_reference": "INV-1"}'
        one = load.request("POST", "/bare", {"Content-Type": "application/json"}, body)
        _send(platform, plain[:100])
        _send(bare, [one] * 100)
        limit = _send(bare, [one] * REQUESTS * 5).per_second
        listed = _send(platform, plain).per_second
        kept = _send(platform, page).per_second
        searched = _send(platform, searches).per_second
    return {
        "search.vs_bare_route": Figure(
            kept / limit,
            "ratio",
            REQUESTS,
            f"of {limit:,.0f}/s: the public list of the newest 50, which is kept",
        ),
        "search.list_vs_bare_route": Figure(
            listed / limit, "ratio", REQUESTS, "the API's list by title, with a token"
        ),
        "search.per_second": Figure(
            searched, "requests/s", len(searches), "words, and words with three facets"
        ),
        "search.with_words_vs_bare_route": Figure(
            searched / limit, "ratio", len(searches), "the same over the bare route"
        ),
    }


def _send(port: int, requests: Sequence[bytes]) -> load.Load:
    done = load.send(port, requests)
    if set(done.statuses) != {200}:
        raise SystemExit(f"Not every request was answered well: {dict(done.statuses)}")
    return done
