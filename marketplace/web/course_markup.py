"""A course in the words of schema.org, for search engines.

It stands in the page as `application/ld+json`: a block of data is never executed, so
that a policy without inline scripts lets it through (HTML, 4.12.1).
"""

from typing import Any

from catalog.courses.queries import CourseDetail
from catalog.feed.schema_org import COURSE_MODES


def markup_of(detail: CourseDetail, address: str, *, currency: str) -> dict[str, Any]:
    """Course with CourseInstance and Offer; prices in whole units of the currency."""
    course = detail.course
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Course",
        "@id": address,
        "url": address,
        "identifier": str(course.id),
        "courseCode": course.code,
        "name": course.title,
        "description": course.summary or course.title,
        "inLanguage": course.language,
        "about": course.category_title,
        "provider": {"@type": "Organization", "name": course.institution_name},
        "offers": [_offer(offering, currency) for offering in detail.offerings],
        "hasCourseInstance": [_instance(run, course.mode) for run in detail.schedules],
    }
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


def _instance(run: Any, mode: str) -> dict[str, Any]:
    return {
        "@type": "CourseInstance",
        "identifier": str(run.id),
        "courseMode": COURSE_MODES.get(mode, mode),
        "startDate": run.starts_at.isoformat(),
        "endDate": run.ends_at.isoformat(),
        "maximumAttendeeCapacity": run.capacity,
        "remainingAttendeeCapacity": run.seats_left,
    }
