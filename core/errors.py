"""The kinds of "no".

A refusal is raised, never returned, and has one class per reason. The class holds the
words (in both languages); raising it fills in the members that this caller needs.
Errors know their kind, not HTTP: `openapi/problems.py` has the only table of statuses.
"""

from typing import Any, ClassVar

from core.text import Text

# Members that a problem document has of its own.
RESERVED = {"type", "title", "status", "detail", "remedy", "trace_id"}

REFUSALS: dict[str, type["Refusal"]] = {}


class Refusal(Exception):
    """A reasoned "no": changed nothing, says what was wrong and what to do next.

    Keyword arguments fill the placeholders of `detail` and `remedy` and are shown to
    the caller as members of the problem document, so they must hold no personal data.
    One that is a Text is shown in the caller's language.
    """

    slug: ClassVar[str]
    title: ClassVar[Text]
    detail: ClassVar[Text]
    remedy: ClassVar[Text]

    def __init__(self, **members: Any) -> None:
        if RESERVED & members.keys():
            raise TypeError(f"{type(self).__name__} uses a reserved member.")
        self.members = members
        super().__init__(self.detail.format(**members).en)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        slug = cls.__dict__.get("slug")
        if slug is None:
            return
        other = REFUSALS.setdefault(slug, cls)
        if (other.__module__, other.__qualname__) != (cls.__module__, cls.__qualname__):
            raise TypeError(f"{cls} and {other} share the slug {slug!r}.")

    def headers(self) -> dict[str, str]:
        """HTTP headers that belong to this refusal, such as Retry-After."""
        return {}


class NotFound(Refusal):
    """The thing does not exist, or the caller may not know that it does."""


class Denied(Refusal):
    """The caller is known and may not do this."""


class Conflict(Refusal):
    """The request is fine, and the state of things forbids it."""


class Stale(Refusal):
    """The thing changed since the caller read the version that she named."""


class Unavailable(Refusal):
    """Not now: something that we need does not answer. Safe to try again."""

    retry_after_seconds: ClassVar[int] = 1

    def headers(self) -> dict[str, str]:
        return {"Retry-After": str(self.retry_after_seconds)}


class Malformed(Refusal):
    """The request cannot be understood, or breaks a rule of form across fields."""


class Busy(Unavailable):
    slug = "busy"
    title = Text("The service is busy", "Layanan sedang sibuk")
    detail = Text(
        "The request met too many others at once and was not carried out.",
        "Permintaan berbenturan dengan permintaan lain dan tidak dijalankan.",
    )
    remedy = Text(
        "Nothing was changed. Send the same request again after a moment.",
        "Tidak ada yang berubah. Kirim permintaan yang sama beberapa saat lagi.",
    )
