"""A content as those read it who judge, sell or visit the course: in sentences, in the
order of the form in which it was written."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from catalog.authoring.portal.concepts import titles_for
from catalog.authoring.portal.fields import BY_FIELD
from catalog.authoring.portal.lines import lines_of
from core.text import LOCALES


@dataclass(frozen=True)
class Said:
    """A field of a content: its lines, by language where it has both, the reader's
    first, and by "" where not; and its value as it is stored."""

    field: str
    lines: Mapping[str, list[str]]
    value: Any


def said_in(
    session: Session, content: Mapping[str, Any], *, language: str
) -> list[Said]:
    """The fields that a content fills in; codes with what they stand for."""
    titles = titles_for(session, content, language=language)
    known = [code for code in BY_FIELD if content.get(code) is not None]
    return [
        Said(code, _lines(code, content[code], titles, language), content[code])
        for code in known
    ]


def _lines(
    field: str, value: Any, titles: Mapping[str, str], language: str
) -> dict[str, list[str]]:
    if isinstance(value, Mapping):
        return {
            each: lines_of(f"{field}/{each}", value[each], language=language)
            for each in sorted(LOCALES, key=lambda one: one != language)
            if value.get(each)
        }
    return {"": lines_of(field, value, language=language, titles=titles)}
