"""What people type into the forms and search boxes of pages."""

from flask import request


def cleaned(words: str, *, most: int) -> str:
    """Words as the database can hold them: without blanks around them, and no longer
    than `most` letters."""
    plain = words.replace("\0", "").encode("utf-8", "ignore").decode()
    return plain.strip()[:most]


def in_one_line(words: str, *, most: int) -> str:
    """The same, where line breaks mean nothing: all between two words is one blank."""
    return " ".join(cleaned(words, most=len(words)).split())[:most]


def typed(name: str, *, most: int) -> str:
    """A field of the form that was sent, cleaned; empty where there is none."""
    return cleaned(request.form.get(name, ""), most=most)


def typed_line(name: str, *, most: int) -> str:
    """The same in one line."""
    return in_one_line(request.form.get(name, ""), most=most)


def asked(name: str, *, most: int) -> str:
    """What stands under a name in the address, cleaned; empty where nothing does."""
    return cleaned(request.args.get(name, ""), most=most)
