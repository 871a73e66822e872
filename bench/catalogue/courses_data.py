"""The real courses as rows of the catalogue, written in bulk.

Title, field, level, fee, language and places are those of the register; what it does
not say (platforms, runs, ways of learning, needs, stars) follows from the course's
number, so that two runs measure the same.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from bench.catalogue import cricos
from catalog.courses import Course
from catalog.regions.reading import read_regions
from catalog.regions.services.load import load_regions
from core.clock import now

PLATFORMS = ("satu", "dua", "tiga")
RUPIAH_PER_DOLLAR = 100

_LANGUAGES = {"Korean": "ko", "French": "fr"}
_MODES = ("offline", "webinar", "self_paced", "blended")
_NEEDS = ("wheelchair", "captions", "sign_language", "screen_reader")
_LATE = {"Diploma", "Certificate IV", "Advanced Diploma"}

# Built anew after the rows are there, which is several times as fast.
_BUILT_AFTER = {"gin"}

Values = Sequence[Any]

_COPIED = {
    "organisations": "id code name name_key kinds standing created_at",
    "courses": "id provider_id code title summary category category_title mode language"
    " more_languages level evening childcare access title_en summary_en sessions"
    " list_price source_ref status created_at updated_at",
    "schedules": "id course_id code starts_at ends_at enrolment_closes_at capacity"
    " seats_taken is_generated district_code",
    "offerings": "id course_id platform_id price commission_bps listed_at",
    "course_ratings": "course_id stars_1 stars_2 stars_3 stars_4 stars_5 score",
}


def fill(engine: Engine, many: int) -> None:
    """So many courses with their institutions, runs, offerings and ratings."""
    with Session(engine) as session, session.begin():
        load_regions(session, read_regions())
    districts = _districts(engine)
    # To the types `__table__` is any selectable; of a mapped class it is a table.
    later = [
        index
        for index in Course.__table__.indexes  # type: ignore[attr-defined]
        if index.dialect_options["postgresql"]["using"] in _BUILT_AFTER
    ]
    with engine.begin() as connection:
        for index in later:
            index.drop(connection)
        cursor: Any = connection.connection.cursor()
        at = now()
        for table, rows in (
            ("organisations", _organisations(many, at)),
            ("courses", _courses(many, at)),
            ("schedules", _schedules(many, districts, at)),
            ("offerings", _offerings(many, at)),
            ("course_ratings", _ratings(many)),
        ):
            _copy(cursor, table, rows)
        for index in later:
            index.create(connection)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as plain:
        plain.exec_driver_sql("VACUUM ANALYZE")


def course_id(number: int) -> UUID:
    """The id of a course by its place in the register, from 0 on."""
    return _id(1, number)


def _id(kind: int, number: int) -> UUID:
    return UUID(int=(kind << 96) | (7 << 76) | (2 << 62) | number)


def _copy(cursor: Any, table: str, rows: Iterable[Values]) -> None:
    columns = ", ".join(_COPIED[table].split())
    with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _institutions(many: int) -> dict[str, tuple[UUID, str]]:
    found: dict[str, tuple[UUID, str]] = {}
    for row in cricos.rows(many):
        code = row[cricos.PROVIDER]
        if code not in found:
            found[code] = (_id(2, len(found)), row[cricos.PROVIDER_NAME])
    return found


def _organisations(many: int, at: datetime) -> Iterator[Values]:
    for code, (key, name) in _institutions(many).items():
        kinds = ["training_institution"]
        yield key, code.lower(), name, name.casefold(), kinds, "approved", at
    for number, code in enumerate(PLATFORMS):
        kinds = ["digital_platform"]
        yield _id(3, number), code, code.title(), code, kinds, "approved", at


def _courses(many: int, at: datetime) -> Iterator[Values]:
    institutions, places = _institutions(many), cricos.places()
    for number, row in enumerate(cricos.rows(many)):
        code, title = row[cricos.CODE], row[cricos.TITLE]
        where = places.get(cricos.original(code), [])
        broad = row["Field of Education 1 Broad Field"] or "13 - Other"
        listed_at = at - timedelta(minutes=many - number)
        yield (
            course_id(number),
            institutions[row[cricos.PROVIDER]][0],
            code.lower(),
            title,
            "",
            broad[:2],
            broad[5:],
            _MODES[number % 7 % 4],
            _LANGUAGES.get(row["Course Language"], "en"),
            ["id"] if number % 9 == 0 else [],
            _level(row["Course Level"]),
            number % 5 == 0,
            number % 11 == 0,
            [need for place, need in enumerate(_NEEDS) if number % (3 + place) == 0],
            title,
            summary_of(row, where),
            1 + number % 10,
            _price(row),
            code,
            "published",
            listed_at,
            listed_at,
        )


def summary_of(row: cricos.Row, where: Sequence[tuple[str, str]]) -> str:
    """What is said of a course beside its title: level, fields, cities."""
    fields = (
        row[f"Field of Education 1 {depth} Field"].partition(" - ")[2]
        for depth in ("Narrow", "Detailed")
    )
    cities = sorted({city.title() for city, _ in where})[:5]
    return f"{row['Course Level']}. {'. '.join(fields)}. {', '.join(cities)}."


def _level(name: str) -> str:
    if name.startswith(("Certificate I", "Senior", "Junior")) and name not in _LATE:
        return "beginner"
    return "intermediate" if name in _LATE else "advanced"


def _price(row: cricos.Row) -> int:
    return int(float(row["Estimated Total Course Cost"] or 0) * RUPIAH_PER_DOLLAR)


def _districts(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        found = connection.execute(text("SELECT code FROM districts ORDER BY code"))
        return list(found.scalars())


def _schedules(many: int, districts: Sequence[str], at: datetime) -> Iterator[Values]:
    """Two runs of each course in the next 120 days, one of twenty without a seat left;
    where a course is taught in a place, in one district for both."""
    for number in range(many):
        in_place = _MODES[number % 7 % 4] in ("offline", "blended")
        district = districts[number * 37 % len(districts)] if in_place else None
        for run in (0, 1):
            minutes = (number * 7919 + run * 90_000) % 172_800
            starts_at = at + timedelta(days=1, minutes=minutes)
            taken = 30 if (number + run) % 20 == 0 else number % 30
            yield (
                _id(4 + run, number),
                course_id(number),
                f"run-{number}-{run}",
                starts_at,
                starts_at + timedelta(days=2),
                starts_at - timedelta(hours=6),
                30,
                taken,
                True,
                district,
            )


def _offerings(many: int, at: datetime) -> Iterator[Values]:
    """Nine of ten courses are on one platform or several, at near prices."""
    for number, row in enumerate(cricos.rows(many)):
        for place in range(len(PLATFORMS)):
            if number % 10 and number % (place + 1) == 0:
                price = _price(row) + place * 1_000
                key = _id(6 + place, number)
                yield key, course_id(number), _id(3, place), price, 1_000, at


def _ratings(many: int) -> Iterator[Values]:
    """A third of the courses have been rated."""
    for number in range(0, many, 3):
        stars = [number % (7 + place) for place in range(5)]
        yield course_id(number), *stars, 1_000 + number * 7919 % 4_001
