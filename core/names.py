"""Names as people write them: tidied, made comparable, and made into addresses."""

import unicodedata

_APOSTROPHES = frozenset("'`\u2018\u2019\u02bc")


def tidy(text: str) -> str:
    """Return the text without superfluous blanks and invisible characters.

    Letters and their case stay as published. Control characters and lone surrogates,
    which the database could not store, become blanks; invisible formatting characters
    (zero-width spaces, direction marks) are dropped.
    """
    if text.isascii():
        return " ".join(text.translate(_CONTROLS).split())
    composed = unicodedata.normalize("NFC", text)
    return " ".join("".join(map(_visible, composed)).split())


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Cc", "Cs"):
        return " "
    return "" if category == "Cf" else character


def comparison_key(text: str) -> str:
    """Return what two spellings of one name share.

    Case, accents, punctuation and blanks do not count. Legal forms such as LKP and LPK
    do: they are part of the name, and two institutions may differ in nothing else.
    """
    if text.isascii():
        return " ".join(text.translate(_PLAIN).split())
    decomposed = unicodedata.normalize("NFKD", tidy(text)).casefold()
    return " ".join("".join(map(_comparable, decomposed)).split())


def _comparable(character: str) -> str:
    if character == "&":
        return " dan "
    if character in _APOSTROPHES or unicodedata.combining(character):
        return ""
    return character if character.isalnum() else " "


def slug(text: str) -> str:
    """Return the comparison key in the form of an address: `gaya-hidup`."""
    return comparison_key(text).replace(" ", "-")


# Most names are ASCII; what the functions above make of each of its characters.
_CONTROLS = {code: _visible(chr(code)) for code in range(128)}
_PLAIN = {
    code: _comparable(chr(code).casefold()) if chr(code).isprintable() else " "
    for code in range(128)
}
