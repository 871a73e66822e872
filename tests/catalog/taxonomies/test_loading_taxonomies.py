"""Editions of the taxonomies: read, stored, replaced, withdrawn."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from catalog.taxonomies import Concept, Kind, Taxonomy
from catalog.taxonomies.errors import EditionTooSmall
from catalog.taxonomies.reading import folded, indonesian_names, read_taxonomies
from catalog.taxonomies.services.describe import describe_courses
from catalog.taxonomies.services.load import Loaded, load_taxonomies
from tests.catalog.taxonomies.edition import EDITION, PYTHON, SEW, SKILLS, UNIT
from tests.factories import make_course

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
LATER = datetime(2026, 6, 1, tzinfo=UTC)


def without(*codes):
    return [row for row in EDITION if row.code not in codes]


def test_what_ships_is_read_with_every_group_that_a_concept_is_in():
    rows = {(row.taxonomy, row.code): row for row in read_taxonomies()}

    assert Counter(row.kind for row in rows.values()) == {
        Kind.ISCO_GROUP: 619,
        Kind.ESCO_OCCUPATION: 2_942,
        Kind.ESCO_SKILL_GROUP: 656,
        Kind.ESCO_SKILL: 13_485,
        Kind.SKKNI_DOCUMENT: 250,
        Kind.SKKNI_UNIT: 211,
    }
    assert rows["occupation", "2512"].above == ("251", "25", "2")
    assert rows["competence_unit", UNIT].above == ("Nomor 165 Tahun 2025",)
    assert rows["competence_unit", UNIT].title_id == (
        "Menerapkan Prosedur Keselamatan dan Kesehatan Kerja"
    )
    assert all(
        (row.taxonomy, code) in rows for row in rows.values() for code in row.above
    )


def test_names_are_compared_without_case_accents_and_blanks():
    assert folded("  Crêpe\tMAKER ") == "crepe maker"


def test_the_same_edition_again_changes_nothing(session):
    first = load_taxonomies(session, EDITION, at=FIRST)
    again = load_taxonomies(session, EDITION, at=LATER)

    assert first == Loaded(stored=len(EDITION), withdrawn=0)
    assert again == Loaded(stored=0, withdrawn=0)


def test_what_a_new_edition_lacks_is_kept_as_withdrawn_until_it_comes_back(session):
    load_taxonomies(session, EDITION, at=FIRST)
    renamed = replace(SKILLS[1], title_en="Python (language)")

    gone = load_taxonomies(session, [*without(SEW, PYTHON), renamed], at=LATER)
    sewing = session.get_one(Concept, ("skill", SEW))
    back = load_taxonomies(session, EDITION, at=LATER)

    assert gone == Loaded(stored=1, withdrawn=1)
    assert sewing.title_en == "sew pieces of fabric"
    assert back == Loaded(stored=2, withdrawn=0)
    session.refresh(sewing)
    assert sewing.withdrawn_at is None


def test_35_an_edition_that_lacks_much_is_refused_unless_somebody_says_so(session):
    load_taxonomies(session, EDITION, at=FIRST)
    few = [row for row in EDITION if row.taxonomy == Taxonomy.OCCUPATION] + [SKILLS[0]]

    with pytest.raises(EditionTooSmall) as refused, session.begin_nested():
        load_taxonomies(session, few, at=LATER)
    session.expire_all()
    before = session.get_one(Concept, ("skill", SEW)).withdrawn_at
    accepted = load_taxonomies(session, few, at=LATER, accept_withdrawals=True)

    assert refused.value.members["missing"] == len(SKILLS) - 1
    assert before is None
    # Units were not in the edition at all, so that they stay.
    assert accepted == Loaded(stored=0, withdrawn=len(SKILLS) - 1)


def test_courses_are_given_the_titles_of_a_new_edition(session):
    course = make_course(
        session, skills=[PYTHON], occupation_groups=["2", "25", "251", "2512"]
    )
    other = make_course(session)
    load_taxonomies(session, EDITION, at=FIRST)

    told = [describe_courses(session), describe_courses(session)]
    session.expire_all()

    assert told == [1, 0]
    assert course.named_words == "Python, Software developers"
    assert other.named_words == ""


def test_each_indonesian_name_is_of_a_concept_that_ships_and_finds_it():
    shipped = {
        (row.code.rsplit("/", 1)[-1], row.title_en): row for row in read_taxonomies()
    }

    for concept, (title, *others) in indonesian_names().items():
        row = shipped[concept]
        assert row.title_id == title
        assert set(others) <= set(row.alternatives)
        assert all(folded(name) in row.words for name in (title, *others))
