"""What follows from stars and words. Pure functions."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence

from catalog.reviews.rulebook import Prior

STARS = range(1, 6)

_EMAIL = re.compile(r"[^\s@]{1,64}\s?@\s?[^\s@]{1,255}\.[^\s@]{2,}")
# Nine digits and more, however they are parted: a phone, a NIK, an account. A date or a
# usual price has fewer; a price in whole thousands is told apart below.
_DIGITS = re.compile(r"(?:\+?\d[\s().\-/]{0,2}){9,}")
_PRICE = re.compile(r"\s*\d{1,3}(?:[.\s]\d{3})*(?:\.000)\s*\Z")


def bounded_score(counts: Sequence[int], prior: Prior) -> int:
    """The Bayesian mean in thousandths of a star, rounded down.

    `counts` are the reviews with one to five stars. As if `prior_weight` people had
    given `prior_thousandths` before: few voices move it little (decision 30). One more
    review of five stars never lowers it.
    """
    total = sum(stars * count for stars, count in zip(STARS, counts, strict=True))
    weighed = prior.prior_weight * prior.prior_thousandths + 1_000 * total
    return weighed // (prior.prior_weight + sum(counts))


def holds_contact(words: str) -> bool:
    """Whether the words hold what looks like an e-mail, a phone or an identity number,
    of whoever: nobody's numbers belong into a review."""
    plain = unicodedata.normalize("NFKC", words)
    if _EMAIL.search(plain):
        return True
    return any(not _PRICE.match(found[0]) for found in _DIGITS.finditer(plain))


def plain_words(words: str) -> str:
    """Words without case, accents, punctuation and repeated blanks, to compare."""
    decomposed = unicodedata.normalize("NFKD", words).casefold()
    return " ".join(re.findall(r"[^\W_]+", decomposed))


def words_key(words: str, *, letters: int) -> bytes | None:
    """By what identical words are found; None for those too short to say anything."""
    plain = plain_words(words)
    if len(plain) < letters:
        return None
    return hashlib.sha256(plain.encode()).digest()


def initials_of(full_name: str) -> str:
    """The first letters of a name, three at most: `S. R.`; never the name itself."""
    letters = [word[0].upper() for word in re.findall(r"[^\W\d_]+", full_name)]
    return " ".join(f"{letter}." for letter in letters[:3])
