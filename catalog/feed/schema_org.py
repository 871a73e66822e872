"""An item of the feed in the words of schema.org: Course, CourseInstance, Offer."""

from collections.abc import Iterable, Mapping
from typing import Any

from catalog.authoring.schema_org import as_taught, in_both
from catalog.taxonomies.queries import Titled
from catalog.taxonomies.schema_org import as_terms

# schema.org/courseMode is a text; these are the ones that search engines know.
COURSE_MODES = {
    "self_paced": "Online",
    "webinar": "Online",
    "offline": "Onsite",
    "blended": "Blended",
}
# What completing a course gives (docs/rules/certificates.md). It is no licence to work,
# so there is no `occupationalCredentialAwarded`.
CREDENTIAL = {
    "@type": "EducationalOccupationalCredential",
    "name": "Certificate of completion",
    "credentialCategory": "certificate",
}


def as_course(
    item: dict[str, Any], said: Mapping[str, Any], *, page: str
) -> dict[str, Any]:
    """The item as a schema.org Course with what its revision says; `page` is its public
    address. `identifier` is our id everywhere, and `courseCode` the readable handle.

    A course that nobody wrote here says nothing, and items that were published before
    there were terms and trainers have neither.
    """
    languages = [item["language"], *item.get("more_languages", [])]
    terms = as_terms(map(_titled, item.get("terms", [])), locale=None)
    taught = as_taught(said, in_both)
    course = {
        "@type": "Course",
        "@id": page,
        "url": page,
        "identifier": item["id"],
        "courseCode": item["code"],
        "name": in_both(said["title"]) if said else item["title"],
        "inLanguage": languages if len(languages) > 1 else languages[0],
        "educationalLevel": item.get("level"),
        "accessibilityFeature": item.get("access"),
        "provider": {
            "@type": "Organization",
            "identifier": item["institution"],
            "name": item["institution_name"],
        },
        "educationalCredentialAwarded": CREDENTIAL,
        "offers": _offer(item["offering"]),
        "hasCourseInstance": [
            _instance(run, item["mode"]) for run in item["schedules"]
        ],
    }
    teaches = taught.pop("teaches", []) + terms.pop("teaches", [])
    about = [category_term(item["category"], item["category_title"])]
    course |= _described(item, said) | taught | terms
    course |= {"teaches": teaches, "about": about + terms.get("about", [])}
    return {name: value for name, value in course.items() if value not in (None, [])}


def _described(item: dict[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """A short text and a long one; who has only one of them has it as `description`."""
    short, long = said.get("summary"), said.get("description")
    if short and long:
        return {"abstract": in_both(short), "description": in_both(long)}
    words = long or short
    return {
        "description": in_both(words) if words else item["summary"] or item["title"]
    }


def category_term(code: str, title: str) -> dict[str, Any]:
    """The heading of the catalogue that a course is under."""
    return {"@type": "DefinedTerm", "termCode": code, "name": title}


def instructors(names: Iterable[str]) -> list[dict[str, Any]]:
    """Those who teach a class, of whom nothing but a name is published."""
    return [{"@type": "Person", "name": name} for name in names]


def _titled(term: dict[str, Any]) -> Titled:
    return Titled(**term, withdrawn=False)


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
    instance = {
        "@type": "CourseInstance",
        "identifier": run["id"],
        "courseMode": COURSE_MODES.get(mode, mode),
        "startDate": run["starts_at"],
        "endDate": run["ends_at"],
        "maximumAttendeeCapacity": run["capacity"],
    }
    if names := run.get("trainers"):
        instance["instructor"] = instructors(names)
    if place := run.get("place"):
        instance["location"] = {"@type": "Place", "name": place}
    return instance
