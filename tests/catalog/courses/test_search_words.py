import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.courses.search import STOP_WORDS, searchable


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("membuat kue", "membuat kue"),
        ("Kue untuk Pemula", "Kue Pemula"),
        ('"kue untuk pemula"', "kue pemula"),
        ('"kue kering" -coklat', '"kue kering" -coklat'),
        ("Yang, untuk!", ""),
    ],
)
def test_empty_words_are_dropped(typed: str, kept: str) -> None:
    assert searchable(typed).replace('"', "") == kept.replace('"', "")


def test_the_database_drops_the_same_words(session: Session) -> None:
    """All but three, which its stemmer cuts short before they are looked up: they stay
    in the documents and do no harm, as no query holds them."""
    document = func.course_document(" ".join(sorted(STOP_WORDS)), "", "")

    left = session.scalar(select(func.tsvector_to_array(document)))

    assert left == ["sampa", "sebaga", "sepert"]
