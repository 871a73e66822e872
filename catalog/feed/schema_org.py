"""An item of the feed in the words of schema.org: Course, CourseInstance, Offer."""

from typing import Any

# schema.org/courseMode is a text; these are the ones that search engines know.
COURSE_MODES = {
    "self_paced": "Online",
    "webinar": "Online",
    "offline": "Onsite",
    "blended": "Blended",
}


def as_course(item: dict[str, Any]) -> dict[str, Any]:
    """The item as a schema.org Course. `identifier` is our id everywhere, and
    `courseCode` the readable handle."""
    return {
        "@type": "Course",
        "identifier": item["id"],
        "courseCode": item["code"],
        "name": item["title"],
        "description": item["summary"] or item["title"],
        "inLanguage": item["language"],
        "about": {
            "@type": "DefinedTerm",
            "termCode": item["category"],
            "name": item["category_title"],
        },
        "provider": {
            "@type": "Organization",
            "identifier": item["institution"],
            "name": item["institution_name"],
        },
        "offers": _offer(item["offering"]),
        "hasCourseInstance": [
            _instance(run, item["mode"]) for run in item["schedules"]
        ],
    }


def _offer(offering: dict[str, Any]) -> dict[str, Any]:
    price = offering["price"]
    return {
        "@type": "Offer",
        "identifier": offering["id"],
        "price": str(price["amount"]),
        "priceCurrency": price["currency"],
        "category": "Paid" if price["amount"] else "Free",
    }


def _instance(run: dict[str, Any], mode: str) -> dict[str, Any]:
    return {
        "@type": "CourseInstance",
        "identifier": run["id"],
        "courseMode": COURSE_MODES.get(mode, mode),
        "startDate": run["starts_at"],
        "endDate": run["ends_at"],
        "maximumAttendeeCapacity": run["capacity"],
    }
