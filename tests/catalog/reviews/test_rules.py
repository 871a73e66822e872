"""Scores and words of reviews, without a database."""

import pytest
from hypothesis import given
from hypothesis.strategies import integers, tuples

from catalog.reviews.rulebook import rulebook
from catalog.reviews.rules import (
    bounded_score,
    holds_contact,
    initials_of,
    words_key,
)

PRIOR = rulebook().rating
COUNTS = tuples(*[integers(0, 10**6)] * 5)


def test_a_course_that_nobody_reviewed_has_the_prior():
    assert bounded_score((0, 0, 0, 0, 0), PRIOR) == 3_500


def test_the_score_is_the_mean_with_twenty_voices_before():
    assert bounded_score((0, 0, 0, 0, 20), PRIOR) == 4_250
    assert bounded_score((80, 0, 0, 0, 0), PRIOR) == 1_500


@given(COUNTS)
def test_one_more_review_of_five_stars_never_lowers_the_score(counts):
    more = (*counts[:4], counts[4] + 1)

    assert bounded_score(more, PRIOR) >= bounded_score(counts, PRIOR)


@given(COUNTS)
def test_one_more_review_of_one_star_never_raises_the_score(counts):
    more = (counts[0] + 1, *counts[1:])

    assert bounded_score(more, PRIOR) <= bounded_score(counts, PRIOR)


@given(COUNTS, integers(0, 3))
def test_a_review_with_more_stars_never_lowers_the_score(counts, place):
    worse, better = list(counts), list(counts)
    worse[place] += 1
    better[place + 1] += 1

    assert bounded_score(better, PRIOR) >= bounded_score(worse, PRIOR)


@given(integers(0, 20), integers(200, 10**6))
def test_a_handful_of_five_stars_does_not_win(few, many):
    """Of many reviews of 4.6 on average, three in five have five stars."""
    fives = many * 3 // 5 + 1
    liked = bounded_score((0, 0, 0, many - fives, fives), PRIOR)

    assert bounded_score((0, 0, 0, 0, few), PRIOR) < liked


@pytest.mark.parametrize(
    "words",
    [
        "Hubungi 0812-3456-7890 untuk info",
        "WA +62 812 3456 7890",
        "NIK saya 3171234567890001",
        "tulis ke ani.lestari@contoh.id",
        "ani @ contoh.co.id",
        "\uff10\uff18\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18",
    ],
)
def test_numbers_and_addresses_in_words_are_seen(words):
    assert holds_contact(words)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Kelas mulai 2026-11-24 dan selesai 28/11/2026.",
        "Harganya Rp 1.250.000, dulu 12.500.000 di tempat lain",
        "Nilai saya 85 dari 100, 4 bintang!",
        "lebih baik dari 2019 ... ya @ home",
    ],
)
def test_dates_prices_and_scores_in_words_are_not_taken_for_numbers(words):
    assert not holds_contact(words)


def test_a_name_is_shown_by_its_first_letters_at_most():
    assert initials_of("Siti Rahmawati binti Ahmad Yani") == "S. R. B."
    assert initials_of("  123 -- ") == ""


def test_identical_words_are_found_without_case_and_punctuation():
    one = words_key("Pelatihan ini sangat bermanfaat, terima kasih!", letters=30)

    assert one is not None
    assert one == words_key(
        "PELATIHAN ini   sangat bermanfaat... terima kasih", letters=30
    )
    assert words_key("Bagus.", letters=30) is None
