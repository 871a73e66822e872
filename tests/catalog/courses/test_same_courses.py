"""However courses are found, they are those that a plain look at each of them finds."""

from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import func, select

from catalog.courses.counting import Counting
from catalog.courses.finding import Asked, Sort, find_courses
from catalog.courses.held import DRAWS, MOST_DRAWN
from catalog.courses.models import Course, Level, Mode
from catalog.courses.queries import courses_on_sale
from catalog.courses.wanted import Filter, Wanted, conditions
from core.clock import now
from core.ids import new_id
from partners.conflicts.models import GroupMember
from partners.organisations import Kind, Standing
from partners.standing import Scope, State
from tests.catalog.courses.conftest import make_districts
from tests.factories import (
    make_course,
    make_offering,
    make_organisation,
    make_sanction,
    make_schedule,
)

AT = now()
COUNTING = Counting(frozenset({Filter.MODE, Filter.PLACE}))
WANTED = (
    Wanted(),
    Wanted(words="kue"),
    Wanted(words='kopi -"kue basah"'),
    Wanted(words="kue kopi", modes=("offline", "blended")),
    Wanted(categories=("a",), levels=("beginner",)),
    Wanted(languages=("jv", "en"), evening=True),
    Wanted(max_price=200_000, modes=("webinar",)),
    Wanted(words="kue", platforms=("satu",), min_price=100_000, max_price=400_000),
    Wanted(platforms=("dua",), childcare=True),
    Wanted(words="roti", places=("32",), max_price=300_000),
    Wanted(places=("36.73", "32.73.01"), starts_until=AT + timedelta(days=9)),
    Wanted(access=("captions", "wheelchair"), max_price=500_000),
    Wanted(skills=("x", "z"), categories=("a", "b")),
)


@pytest.fixture
def catalogue(session):
    """Sixty courses of eight institutions, of which some may not sell, or not all."""
    random = Random(7)
    make_districts(session, "32.73.01", "36.73.01")
    institutions = [
        make_organisation(session, Kind.TRAINING_INSTITUTION) for _ in range(6)
    ]
    institutions += [
        make_organisation(session, Kind.TRAINING_INSTITUTION, standing="suspended"),
        make_organisation(session, Kind.ASSESSOR),
    ]
    platforms = [
        make_organisation(session, Kind.DIGITAL_PLATFORM, code=code, standing=standing)
        for code, standing in (
            ("satu", Standing.APPROVED),
            ("dua", Standing.APPROVED),
            ("tiga", Standing.SUSPENDED),
        )
    ]
    for one in (platforms[0], institutions[5]):
        group = session.info.setdefault("group", new_id())
        session.add(GroupMember(organisation_id=one.id, group_id=group))
    courses = [_course(session, random, institutions, platforms) for _ in range(60)]
    stopped = [each for each in courses if each.provider_id == institutions[0].id]
    make_sanction(
        session,
        institutions[0],
        scope=Scope.COURSES,
        course_ids=[each.id for each in stopped[:3]],
    )
    make_sanction(session, institutions[1])
    make_sanction(session, institutions[2], state=State.ENDED)
    kind = Kind.TRAINING_INSTITUTION
    make_sanction(session, institutions[3], scope=Scope.KIND, kind=kind)


def _course(session, random, institutions, platforms):
    def some(values):
        return random.sample(values, random.randint(0, len(values)))

    course = make_course(
        session,
        random.choice(institutions),
        title=" ".join(["Kelas", *some(["kue", "kopi", "roti", "basah"])]),
        summary=" ".join(some(["kue", "kopi", "roti", "basah"])),
        category=random.choice("ab"),
        mode=random.choice(list(Mode)),
        level=random.choice([None, *Level]),
        language=random.choice(["id", "jv"]),
        more_languages=some(["en", "jv"]),
        evening=random.random() < 0.4,
        childcare=random.random() < 0.4,
        access=some(["captions", "wheelchair"]),
        skills=some(["x", "y", "z"]),
        status=random.choice(["published"] * 5 + ["draft"]),
    )
    for platform in some(platforms):
        price = random.choice([0, 150_000, 300_000, 450_000])
        gone = random.choice([None, None, AT])
        make_offering(session, course, platform, price=price, withdrawn_at=gone)
    if random.random() < 0.7:
        starts_at = AT + timedelta(days=random.choice([4, 8, 12]))
        make_schedule(
            session,
            course,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(days=1),
            enrolment_closes_at=starts_at - timedelta(hours=1),
            district_code=random.choice([None, "32.73.01", "36.73.01"]),
            seats_taken=random.choice([0, 30]),
            cancelled_at=random.choice([None, None, AT]),
            evening=random.choice([None, True]),
            access=random.choice([None, ["captions", "wheelchair"]]),
        )
    return course


@pytest.mark.parametrize("most", [1_000, 4])
def test_however_courses_are_found_they_are_the_same(
    session, catalogue, monkeypatch, most
):
    for name in ("finding.MOST_RANKED", "finding.MOST_COUNTED", "facets.MOST_COUNTED"):
        monkeypatch.setattr(f"catalog.courses.{name}", most)
    found_some = 0
    for place, wanted in enumerate(WANTED):
        plain = _plainly(session, wanted)
        found_some += bool(plain)
        sorts = [None, Sort.PRICE, Sort.START, Sort.RATING, Sort.NEWEST]
        for counting in (None, COUNTING):
            sort = sorts[place % len(sorts)] if counting else None
            ids, facets = _all_pages(wanted, sort, counting)

            assert sorted(ids) == sorted(plain), (wanted, sort, counting)
            if facets is not None and facets.exact:
                assert facets.total == len(plain), wanted

    assert found_some >= len(WANTED) - 2


def _plainly(session, wanted):
    query = courses_on_sale().where(*conditions(wanted, at=AT).values())
    if wanted.words:
        said = func.websearch_to_tsquery("public.course_words", wanted.words)
        query = query.where(Course.search.bool_op("@@")(said))
    return session.scalars(query).all()


def _all_pages(wanted, sort, counting):
    ids, cursor, facets = [], None, None
    while True:
        asked = Asked(wanted, 7, cursor, sort)
        found = find_courses(asked, at=AT, counting=counting)
        facets = facets or found.facets
        ids += [each.id for each in found.page.items]
        cursor = found.page.next_cursor
        if cursor is None:
            return ids, facets


def test_a_draw_stands_for_all_and_has_two_thirds_of_what_it_may_have():
    for number in (1_001, 1_500, 7_000, 60_000, 250_000, 700_000):
        draw = next(one for one in DRAWS if one.share(number) <= MOST_DRAWN)

        assert draw.share(number) >= 2 * MOST_DRAWN // 3 - 1
        assert draw.whole(draw.share(number)) == pytest.approx(number, rel=0.01)


def test_the_database_draws_what_a_draw_says(session):
    ids = [new_id() for _ in range(4_000)]
    course = func.unnest(ids).table_valued("id", name="course").render_derived()

    for draw in DRAWS[:4]:
        drawn = func.drawn_at(course.c.id).bool_op("@@")(func.to_tsquery(draw.word))
        number = session.scalar(select(func.count()).select_from(course).where(drawn))

        assert number == pytest.approx(draw.share(len(ids)), rel=0.12), draw
