"""What people type into the search box, made into words to look for."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from catalog.courses.affixes import doings, forms, roots
from catalog.courses.synonyms import longest_phrase, synonyms

# PostgreSQL's Indonesian configuration has no stop words; these are the ones that the
# database drops from each course's document (migration 0001).
_STOP_WORDS = """
ada adalah agar akan anda atau bagi bagaimana banyak bisa dalam dan dapat dari
dengan di hingga ini itu jadi juga kami ke kepada lebih oleh pada para saat saja
sampai sebagai secara seperti serta tentang untuk yaitu yang
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())

# English ones: a document holds them, as Indonesian stems, and nobody looks for them.
ENGLISH_STOP_WORDS = frozenset(
    ["a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "the", "to", "with"]
)

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


def words_in(text: str) -> list[str]:
    """The words that are looked for, in small letters."""
    return _WORD.findall(searchable(text).casefold())


def replaced(text: str, by: Mapping[str, str]) -> str:
    """The text, in small letters, with some of its words replaced by others."""
    return _WORD.sub(lambda found: by.get(found[0], found[0]), text.casefold())


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
    done = [f'"{each}"' for each in doings(exact.casefold())]
    spread = dict.fromkeys([*chain.from_iterable(map(_also, also)), *done])
    return Term(f'"{exact}"', tuple(spread))


def _also(words: str) -> list[str]:
    return [f'"{each}"' for each in (forms(words) if " " not in words else [words])]


def _holds_stop_word(phrase: str) -> bool:
    return any(map(_says_nothing, phrase.split()))


def _says_nothing(part: str) -> bool:
    words = _WORD.findall(part.casefold())
    return bool(words) and all(
        word in STOP_WORDS or word in ENGLISH_STOP_WORDS for word in words
    )
