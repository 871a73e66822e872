"""What people type into the forms of pages."""

from flask import request


def typed(name: str, *, most: int) -> str:
    """A field of the form that was sent, as the database can hold it: without blanks
    around it, and no longer than `most` letters; empty where there is no such field."""
    words = request.form.get(name, "").replace("\0", "")
    return words.encode("utf-8", "ignore").decode().strip()[:most]
