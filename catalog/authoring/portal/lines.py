"""A field of a content in lines that people read, and how two differ in words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from catalog.authoring.items import ORDER
from catalog.authoring.portal.fields import BY_FIELD, Field, Form
from catalog.authoring.portal.typed import percent_shown
from catalog.authoring.wording import ACTIVITIES, EDUCATIONS, EVALUATIONS, MEDIA
from catalog.courses.wording import ACCESS_NEEDS, LEVELS, MODES
from core.text import LOCALES, Text

CHOICES: Mapping[str, Mapping[str, Text]] = {
    "mode": MODES,
    "level": LEVELS,
    "evaluation": EVALUATIONS,
    "education": EDUCATIONS,
    "access_need": ACCESS_NEEDS,
}
Titles = Mapping[str, str]

# More words than any text of a course may have are not compared one by one.
MOST_WORDS = 4_000
_WORD = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Piece:
    """A run of words: `same`, `gone` or `new`."""

    kind: str
    words: str


def lines_of(
    place: str, value: Any, *, language: str, titles: Titles | None = None
) -> list[str]:
    """What a place says, line by line, in the reader's language; a code with its title
    where `titles` has one. Of a list, the place is an item or its order."""
    if value is None:
        return []
    name, _, part = place.partition("/")
    field = BY_FIELD.get(name)
    if field is not None and field.form == Form.TRAINERS:
        return [(titles or {}).get(each, str(each)) for each in value]
    if titles:
        value = _titled(value, titles)
    if field is None or part in LOCALES:
        return str(value).splitlines()
    if field.form == Form.SYLLABUS and part == ORDER:
        return [_both(each.get("title")) for each in value]
    if field.form == Form.SYLLABUS and part:
        return _session(value, language)
    items = [value] if part and part != ORDER else value
    return _LINES.get(field.form, _plain)(field, items, language)


def _titled(value: Any, titles: Titles) -> Any:
    if isinstance(value, list):
        return [_titled(each, titles) for each in value]
    known = isinstance(value, str) and value in titles
    if not known:
        return value
    # Of an address only its end tells two concepts of one title apart.
    return f"{titles[value]} ({value.rsplit('/', 1)[-1]})"


def differing(before: Sequence[str], after: Sequence[str]) -> list[list[Piece]]:
    """The lines of both, each in pieces; a changed line word by word."""
    matcher = SequenceMatcher(None, before, after)
    found: list[list[Piece]] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            found += [[Piece("same", line)] for line in before[a:b]]
            continue
        old, new = before[a:b], after[c:d]
        pairs = min(len(old), len(new))
        found += [
            words_differing(*pair)
            for pair in zip(old[:pairs], new[:pairs], strict=True)
        ]
        found += [[Piece("gone", line)] for line in old[pairs:]]
        found += [[Piece("new", line)] for line in new[pairs:]]
    return found


def words_differing(before: str, after: str) -> list[Piece]:
    """One text beside another: what stays, what goes, what comes."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if max(len(old), len(new)) > MOST_WORDS:
        return [Piece("gone", before), Piece("new", after)]
    pieces: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            pieces.append(Piece("same", "".join(old[a:b])))
            continue
        pieces += [Piece("gone", "".join(old[a:b]))] if b > a else []
        pieces += [Piece("new", "".join(new[c:d]))] if d > c else []
    return pieces


def _both(text: Mapping[str, Any] | None) -> str:
    """A line in both languages: `Menakar | Weigh`."""
    said = [(text or {}).get(each) for each in ("id", "en")]
    return " | ".join(each for each in said if each) or "-"


def _text(field: Field, value: Any, language: str) -> list[str]:
    return [
        line for each in LOCALES for line in str(value.get(each) or "").splitlines()
    ]


def _rows(field: Field, value: Any, language: str) -> list[str]:
    return [_both(each) for each in value]


def _codes(field: Field, value: Any, language: str) -> list[str]:
    return [str(each) for each in value]


def _choice(field: Field, value: Any, language: str) -> list[str]:
    words = CHOICES.get(field.words, {})
    codes = value if isinstance(value, list) else [value]
    return [words[code].in_(language) if code in words else str(code) for code in codes]


def _money(field: Field, value: Any, language: str) -> list[str]:
    return [f"{value:,}".replace(",", ".")]


def _duration(field: Field, value: Any, language: str) -> list[str]:
    return [_MINUTES.format(count=value).in_(language)]


def _percent(field: Field, value: Any, language: str) -> list[str]:
    return [f"{percent_shown(value)} %"]


def _flag(field: Field, value: Any, language: str) -> list[str]:
    return [_YES.in_(language) if value else _NO.in_(language)]


def _syllabus(field: Field, value: Any, language: str) -> list[str]:
    lines = []
    for number, session in enumerate(value, start=1):
        title, *parts = _session(session, language)
        lines += [f"{number}. {title}", *parts]
    return lines


def _session(session: Mapping[str, Any], language: str) -> list[str]:
    lines = [_both(session.get("title"))]
    for part in session.get("parts", ()):
        activity = ACTIVITIES.get(part["activity"], Text("-", "-")).in_(language)
        minutes = _MINUTES.format(count=part.get("minutes", "?")).in_(language)
        lines.append(f"– {activity}, {minutes}: {_both(part.get('title'))}")
    return lines


def _media(field: Field, value: Any, language: str) -> list[str]:
    return [
        f"{MEDIA[each['kind']].in_(language)}: {each['url']} ({_both(each.get('alt'))})"
        for each in value
    ]


def _plain(field: Field, value: Any, language: str) -> list[str]:
    return [str(value)]


_YES, _NO = Text("Yes", "Ya"), Text("No", "Tidak")
_MINUTES = Text("{count} minutes", "{count} menit")
_LINES = {
    Form.LINE: _text,
    Form.PROSE: _text,
    Form.ROWS: _rows,
    Form.CODES: _codes,
    Form.CONCEPTS: _codes,
    Form.TRAINERS: _codes,
    Form.CHOICE: _choice,
    Form.CHOICES: _choice,
    Form.MINUTES: _duration,
    Form.MONEY: _money,
    Form.PERCENT: _percent,
    Form.FLAG: _flag,
    Form.SYLLABUS: _syllabus,
    Form.MEDIA: _media,
}
