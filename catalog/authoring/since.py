"""What others changed since somebody read, told so that she can bring it together with
what she changes. Pure functions over the kept edits of a draft or a run."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from catalog.authoring.items import Origins, composed, origins_of
from catalog.authoring.merging import Merge, field_of
from core.database import Json


class Edit(Protocol):
    """A kept change: the version that it made, the fields that it touched, what they
    said `before`, and who made it."""

    @property
    def version(self) -> int: ...
    @property
    def fields(self) -> list[str]: ...
    @property
    def before(self) -> Json | None: ...
    @property
    def by(self) -> str: ...
    @property
    def at(self) -> datetime: ...


class ListEdit(Edit, Protocol):
    """One that may know where the items of its lists came from."""

    @property
    def origins(self) -> Json | None: ...


# More are not looked through; what the fields said then is not told.
MOST_EDITS = 500


def content_at(
    content: Mapping[str, Any], edits: Sequence[Edit], *, since: int, version: int
) -> Json | None:
    """What `content` of a version said at an earlier one, by the edits between them;
    None if they do not tell."""
    if [each.version for each in edits] != list(range(since + 1, version + 1)):
        return None
    then = dict(content)
    for edit in reversed(edits):
        if edit.before is None:
            return None
        for field in edit.fields:
            then.pop(field, None)
        then |= edit.before
    return then


def origins_since(
    content: Mapping[str, Any], edits: Sequence[ListEdit]
) -> dict[str, Origins]:
    """By list of which an edit knows it, where its items in `content` came from in what
    was before all of these edits; between two of them by what the items say, where an
    edit does not know."""
    found: dict[str, Origins] = {}
    for name in {name for edit in edits for name in edit.origins or ()}:
        steps = [edit for edit in edits if name in edit.fields]
        was = [(edit.before or {}).get(name) or [] for edit in steps]
        then = [*was[1:], content.get(name) or []]
        origins: Origins = range(len(was[0]))
        for edit, before, after in zip(steps, was, then, strict=True):
            known = (edit.origins or {}).get(name)
            if known is None or len(known) != len(after):
                known = origins_of(before, after)
            origins = composed(origins, known)
        found[name] = origins
    return found


def changed_by(
    edits: Sequence[Edit], now: Mapping[str, Any], yours: Mapping[str, Any]
) -> dict[str, dict[str, Any]]:
    """By field what it says `now`, who changed it last and when, and where the caller
    changes it too, hers."""
    changes: dict[str, dict[str, Any]] = {}
    for edit in edits:
        for field in edit.fields:
            changes[field] = {
                "field": field,
                "theirs": now.get(field),
                "by": edit.by,
                "at": edit.at.isoformat(),
            }
            if field in yours:
                changes[field]["yours"] = yours[field]
    return changes


def met(
    fields: Collection[str], merged: Merge, after: Mapping[str, Any]
) -> dict[str, dict[str, Any]]:
    """Of fields that others and the caller changed the places that both did; where
    there is none, what the field says `after` both."""
    found: dict[str, dict[str, Any]] = {}
    for field in fields:
        both = [
            {"place": f"/{place}", "base": old, "theirs": other, "yours": own}
            for place, (old, other, own) in merged.both.items()
            if field_of(place) == field
        ]
        joined = {} if both else {"joined": after.get(field)}
        found[field] = {"places": both, **joined}
    return found
