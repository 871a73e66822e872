"""What people type into the search box, made into words to look for."""

import re

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

_WORD = re.compile(r"\w+")


def searchable(text: str) -> str:
    """The text without words that no document holds, for `websearch_to_tsquery`.

    Where one was dropped, quotation marks go too: the words of a phrase no longer
    stand side by side.
    """
    kept = [part for part in text.split() if not _is_stop_word(part)]
    if len(kept) == len(text.split()):
        return text
    return " ".join(kept).replace('"', "")


def _is_stop_word(part: str) -> bool:
    words = _WORD.findall(part.casefold())
    return bool(words) and all(word in STOP_WORDS for word in words)
