"""A course in the words of schema.org, for search engines.

It stands in the page as `application/ld+json`: a block of data is never executed, so
that a policy without inline scripts lets it through (HTML, 4.12.1).
"""

from collections.abc import Sequence
from itertools import chain
from typing import Any

from catalog.authoring.public.queries import Published
from catalog.authoring.schema_org import as_taught
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
    taught = as_taught(said, local)
    teaches = taught.pop("teaches", []) + named.pop("teaches", [])
    about = [
        category_term(course.category, course.category_title),
        *named.pop("about", []),
    ]
    found |= (
        taught | named | {"about": about} | ({"teaches": teaches} if teaches else {})
    )
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
