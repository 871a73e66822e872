"""A form that waits while its sender proves who she is.

The fields go to the browser and come back with the proof; nothing is kept here, and
nothing is sent on without her: she presses a button, which is the only thing left.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from flask import request

from partners.accounts.web import safe_next

CSRF = "csrf_token"
NAME, VALUE, ACTION = "carried_name", "carried_value", "action"

MAX_FIELDS = 200
MAX_LETTERS = 100_000


@dataclass(frozen=True)
class CarriedForm:
    """Where the form goes, and its fields in order. `lost` says that something could
    not be carried: a file, or more than a page can hold."""

    action: str
    fields: Sequence[tuple[str, str]] = field(default_factory=tuple)
    lost: bool = False

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.fields)


def form_to_carry() -> CarriedForm | None:
    """The form of this request; None when it is none."""
    if request.method in ("GET", "HEAD"):
        return None
    fields = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in (CSRF, NAME, VALUE) and not _is_secret(name)
    ]
    too_much = (
        len(fields) > MAX_FIELDS or sum(len(value) for _, value in fields) > MAX_LETTERS
    )
    return CarriedForm(
        action=request.full_path.rstrip("?"),
        fields=() if too_much else fields,
        lost=too_much
        or any(file.filename for file in request.files.values())
        or any(_is_secret(name) for name in request.form),
    )


def _is_secret(name: str) -> bool:
    """Passwords do not wait in a page; they are typed again."""
    return "password" in name or name == "current"


def carried_form() -> CarriedForm | None:
    """The form that a confirmation carries with it; None when it carries none.

    Its address is a page of ours, whatever the browser says.
    """
    action = request.form.get(ACTION)
    if not action or safe_next(action) != action:
        return None
    names, values = (request.form.getlist(each) for each in (NAME, VALUE))
    pairs = list(zip(names, values, strict=False))[:MAX_FIELDS]
    return CarriedForm(action=action, fields=pairs)
