"""What may have been meant by words that no course holds."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from catalog.courses.held import Held, count_held
from catalog.courses.matching import Match, holding
from catalog.courses.search import replaced, terms, words_in
from catalog.courses.vocabulary import nearest_words

# Of so many words at most some may be missing, and of these so many.
MOST_LOOSENED = 8
MOST_MISSING = 3


def forgiven(
    session: Session, words: str, *, most: int
) -> tuple[str | None, Match, Held]:
    """What may have been meant by words that no course holds, and courses that hold it,
    or most of it, counted up to one more than `most`."""
    known = nearest_words(session, words_in(words))
    meant = replaced(words, known) if known else words
    for match in _looser(session, meant, is_new=bool(known)):
        held = count_held(session, match, most=most)
        if held.number:
            break
    return (meant if known else None), match, held


def _looser(session: Session, words: str, *, is_new: bool) -> Iterator[Match]:
    """Courses that hold all the words, if these `is_new`, and then those that lack one
    of them, two and so on: only so many that the alternatives stay few."""
    wanted = max((len(each) for each in terms(words)), default=0)
    most = min(wanted, MOST_MISSING + 1) if wanted <= MOST_LOOSENED else 0
    if is_new or most <= 1:
        yield holding(session, words)
    for but in range(1, most):
        yield holding(session, words, but=but)
