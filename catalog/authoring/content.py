"""The fields of a course's content, with their names in schema.org where they have one.

The shapes are in schemas.py, the demands of the programme in standards.py.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from catalog.courses.models import Access as Access
from catalog.courses.models import Level as Level


class Education(StrEnum):
    """The least schooling that a course asks for, in its order."""

    NONE = "none"
    PRIMARY = "primary"
    JUNIOR_SECONDARY = "junior_secondary"
    SENIOR_SECONDARY = "senior_secondary"
    DIPLOMA = "diploma"
    BACHELOR = "bachelor"


class Activity(StrEnum):
    """What a part of a session is; the standard bounds the share of theory."""

    THEORY = "theory"
    PRACTICE = "practice"
    ASSESSMENT = "assessment"


class Evaluation(StrEnum):
    """How it is found out what somebody learnt."""

    PRE_TEST = "pre_test"
    POST_TEST = "post_test"
    PRACTICE_TASK = "practice_task"
    DEMONSTRATION = "demonstration"


# Where https://schema.org/Course or CourseInstance has a name for the field.
SCHEMA_ORG: dict[str, str] = {
    "title": "name",
    "summary": "abstract",
    "description": "description",
    "category": "about",
    "mode": "courseMode",
    "languages": "inLanguage",
    "level": "educationalLevel",
    "list_price": "offers",
    "duration_minutes": "timeRequired",
    "syllabus": "syllabusSections",
    "outcomes": "teaches",
    "skills": "teaches",
    "occupations": "about",
    "competence_units": "educationalAlignment",
    "minimum_age": "typicalAgeRange",
    "maximum_age": "typicalAgeRange",
    "minimum_education": "coursePrerequisites",
    "trainers": "instructor",
    "equipment": "coursePrerequisites",
    "access": "accessibilityFeature",
    "media": "associatedMedia",
}

# Every field of a content.
FIELDS = frozenset(SCHEMA_ORG) | {
    "discount_bps",
    "evaluation",
    "pass_mark",
    "childcare",
    "evening",
    "market_need",
}

# Why employers ask for a course is an argument for those who judge it; trainers are
# people, whose names are shown by the registry that knows what they agreed to.
FOR_EVERYBODY = FIELDS - {"market_need", "trainers"}


def minutes_of(content: Mapping[str, Any], activity: Activity | None = None) -> int:
    """How long the sessions of the syllabus take together, or their parts of one kind;
    a part without minutes counts nothing."""
    return sum(
        part.get("minutes", 0)
        for session in content.get("syllabus", [])
        for part in session.get("parts", [])
        if activity is None or part.get("activity") == activity
    )
