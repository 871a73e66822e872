"""The names of schema.org (version 29) that documents of ours may use, by type.

A type has its own properties and those of the types above it: Thing, CreativeWork and
LearningResource for a Course.
"""

from collections.abc import Iterator
from typing import Any

THING = frozenset({"name", "description", "url", "identifier", "alternateName"})
CREATIVE_WORK = THING | {
    "about",
    "abstract",
    "accessibilityFeature",
    "aggregateRating",
    "associatedMedia",
    "dateModified",
    "educationalAlignment",
    "educationalLevel",
    "inLanguage",
    "offers",
    "provider",
    "teaches",
    "timeRequired",
    "typicalAgeRange",
    "version",
}
PROPERTIES = {
    "DataFeed": CREATIVE_WORK | {"dataFeedElement"},
    "Course": CREATIVE_WORK
    | {
        "competencyRequired",
        "courseCode",
        "coursePrerequisites",
        "educationalCredentialAwarded",
        "hasCourseInstance",
        "occupationalCredentialAwarded",
        "syllabusSections",
    },
    "Syllabus": CREATIVE_WORK,
    "CourseInstance": THING
    | {
        "courseMode",
        "courseWorkload",
        "endDate",
        "instructor",
        "location",
        "maximumAttendeeCapacity",
        "remainingAttendeeCapacity",
        "startDate",
    },
    "Offer": THING | {"category", "price", "priceCurrency", "seller"},
    "Organization": THING,
    "Person": THING,
    "Place": THING,
    "DefinedTerm": THING | {"inDefinedTermSet", "termCode"},
    "CategoryCode": THING | {"codeValue", "inCodeSet"},
    "AlignmentObject": THING
    | {"alignmentType", "educationalFramework", "targetName", "targetUrl"},
    "ImageObject": CREATIVE_WORK | {"contentUrl"},
    "VideoObject": CREATIVE_WORK | {"contentUrl"},
    "EducationalOccupationalCredential": CREATIVE_WORK
    | {"competencyRequired", "credentialCategory", "recognizedBy"},
    "AggregateRating": THING
    | {"bestRating", "ratingCount", "ratingValue", "worstRating"},
}


def outside(node: Any) -> list[str]:
    """What of a document has no name in schema.org: `Type.property`, or the value
    that has no type."""
    return sorted(set(_outside(node)))


def _outside(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for each in node:
            yield from _outside(each)
    if not isinstance(node, dict):
        return
    if "@value" in node:
        if node.keys() != {"@value", "@language"}:
            yield f"@value: {node}"
        return
    known = PROPERTIES.get(node.get("@type", ""))
    if known is None:
        yield f"no type: {sorted(node)}"
        return
    for name, value in node.items():
        if not name.startswith("@") and name not in known:
            yield f"{node['@type']}.{name}"
        yield from _outside(value)
