"""Other forms of a word, words that mean the same, and what may have been meant."""

import pytest

from catalog.courses.affixes import doings, forms, roots
from catalog.courses.finding import Asked, find_courses
from catalog.courses.search import terms
from catalog.courses.synonyms import synonyms
from catalog.courses.vocabulary import nearest_words
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
        ("tailor", "Menjahit Baju"),
        ("welder", "Las Listrik"),
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


WRONG_ROOTS = """
mengelas kelas; mengelas elas; mengecat kecat; mengebor kebor; pengelasan kelas;
mengepel kepel; mengetes ketes; mengecap kecap
"""


@pytest.mark.parametrize(
    ("word", "root"),
    [tuple(pair.split()) for pair in WRONG_ROOTS.replace("\n", " ").split(";")],
)
def test_a_word_is_not_of_a_root_that_only_sounds_like_its_own(word, root):
    assert root not in roots(word)
    assert root not in forms(word)


DOERS = """
plumber plumbing; bakers baking; designer design; pharmacist pharmacy;
economists economics; veterinarian veterinary; electricians electrical;
translators translating
"""


@pytest.mark.parametrize(
    ("who", "what"),
    [tuple(pair.split()) for pair in DOERS.replace("\n", " ").split(";")],
)
def test_who_does_something_finds_what_she_does(who, what):
    assert what in doings(who)


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
    assert [course.title for course in found.page.items] == ["Pelatihan Barista Kopi"]


def test_only_words_of_published_titles_are_known(session):
    draft = make_course(session, title="Rahasia", status="draft")
    make_course(session, title="Semua", title_en="Everything")

    before = nearest_words(session, ["rahasa", "everythign", "semua", "smua"])
    draft.status = "published"
    session.flush()

    assert before == {"everythign": "everything", "smua": "semua"}
    assert nearest_words(session, ["rahasa"]) == {"rahasa": "rahasia"}


def test_where_no_course_holds_all_words_those_with_most_come(session):
    make_course(session, title="Kue Kering Lebaran")
    make_course(session, title="Kue Basah")

    found = find_courses(Asked(Wanted(words="kue kering natal"), limit=20), at=now())
    none = find_courses(Asked(Wanted(words="kue -kering -basah"), limit=20), at=now())

    assert [course.title for course in found.page.items] == ["Kue Kering Lebaran"]
    assert (found.is_alike, found.meant) == (True, None)
    assert not none.page.items


def test_a_title_that_says_it_all_in_this_order_comes_first(session, titles):
    make_course(session, title="Studi Kebijakan dan Kerja Publik")
    make_course(session, title="Kerja Publik: Studi Kebijakan")
    make_course(session, title="Kebijakan Studi")

    assert titles("kebijakan studi")[0] == "Kebijakan Studi"
    assert titles("studi kebijakan dan kerja publik")[0].startswith("Studi")


def test_what_a_course_says_since_it_was_published_is_found_by_other_words(
    session, titles
):
    """Only stems that a published course holds are looked for; the database learns
    them."""
    course = make_course(session, title="Kursus Satu", status="draft")
    other = make_course(session, title="Kursus Dua")
    assert titles("sewing") == []

    course.summary, course.status = "Menjahit baju", "published"
    other.named_words = "Jahitan"
    session.flush()

    assert sorted(titles("sewing")) == ["Kursus Dua", "Kursus Satu"]
