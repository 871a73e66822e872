"""Published words: one spelling chosen among several."""

from collections.abc import Mapping


def choose_spelling(spellings: Mapping[str, int]) -> str:
    """Return the spelling to show, given how often each was published.

    The most frequent wins; among equals Capitalised Words, then mixed case, then ALL
    CAPITALS, then all small letters, and at last the alphabet.
    """
    return min(
        spellings,
        key=lambda spelling: (-spellings[spelling], _case(spelling), spelling),
    )


def _case(spelling: str) -> int:
    if spelling.isupper():
        return 2
    if spelling.islower():
        return 3
    words = spelling.split()
    return 1 if any(word[0].islower() for word in words) else 0
