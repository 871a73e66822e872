"""A course in the words of schema.org, for search engines.

It stands in the page as `application/ld+json`: a block of data is never executed, so
that a policy without inline scripts lets it through (HTML, 4.12.1).
"""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

from catalog.authoring.content import minutes_of
from catalog.authoring.public.queries import Published
from catalog.courses.queries import CourseDetail
from catalog.feed.schema_org import (
    COURSE_MODES,
    CREDENTIAL,
    category_term,
    instructors,
)
from catalog.taxonomies.schema_org import as_terms
from marketplace.web.formats import language, local


def markup_of(
    detail: CourseDetail, published: Published, address: str, *, currency: str
) -> dict[str, Any]:
    """Course with CourseInstance and Offer; prices in whole units of the currency.

    The words are in the reader's language where the course has them.
    """
    course, said = detail.course, published.content
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Course",
        "@id": address,
        "url": address,
        "identifier": str(course.id),
        "courseCode": course.code,
        "name": local(said["title"]),
        "description": local(said.get("summary")) or local(said["title"]),
        "inLanguage": said.get("languages") or course.language,
        "provider": {"@type": "Organization", "name": course.institution_name},
        "educationalCredentialAwarded": CREDENTIAL,
        "offers": [_offer(offering, currency) for offering in detail.offerings],
        "hasCourseInstance": [
            _instance(run, course.mode, detail.names_before(run.id))
            for run in detail.schedules
        ],
    }
    named = as_terms(chain(*detail.named.values()), locale=language())
    taught = _taught(said)
    taught["teaches"] += named.pop("teaches", [])
    taught["about"] = [
        category_term(course.category, course.category_title),
        *named.pop("about", []),
    ]
    found |= {name: value for name, value in (taught | named).items() if value}
    if detail.stars_average is not None:
        stars, hundredths = divmod(detail.stars_average, 100)
        found["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": f"{stars}.{hundredths:02}",
            "ratingCount": detail.reviews,
            "bestRating": 5,
            "worstRating": 1,
        }
    return found


def _taught(said: Mapping[str, Any]) -> dict[str, Any]:
    """What the course teaches and asks for, by the names that schema.org has."""
    minutes = said.get("duration_minutes") or minutes_of(said)
    return {
        "educationalLevel": said.get("level"),
        "timeRequired": f"PT{minutes}M" if minutes else None,
        "teaches": [local(each) for each in said.get("outcomes", [])],
        "syllabusSections": [_section(each) for each in said.get("syllabus", [])],
        "coursePrerequisites": [local(each) for each in said.get("equipment", [])],
        "accessibilityFeature": said.get("access"),
        "typicalAgeRange": _ages(said.get("minimum_age"), said.get("maximum_age")),
    }


def _section(session: Mapping[str, Any]) -> dict[str, Any]:
    minutes = sum(part["minutes"] for part in session["parts"])
    return {
        "@type": "Syllabus",
        "name": local(session["title"]),
        "timeRequired": f"PT{minutes}M",
    }


def _ages(lowest: int | None, highest: int | None) -> str | None:
    """`18-64`, `18-`, `-64` (schema.org/typicalAgeRange)."""
    if lowest is None and highest is None:
        return None
    return f"{'' if lowest is None else lowest}-{'' if highest is None else highest}"


def _offer(offering: Any, currency: str) -> dict[str, Any]:
    return {
        "@type": "Offer",
        "price": str(offering.price),
        "priceCurrency": currency,
        "category": "Paid" if offering.price else "Free",
        "seller": {"@type": "Organization", "name": offering.platform_name},
    }


def _instance(run: Any, mode: str, names: Sequence[str]) -> dict[str, Any]:
    instance = {
        "@type": "CourseInstance",
        "identifier": str(run.id),
        "courseMode": COURSE_MODES.get(mode, mode),
        "startDate": run.starts_at.isoformat(),
        "endDate": run.ends_at.isoformat(),
        "maximumAttendeeCapacity": run.capacity,
        "remainingAttendeeCapacity": run.seats_left,
    }
    return instance | ({"instructor": instructors(names)} if names else {})
