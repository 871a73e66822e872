"""Other forms of a word, words that mean the same, and what may have been meant."""

import pytest

from catalog.courses.affixes import forms, roots
from catalog.courses.finding import Asked, find_courses
from catalog.courses.search import meant, terms
from catalog.courses.synonyms import synonyms
from catalog.courses.wanted import Wanted
from core.clock import now
from tests.factories import make_course

# What is looked for, and a word in the title that PostgreSQL's stemmer alone misses.
FORMS = """
memasak masakan; masakan memasak; masak memasak; pemasak masakan; menulis tulisan;
tulisan penulis; menari tarian; tari penari; mengemas kemasan; kemas pengemasan;
las mengelas; mengelas las; pengelasan las; cat mengecat; mengecat cat; bor mengebor;
menerjemah terjemahan; terjemahan penerjemah; mencetak cetakan; cetakan pencetakan;
menenun tenunan; tenun penenun; memrogram program; program pemrograman;
mengolah olahan; olahan mengolah; menanam tanaman; tanam penanaman; mengetik ketikan;
ketik pengetikan; perias rias
"""
SAME_ROOT = [tuple(pair.split()) for pair in FORMS.replace("\n", " ").split(";")]


@pytest.fixture
def titles(session):
    def found(words):
        answer = find_courses(Asked(Wanted(words=words), limit=20), at=now())
        assert not answer.is_alike or not answer.page.items, answer.page.items
        return [course.title for course in answer.page.items]

    return found


@pytest.mark.parametrize(("sought", "written"), SAME_ROOT)
def test_a_word_finds_the_other_words_of_its_root(session, titles, sought, written):
    make_course(session, title=f"Kursus {written.title()}")
    make_course(session, title="Kursus Barista")

    assert titles(sought) == [f"Kursus {written.title()}"]


@pytest.mark.parametrize(
    ("sought", "written"),
    [
        ("sertifikasi", "Sertifikat Ahli"),
        ("komputer", "Merakit PC"),
        ("PC", "Belajar Komputer"),
        ("pembukuan", "Akuntansi Dasar"),
        ("sewing", "Menjahit Baju"),
        ("cooking", "Aneka Masakan"),
        ("digital marketing", "Pemasaran Digital"),
        ("pemasaran digital", "Digital Marketing 101"),
        ("graphic design", "Desain Grafis"),
        ("koding", "Pemrograman Python"),
    ],
)
def test_a_word_finds_what_means_the_same(session, titles, sought, written):
    make_course(session, title=written, category="x", category_title="Umum")
    make_course(session, title="Beternak Lele", category="x", category_title="Umum")

    assert titles(sought) == [written]


def test_what_was_typed_comes_before_other_words_for_it(session, titles):
    make_course(session, title="Akuntansi")
    make_course(session, title="Pembukuan")

    assert titles("pembukuan") == ["Pembukuan", "Akuntansi"]
    assert titles("akuntansi") == ["Akuntansi", "Pembukuan"]


def test_phrases_alternatives_and_exclusions_are_understood(session, titles):
    make_course(session, title="Kue Kering Coklat")
    make_course(session, title="Kering Kentang dan Kue")
    make_course(session, title="Roti Tawar")

    assert titles('"kue kering"') == ["Kue Kering Coklat"]
    assert titles("kue kering -coklat") == ["Kering Kentang dan Kue"]
    assert titles('kering -"kue kering"') == ["Kering Kentang dan Kue"]
    assert set(titles("tawar or coklat")) == {"Roti Tawar", "Kue Kering Coklat"}


def test_accents_do_not_count(session, titles):
    make_course(session, title="Kafé Modern")

    assert titles("kafe") == ["Kafé Modern"]


def test_a_typed_word_is_a_form_of_itself_and_short_ones_have_no_other():
    assert forms("las")[0] == "las"
    assert forms("ui") == ["ui"]
    assert "las" in roots("mengelas")
    assert {"masak", "pasak"} <= set(roots("memasak"))


def test_the_file_of_synonyms_has_no_line_that_says_nothing():
    assert all(others for others in synonyms().values())
    assert all(phrase not in others for phrase, others in synonyms().items())


def test_only_the_first_words_are_spread():
    long = terms("komputer " * 30)

    assert sum(bool(term.also) for term in long[0]) == 8


def test_what_may_have_been_meant_is_said(session):
    make_course(session, title="Pelatihan Barista Kopi")

    found = find_courses(Asked(Wanted(words="pelathian bariista"), limit=20), at=now())

    assert found.is_alike
    assert found.meant == "pelatihan barista"
    assert meant("zzz", ["Pelatihan Barista"]) is None
