"""Filters with several values, what each choice would leave, and orders."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from catalog.courses import Mode
from core.clock import now
from core.ids import new_id
from partners.organisations import Kind, Standing
from tests.catalog.courses.conftest import make_districts
from tests.factories import (
    make_course,
    make_offering,
    make_organisation,
    make_schedule,
)

ESCO = "http://data.europa.eu/esco/skill/"


@pytest.fixture
def facets(client, headers):
    def counted(**query):
        answer = client.get("/v1/course-facets", query_string=query, headers=headers)
        assert answer.status_code == 200, answer.json
        return Facets(answer.json)

    return counted


class Facets:
    def __init__(self, answer):
        self.total = answer["total"]
        self.exact = answer["exact"]
        self.estimated = answer["estimated"]
        self.alike = answer["alike"]
        self.without = {each["filter"]: each["courses"] for each in answer["without"]}
        self.all = {
            each["filter"]: {one["value"]: one["courses"] for one in each["values"]}
            for each in answer["facets"]
        }

    def __getitem__(self, name):
        return self.all.get(name, {})


def test_of_several_values_one_is_enough(session, titles):
    make_course(session, title="A", mode=Mode.WEBINAR, category="kopi")
    make_course(session, title="B", mode=Mode.OFFLINE, category="kopi")
    make_course(session, title="C", mode=Mode.BLENDED, category="las")

    assert titles(mode=["webinar", "offline"]) == ["A", "B"]
    assert titles(mode=["webinar", "blended"], category=["kopi", "las"]) == ["A", "C"]


def test_of_several_needs_all_are_to_be_met(session, titles):
    make_course(session, title="A", access=["wheelchair", "captions"])
    make_course(session, title="B", access=["wheelchair"])

    assert titles(access=["wheelchair"]) == ["A", "B"]
    assert titles(access=["wheelchair", "captions"]) == ["A"]


def test_feature_34_courses_are_found_by_what_decides_for_people(session, titles):
    evening = make_course(session, title="Malam", evening=True, level="beginner")
    make_course(session, title="Anak", childcare=True, level="advanced")
    make_course(session, title="Jawa", more_languages=["jv"])
    make_course(
        session,
        title="Roti",
        skills=[f"{ESCO}bake"],
        occupation_groups=["7", "75", "751", "7512"],
    )

    assert titles(evening="true") == [evening.title]
    assert titles(childcare="true") == ["Anak"]
    assert titles(level=["beginner", "intermediate"]) == ["Malam"]
    assert titles(language="jv") == ["Jawa"]
    assert titles(skill=[f"{ESCO}bake", f"{ESCO}weld"]) == ["Roti"]
    assert titles(occupation="751") == titles(occupation="7512") == ["Roti"]
    assert titles(occupation="7513") == []


def test_a_start_is_that_of_a_class_that_takes_people(session, titles):
    today = now()
    for title, days, changes in [
        ("Soon", 3, {}),
        ("Later", 30, {}),
        ("Full", 3, {"capacity": 2, "seats_taken": 2}),
        ("Cancelled", 3, {"cancelled_at": today}),
        ("Closed", 3, {"enrolment_closes_at": today - timedelta(hours=1)}),
    ]:
        starts_at = today + timedelta(days=days)
        changes = {
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(days=1),
            **changes,
        }
        make_schedule(session, make_course(session, title=title), **changes)
    week = (today + timedelta(days=7)).date().isoformat()

    assert titles(starts_until=week) == ["Soon"]
    assert titles(starts_from=week) == ["Later"]


def test_a_place_is_a_province_a_regency_or_a_district(session, titles, facets):
    make_districts(session, "32.73.01", "36.73.01")
    for title, district in [("Bandung", "32.73.01"), ("Serang", "36.73.01")]:
        course = make_course(session, title=title, mode=Mode.OFFLINE)
        make_schedule(session, course, district_code=district)
        make_schedule(session, course, district_code=district)
    make_schedule(session, make_course(session, title="Daring"))

    assert titles(place="32") == titles(place="32.73") == ["Bandung"]
    assert titles(place="32.73.01") == ["Bandung"]
    assert titles(place=["32", "36.73"]) == ["Bandung", "Serang"]
    counted = facets(place="36")
    assert counted.total == 1
    assert counted["place"] == {"32": 1, "36": 1}
    assert counted.without == {"place": 3}


def test_an_unknown_value_is_refused(client, headers):
    for query in ("mode=flying", "level=x", "access=x", "place=%25", "sort=x"):
        answer = client.get(f"/v1/courses?{query}", headers=headers)
        assert answer.status_code == 422, query
    for query in ("starts_from=9999-12-31", "starts_until=0001-01-01"):
        assert client.get(f"/v1/courses?{query}", headers=headers).status_code == 422


def test_each_choice_is_counted_as_if_its_own_filter_were_not_set(session, facets):
    make_course(session, mode=Mode.WEBINAR, category="kopi", level="beginner")
    make_course(session, mode=Mode.OFFLINE, category="kopi", level="advanced")
    make_course(session, mode=Mode.OFFLINE, category="las")

    counted = facets(mode="offline", category="kopi")

    assert counted.total == 1
    assert counted["mode"] == {"webinar": 1, "offline": 1}
    assert counted["category"] == {"kopi": 1, "las": 1}
    assert counted["level"] == {"advanced": 1}
    assert counted.without == {"mode": 2, "category": 2}


def test_flags_languages_and_needs_are_counted(session, facets):
    make_course(session, evening=True, access=["captions", "wheelchair"])
    make_course(session, childcare=True, more_languages=["jv"], access=["captions"])

    counted = facets()

    assert counted["evening"] == counted["childcare"] == {"true": 1}
    assert counted["language"] == {"id": 2, "jv": 1}
    assert counted["access"] == {"captions": 2, "wheelchair": 1}
    assert facets(access="wheelchair")["access"] == {"captions": 1, "wheelchair": 1}


def test_price_and_platform_are_counted_by_one_offering_together(
    session, facets, platform
):
    other = make_organisation(session, Kind.DIGITAL_PLATFORM, code="lain")
    barred = make_organisation(
        session, Kind.DIGITAL_PLATFORM, standing=Standing.SUSPENDED
    )
    both = make_course(session)
    make_offering(session, both, platform, price=300_000)
    make_offering(session, both, other, price=90_000)
    dear = make_course(session)
    make_offering(session, dear, platform, price=200_000)
    make_offering(session, dear, barred, price=1_000)
    steps = [100_000, 250_000, 500_000]

    free = facets(price_step=steps)
    cheap = facets(max_price=100_000, price_step=steps)
    there = facets(max_price=100_000, platform="toko-latih", price_step=steps)

    assert free["price"] == {"100000": 1, "250000": 2, "500000": 2}
    assert free["platform"] == {"toko-latih": 2, "lain": 1}
    assert cheap["platform"] == {"lain": 1}
    assert there.total == 0
    assert there["price"] == {"250000": 1, "500000": 2}
    assert there.without == {"price": 2, "platform": 1}


def test_feature_34_a_class_may_say_itself_what_decides_for_people(
    session, titles, facets
):
    for title, run in [
        ("Malam", {"evening": True}),
        ("Rampa", {"access": ["wheelchair", "captions"]}),
        ("Batal", {"evening": True, "access": ["wheelchair"], "cancelled_at": now()}),
    ]:
        make_schedule(session, make_course(session, title=title), **run)
    make_course(session, title="Takarir", access=["captions"])

    assert titles(evening="true") == ["Malam"]
    assert titles(access="wheelchair") == ["Rampa"]
    assert titles(access="captions") == ["Rampa", "Takarir"]
    counted = facets(access="captions")
    assert counted["evening"] == {}
    assert counted["access"] == {"captions": 2, "wheelchair": 1}
    assert facets()["evening"] == {"true": 1}


def test_only_the_choices_that_are_asked_for_are_counted(session, facets):
    make_course(session, mode=Mode.WEBINAR, level="beginner")

    counted = facets(facet=["mode", "evening"], price_step=[100_000])

    assert counted.total == 1
    assert counted.all == {"mode": {"webinar": 1}}
    assert facets(facet=["platform"]).total == 1


@pytest.fixture
def many(session, monkeypatch):
    """Of more than three courses, these: of four webinars three are drawn; of three
    that are offline one, which is not the advanced one."""
    monkeypatch.setattr("catalog.courses.finding.MOST_RANKED", 3)
    monkeypatch.setattr("catalog.courses.finding.MOST_COUNTED", 3)
    monkeypatch.setattr("catalog.courses.facets.MOST_COUNTED", 3)
    ids = [new_id() for _ in range(60)]
    is_drawn = func.drawn_at(func.unnest(ids)).bool_op("@@")(func.to_tsquery("0t"))
    drawn, not_drawn = [], []
    for key, is_one in zip(ids, session.scalars(select(is_drawn)), strict=True):
        (drawn if is_one else not_drawn).append(key)
    for key in (*drawn[:3], not_drawn[0]):
        make_course(session, title="Kue", mode=Mode.WEBINAR, id=key)
    for key in (drawn[3], not_drawn[1]):
        make_course(session, title="Kue", mode=Mode.OFFLINE, id=key)
    make_course(
        session, title="Kue", mode=Mode.OFFLINE, id=not_drawn[2], level="advanced"
    )


@pytest.mark.parametrize("words", [{}, {"query": "kue"}])
def test_of_very_many_courses_those_that_are_drawn_stand_for_the_others(
    many, facets, words
):
    counted = facets(**words)

    assert (counted.total, counted.exact) == (5, False)
    assert counted["mode"] == {"webinar": 4, "offline": 1}
    assert "mode" in counted.estimated


@pytest.mark.parametrize("words", [{}, {"query": "kue"}])
def test_of_very_many_courses_the_few_that_pass_the_filters_are_counted_each(
    many, facets, words
):
    counted = facets(**words, mode="offline")

    assert (counted.total, counted.exact) == (3, True)
    assert counted["level"] == {"advanced": 1}
    assert counted.estimated == ["mode"]
    assert counted["mode"] == {"webinar": 4, "offline": 1}
    assert counted.without == {"mode": 5}


def test_counts_are_of_the_courses_that_hold_the_words(session, facets):
    make_course(session, title="Membuat Kue", mode=Mode.OFFLINE)
    make_course(session, title="Pelatihan Las", mode=Mode.WEBINAR)
    make_course(session, title="Kue Kering", status="draft")

    assert facets(query="kue")["mode"] == {"offline": 1}
    assert not facets(query="kue").alike
    mistyped = facets(query="pelathian")
    assert (mistyped.alike, mistyped.total) == (True, 1)


def test_where_courses_hold_the_words_filters_find_no_others(session, titles):
    """Mistypes are forgiven where no course holds the words, not where a filter hides
    those that do."""
    make_course(session, title="Pelatihan Barista", mode=Mode.OFFLINE)
    make_course(session, title="Melatih Baris", mode=Mode.WEBINAR)

    assert titles(query="barista", mode="webinar") == []


def test_what_decides_is_counted_in_one_statement(session, facets, statements):
    for _ in range(3):
        make_offering(session, make_course(session, title="Kue"))
    facets(query="kue")

    with statements() as seen:
        facets(query="kue", mode="webinar", max_price=500_000, price_step=[1, 500_000])

    assert sum("kinds AS MATERIALIZED" in each for each in seen) == 1


def test_english_texts_are_found_by_english_stems(session, titles):
    make_course(
        session, title="Membuat roti", title_en="Baking bread", summary_en="For shops"
    )

    assert titles(query="bake breads") == ["Membuat roti"]
    assert titles(query="shop") == ["Membuat roti"]
