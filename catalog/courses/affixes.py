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

# Roots of one syllable, before which meN- and peN- become menge- and penge- and nothing
# else: *mengelas* is of *las* and not of *kelas*. Most are borrowed, and few.
_OF_ONE_SYLLABLE = """
bel bis bom bor cap cas cat cek cor dam dok drop film gas gol klik klip lap las lem lis
lob mop pak pas pel pos pres rem rol sah set stir tes tik tip top
"""
_ONE_SYLLABLE = frozenset(_OF_ONE_SYLLABLE.split())

# Who does something in English, and what she does: *plumber* finds *plumbing*.
_DOERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ists", ("y", "ics", "ry", "istry", "al", "s")),
    ("ist", ("y", "ics", "ry", "istry", "al", "s")),
    ("ians", ("", "y", "s", "al")),
    ("ian", ("", "y", "s", "al")),
    ("ers", ("", "ing", "y", "ery")),
    ("er", ("", "ing", "y", "ery")),
    ("ors", ("", "ing", "ion")),
    ("or", ("", "ing", "ion")),
)
_SHORTEST_DOING = 3

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


def doings(word: str) -> list[str]:
    """What somebody does whom an English word names, in the words that there may be."""
    for suffix, others in _DOERS:
        stem = word.removesuffix(suffix)
        if stem != word and len(stem) >= _SHORTEST_DOING and stem.isascii():
            return [f"{stem}{other}" for other in others]
    return []


def _without_prefix(body: str) -> Iterator[str]:
    yield body
    one = re.match(r"^[mp]enge(.+)$", body)
    if one and one[1] in _ONE_SYLLABLE:
        yield one[1]
        return
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
