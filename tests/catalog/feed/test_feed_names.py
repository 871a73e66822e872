"""Titles beside codes and names of trainers: in the feed, and in the words of
schema.org."""

import json

import pytest
from sqlalchemy import func, select

from catalog.feed import CatalogMark, CatalogRefresh, tasks
from catalog.feed.documents import documents_of
from catalog.feed.services.check import FIRST, drift_of_chunk
from catalog.feed.services.refresh import refresh_some
from catalog.imports.mapping.fields import FIELDS
from catalog.imports.mapping.guessing import guess
from catalog.imports.reading.bounds import Bounds
from catalog.imports.reading.json_rows import read_json
from catalog.taxonomies import Concept, Taxonomy
from catalog.taxonomies.services.describe import Named, describe_courses, words_of
from catalog.taxonomies.services.load import load_taxonomies
from catalog.trainers.models import ScheduleTrainer
from tests.catalog.taxonomies.edition import EDITION, PYTHON, SEW, UNIT
from tests.factories import make_organisation, make_schedule, make_trainer
from tests.schema_org import outside

NAMED = {
    "skills": [SEW, PYTHON],
    "occupation_groups": ["7512", "751", "75", "7"],
    "competence_units": [UNIT],
}


@pytest.fixture
def course(stand, at):
    """A course on sale that names something of each taxonomy, and its run."""
    load_taxonomies(stand.session, EDITION, at=at)
    (words,) = words_of(stand.session, [Named(NAMED["skills"], ["7512"], [UNIT])])
    course, _ = stand.course(mode="offline", named_words=words, **NAMED)
    course.run = make_schedule(stand.session, course, place="Jalan Melati 1")
    return course


@pytest.fixture
def ani(stand, course):
    """She teaches the run, and her name may be read."""
    ani = make_trainer(stand.session, stand.provider, public_name="Ani L.")
    give(stand, course.run, ani)
    return ani


def give(stand, run, trainer):
    stand.session.add(ScheduleTrainer(schedule_id=run.id, trainer_id=trainer.id))
    stand.session.flush()


def document(stand, course, at):
    (text,) = documents_of(stand.session, [course.id], at=at).values()
    return json.loads(text)


def numbers(stand, at):
    """The last number of the platform, after all that was marked is published."""
    stand.relay(at)
    return stand.http.get("/v1/catalog/checksum", headers=stand.headers).json[
        "sequence"
    ]


def export(stand):
    answer = stand.http.get("/v1/catalog/schema-org", headers=stand.headers)
    return answer.data


@pytest.fixture(autouse=True)
def _client(client, stand):
    stand.http = client


def test_31_codes_come_with_the_titles_that_were_published(stand, course, at):
    assert document(stand, course, at)["terms"] == [
        {
            "taxonomy": taxonomy,
            "code": code,
            "title_en": title_en,
            "title_id": title_id,
        }
        for taxonomy, code, title_en, title_id in [
            ("skill", SEW, "sew pieces of fabric", None),
            ("skill", PYTHON, "Python", None),
            (
                "occupation",
                "7512",
                "Bakers, pastry-cooks and confectionery makers",
                None,
            ),
            (
                "competence_unit",
                UNIT,
                None,
                "Menerapkan Prosedur Keselamatan dan Kesehatan Kerja",
            ),
        ]
    ]


def test_a_class_shows_who_teaches_it_else_who_teaches_the_course(
    stand, course, ani, at
):
    hidden = make_trainer(stand.session, stand.provider)
    stranger = make_trainer(
        stand.session, make_organisation(stand.session), public_name="Orang Lain"
    )
    citra = make_trainer(stand.session, stand.provider, public_name="Citra")
    course.trainers = [str(each.id) for each in (citra, hidden, stranger)]
    give(stand, make_schedule(stand.session, course), hidden)
    make_schedule(stand.session, course)
    stand.session.flush()

    item = document(stand, course, at)

    assert item["trainers"] == ["Citra"]
    shown = sorted(each["trainers"] for each in item["schedules"])
    assert shown == [[], ["Ani L."], ["Citra"]]


def test_31_each_change_of_who_teaches_has_a_number_and_nothing_else_has(
    stand, course, ani, at
):
    told = [numbers(stand, at)]
    budi = make_trainer(stand.session, stand.provider, public_name="Budi")
    give(stand, course.run, budi)
    told.append(numbers(stand, at))
    budi.public_name = "Budi S."
    told.append(numbers(stand, at))
    budi.state, budi.ended_at = "ended", at
    told.append(numbers(stand, at))
    budi.version += 1
    told.append(numbers(stand, at))
    ani.public_name = None
    told.append(numbers(stand, at))
    course.trainers = [str(ani.id)]
    ani.public_name = "Ani"
    told.append(numbers(stand, at))

    assert told == [1, 2, 3, 4, 4, 5, 6]


def test_31_a_new_edition_has_its_courses_published_some_at_a_time(stand, at):
    load_taxonomies(stand.session, EDITION, at=at)
    for _ in range(3):
        stand.course(skills=[SEW])
    stand.course(skills=[PYTHON])
    describe_courses(stand.session)
    assert refresh_some(stand.session) == 4
    before = numbers(stand, at)
    concept = stand.session.get_one(Concept, (Taxonomy.SKILL, SEW))
    concept.title_id = "menjahit potongan kain"
    stand.session.flush()

    assert describe_courses(stand.session) == 3
    waiting = stand.session.scalar(select(func.count()).select_from(CatalogRefresh))
    marked = stand.session.scalar(select(func.count()).select_from(CatalogMark))
    drift = drift_of_chunk(stand.session, after=FIRST, at=at)
    refresh_some(stand.session, batch=2)
    first = numbers(stand, at)
    tasks.refresh.func(0)
    second = numbers(stand, at)

    assert (waiting, marked, drift.courses) == (3, 0, frozenset())
    assert (first - before, second - before) == (2, 3)


def test_36_each_name_of_the_export_is_one_that_schema_org_has(stand, course, ani, at):
    stand.relay(at)

    feed = json.loads(export(stand))
    (said,) = feed["dataFeedElement"]

    assert outside(feed) == []
    assert said["teaches"][0] == {
        "@type": "DefinedTerm",
        "name": {"@language": "en", "@value": "sew pieces of fabric"},
        "termCode": SEW,
        "url": SEW,
        "inDefinedTermSet": "http://data.europa.eu/esco/concept-scheme/skills",
    }
    assert said["about"][1]["codeValue"] == "7512"
    assert said["educationalAlignment"][0]["identifier"] == UNIT
    assert said["hasCourseInstance"][0]["instructor"] == [
        {"@type": "Person", "name": "Ani L."}
    ]


def test_36_what_is_exported_is_read_again_by_the_importer(stand, course, ani, at):
    stand.relay(at)

    (record,) = read_json(export(stand), Bounds())
    columns = guess(list(record.cells)).columns
    read = {field: record.cells[column] for column, field in columns.items()}

    assert read["skills"].split() == [SEW, PYTHON]
    assert read["occupations"].split() == ["7512"]
    assert read["competence_units"].split() == [UNIT]
    assert read["category"] == course.category_title
    assert read["place"] == "Jalan Melati 1"
    assert read["title.id"] == course.title
    assert set(read) <= FIELDS.keys()
