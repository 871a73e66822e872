"""What people type into the search box, made into words to look for."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import chain

from catalog.courses.affixes import forms, roots
from catalog.courses.synonyms import longest_phrase, synonyms

# PostgreSQL's Indonesian configuration has no stop words; these are the ones that the
# database drops from each course's document (migration 0001).
_STOP_WORDS = """
ada adalah agar akan anda atau bagi bagaimana banyak bisa dalam dan dapat dari
dengan di hingga ini itu jadi juga kami ke kepada lebih oleh pada para saat saja
sampai sebagai secara seperti serta tentang untuk yaitu yang
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())

# Word similarity from which a title counts as meant: `pelathian` is 0.5 like
# `pelatihan`, which PostgreSQL's own 0.6 would miss.
ALIKE_ENOUGH = "0.4"

# How like a word of a title has to be to what was typed (difflib's ratio).
NEAR_ENOUGH = 0.7

# So many words of a search are spread to synonyms and forms; the others as they are.
MOST_SPREAD = 8

_WORD = re.compile(r"\w+")
_PART = re.compile(r'(-?)(?:"([^"]*)"|([^\s"]+))')


@dataclass(frozen=True)
class Term:
    """One thing that a course has to hold, or must not hold.

    `exact` is what was typed, `also` are words and phrases that mean it too, both as
    `websearch_to_tsquery` reads them.
    """

    exact: str
    also: tuple[str, ...] = ()
    is_excluded: bool = False


def terms(text: str) -> list[list[Term]]:
    """What was typed as alternatives, of each of which all terms are to be met.

    Stop words, which no document holds, are dropped, and a phrase that has one becomes
    its other words. Phrases and what is excluded are not spread.
    """
    alternatives: list[list[Term]] = [[]]
    words: list[str] = []

    def spread() -> None:
        alternatives[-1].extend(_spread(words))
        words.clear()

    for minus, phrase, word in _PART.findall(text):
        if word.casefold() == "or":
            spread()
            alternatives.append([])
        elif phrase and not minus and not _holds_stop_word(phrase):
            spread()
            alternatives[-1].append(Term(f'"{phrase}"'))
        elif minus:
            alternatives[-1].append(Term(f'"{phrase or word}"', is_excluded=True))
        else:
            words += searchable(phrase or word).split()
    spread()
    return [each for each in alternatives if each]


def searchable(text: str) -> str:
    """The text without words that no document holds."""
    return " ".join(part for part in text.split() if not _says_nothing(part))


def meant(words: str, titles: Iterable[str]) -> str | None:
    """What somebody may have meant: her words, each replaced by the one most like it
    in titles that resemble them. None where nothing is nearer."""
    found = (_WORD.findall(title.casefold()) for title in titles)
    known = sorted(set(chain.from_iterable(found)))
    typed = [_WORD.findall(part.casefold()) for part in searchable(words).split()]
    better = [
        (get_close_matches(each, known, n=1, cutoff=NEAR_ENOUGH) or [each])[0]
        for part in typed
        for each in part
    ]
    before = [each for part in typed for each in part]
    return " ".join(better) if better != before else None


def _spread(words: Sequence[str]) -> Iterator[Term]:
    """Each word or phrase with what means the same; the longest phrase that is known
    counts."""
    lowered = [each.casefold() for each in words]
    place = 0
    while place < len(words):
        length = next(
            (
                size
                for size in range(longest_phrase(), 1, -1)
                if tuple(lowered[place : place + size]) in synonyms()
            ),
            1,
        )
        yield _term(words[place : place + length], is_first=place < MOST_SPREAD)
        place += length


def _term(phrase: Sequence[str], *, is_first: bool) -> Term:
    exact = " ".join(phrase).replace('"', "")
    if not is_first:
        return Term(f'"{exact}"')
    if len(phrase) > 1:
        others = synonyms().get(tuple(each.casefold() for each in phrase), ())
    else:
        word = exact.casefold()
        found = (synonyms().get((root,), ()) for root in roots(word))
        others = list(dict.fromkeys(chain.from_iterable(found)))
    also = [exact.casefold()] if len(phrase) == 1 else []
    also += [" ".join(other) for other in others]
    spread = dict.fromkeys(chain.from_iterable(map(_also, also)))
    return Term(f'"{exact}"', tuple(spread))


def _also(words: str) -> list[str]:
    return [f'"{each}"' for each in (forms(words) if " " not in words else [words])]


def _holds_stop_word(phrase: str) -> bool:
    return any(map(_says_nothing, phrase.split()))


def _says_nothing(part: str) -> bool:
    words = _WORD.findall(part.casefold())
    return bool(words) and all(word in STOP_WORDS for word in words)
