"""Indonesian words whose first letter changes with their prefix.

PostgreSQL's stemmer (Snowball) takes prefixes away without knowing whether they took
the place of a letter: it makes *pasak* of *memasak*, *ari* of *menari*, *elas* of
*mengelas*, and so misses *masakan*, *tarian* and *las*. A document holds what that
stemmer made of it; so the words of a search are spread: to each root that a word can
come from, and to the forms of that root which a document can hold.
"""

import re
from collections.abc import Iterator

SHORTEST = 4
SHORTEST_ROOT = 3

_SUFFIXES = ("", "nya", "kan", "an", "i")
_VOWEL = "[aeiou]"

# A prefix, and what may have stood in its place. N is the nasal of meN- and peN-.
_PREFIXES: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(pattern), letters)
    for pattern, letters in (
        (rf"^[mp]em(?={_VOWEL}|[rl])", ("p", "m")),
        (r"^[mp]em(?=[bfpv])", ("",)),
        (rf"^[mp]eny(?={_VOWEL})", ("s",)),
        (rf"^[mp]en(?={_VOWEL})", ("t", "n")),
        (r"^[mp]en(?=[cdjtz])", ("",)),
        (rf"^[mp]enge(?=[^aeiou]{_VOWEL}[^aeiou]$)", ("",)),
        (rf"^[mp]eng(?={_VOWEL})", ("", "k")),
        (r"^[mp]eng(?=[ghk])", ("",)),
        (rf"^[mp]e(?=[lrwymn]{_VOWEL})", ("",)),
        (r"^(?:di|ber|ter|per)(?=[a-z]{3})", ("",)),
    )
)

_NASAL: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), prefix)
    for pattern, prefix in (
        (r"^p", "em"),
        (r"^t", "en"),
        (r"^s", "eny"),
        (r"^k", "eng"),
        (r"^(?=[aeiou])", "eng"),
        (r"^(?=[bfv])", "em"),
        (r"^(?=[cdjz])", "en"),
        (r"^(?=[gh])", "eng"),
        (r"^(?=[lrwymn])", "e"),
    )
)


def roots(word: str) -> list[str]:
    """What a word can come from, itself first; only letters a to z are looked at."""
    found = [word]
    if len(word) >= SHORTEST and word.isascii() and word.isalpha():
        for suffix in _SUFFIXES:
            if word.endswith(suffix):
                found += _without_prefix(word.removesuffix(suffix))
    longest = (root for root in found if len(root) >= SHORTEST_ROOT or root == word)
    return list(dict.fromkeys(longest))


def forms(word: str) -> list[str]:
    """The words, itself first, whose stems a document of the same root can hold."""
    found = [word]
    for root in roots(word):
        if len(root) >= SHORTEST_ROOT and root.isascii() and root.isalpha():
            found += _derived(root)
    return list(dict.fromkeys(found))


def _without_prefix(body: str) -> Iterator[str]:
    yield body
    for pattern, letters in _PREFIXES:
        if pattern.match(body):
            for letter in letters:
                yield letter + pattern.sub("", body, count=1)


def _derived(root: str) -> Iterator[str]:
    yield root
    yield f"{root}an"
    for pattern, prefix in _NASAL:
        if pattern.match(root):
            yield f"m{prefix}{pattern.sub('', root, count=1)}"
            yield f"p{prefix}{pattern.sub('', root, count=1)}an"
            break
    if len(root) == SHORTEST_ROOT:
        yield f"menge{root}"
