"""What a course teaches and asks for, in the words of schema.org."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from catalog.authoring.content import Education, minutes_of

Words = Mapping[str, str]
# How a text of two languages is said: in the reader's, or in both.
Say = Callable[[Words], Any]


def in_both(text: Words) -> Any:
    """A text in each of its languages, with the tag (JSON-LD 1.1, section 4.2.4)."""
    tagged = [
        {"@language": language, "@value": text[language]}
        for language in ("id", "en")
        if text.get(language)
    ]
    return tagged[0] if len(tagged) == 1 else tagged


def as_taught(said: Mapping[str, Any], say: Say) -> dict[str, Any]:
    """Properties of a Course out of a published content; what it does not say is left
    out."""
    minutes = said.get("duration_minutes") or minutes_of(said)
    found = {
        "educationalLevel": said.get("level"),
        "timeRequired": f"PT{minutes}M" if minutes else None,
        "teaches": _texts(said.get("outcomes", []), say),
        "syllabusSections": [_section(each, say) for each in said.get("syllabus", [])],
        "coursePrerequisites": [
            *_schooling(said.get("minimum_education")),
            *_texts(said.get("equipment", []), say),
        ],
        "accessibilityFeature": said.get("access"),
        "typicalAgeRange": _ages(said.get("minimum_age"), said.get("maximum_age")),
        "associatedMedia": [_medium(each, say) for each in said.get("media", [])],
    }
    return {name: value for name, value in found.items() if value}


def _texts(lines: Iterable[Words], say: Say) -> list[Any]:
    """One after the other; a list within a list has no meaning in JSON-LD."""
    said = [say(each) for each in lines]
    return [
        text for each in said for text in (each if isinstance(each, list) else [each])
    ]


def _section(session: Mapping[str, Any], say: Say) -> dict[str, Any]:
    minutes = sum(part["minutes"] for part in session["parts"])
    return {
        "@type": "Syllabus",
        "name": say(session["title"]),
        "timeRequired": f"PT{minutes}M",
    }


def _schooling(least: str | None) -> list[dict[str, Any]]:
    if least in (None, Education.NONE):
        return []
    return [
        {
            "@type": "AlignmentObject",
            "alignmentType": "educationalLevel",
            "targetName": least,
        }
    ]


def _ages(lowest: int | None, highest: int | None) -> str | None:
    """`18-64`, `18-`, `-64` (schema.org/typicalAgeRange)."""
    if lowest is None and highest is None:
        return None
    return f"{'' if lowest is None else lowest}-{'' if highest is None else highest}"


def _medium(medium: Mapping[str, Any], say: Say) -> dict[str, Any]:
    kind = "ImageObject" if medium["kind"] == "image" else "VideoObject"
    return {
        "@type": kind,
        "contentUrl": medium["url"],
        "description": say(medium["alt"]),
    }
