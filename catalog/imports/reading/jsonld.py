"""schema.org/Course as one flat row, with the names that schema.org gives the fields.

An offer and an instance of a course become columns of their own; words in two
languages (`@language`) become `name.id` and `name.en`. Read as plain JSON: no context
is ever fetched, so that a file cannot make this program call anybody.
"""

from collections.abc import Mapping
from typing import Any

_ESCO = "http://data.europa.eu/esco/skill/"
_OCCUPATIONS = "occupationalCategory"
# What schema.org has no words for stands in an instance under our own names.
_OF_THE_RUN = (
    "run_reference", "zone", "district", "class_link", "run_trainers",
    "run_assistants", "run_access", "enrolment_opens", "enrolment_closes",
)  # fmt: skip
_PREFIXES = ("schema:", "https://schema.org/", "http://schema.org/")


def is_course(item: Mapping[str, Any]) -> bool:
    """Whether the node says that it is a schema.org Course."""
    stated = item.get("@type", "")
    types = stated if isinstance(stated, list) else [stated]
    return any(_bare(each) == "Course" for each in types if isinstance(each, str))


def flattened_courses(item: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A row for each instance of the course that says when it starts, as a list has
    for each run; a single row where none or one does."""
    node = {_bare(key): value for key, value in item.items()}
    stated = node.get("hasCourseInstance")
    runs = [
        each
        for each in (stated if isinstance(stated, list) else [])
        if isinstance(each, Mapping) and "startDate" in map(_bare, each)
    ]
    if len(runs) < 2:
        return [flattened_course(node)]
    return [flattened_course(node | {"hasCourseInstance": [run]}) for run in runs]


def flattened_course(item: Mapping[str, Any]) -> dict[str, Any]:
    """The course, its first offer and its first instance as one row."""
    node = {_bare(key): value for key, value in item.items()}
    instance = _first(node.pop("hasCourseInstance", None))
    offer = _first(node.pop("offers", None)) or _first(instance.pop("offers", None))
    node |= _by_code(node)
    row = {
        key: _plain(value)
        for key, value in node.items()
        if not key.startswith("@context")
    }
    row["provider"] = _name(node.get("provider"))
    row["price"] = _price(offer)
    row["priceCurrency"] = ""
    for key in ("courseMode", "inLanguage", "timeRequired", "courseWorkload"):
        row.setdefault(key, _plain(instance.get(key)))
    stated = ("startDate", "endDate", "maximumAttendeeCapacity", "location")
    for key in (*stated, *_OF_THE_RUN):
        row.setdefault(key, _plain(instance.get(key)))
    row.pop("@type", None)
    return {key: value for key, value in row.items() if value not in (None, "", [])}


def _by_code(node: Mapping[str, Any]) -> dict[str, Any]:
    """The properties that hold terms of published sets, parted by what they are of:
    ESCO skills, groups of ISCO-08 and units of competence by their codes; words, and
    the heading of a catalogue, stay what they were."""
    teaches, about = _listed(node.get("teaches")), _listed(node.get("about"))
    skills = [each for each in teaches if (_code(each) or "").startswith(_ESCO)]
    groups = [each for each in about if _type(each) == "CategoryCode"]
    parted = {
        "skills": _codes(skills) or node.get("skills"),
        "teaches": [each for each in teaches if each not in skills],
        "about": _alone([each for each in about if each not in groups]),
        "occupationalCategory": _codes([*groups, *_listed(node.get(_OCCUPATIONS))]),
        "educationalAlignment": _codes(_listed(node.get("educationalAlignment"))),
    }
    return {name: value for name, value in parted.items() if value or name in node}


def _codes(values: list[Any]) -> list[Any]:
    return [_code(each) or each for each in values]


def _code(value: Any) -> str | None:
    """The code of a term, or of what an alignment points to."""
    if not isinstance(value, Mapping):
        return None
    node = {_bare(key): inner for key, inner in value.items()}
    found = (node.get(key) for key in ("termCode", "codeValue", "identifier"))
    return next((each for each in found if isinstance(each, str)), None)


def _type(value: Any) -> str:
    stated = value.get("@type") if isinstance(value, Mapping) else None
    return _bare(stated) if isinstance(stated, str) else ""


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _alone(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def _price(offer: Mapping[str, Any]) -> str:
    """The price with its currency before it, as a cell would say it."""
    price, currency = offer.get("price"), offer.get("priceCurrency", "")
    if price is None:
        return "Free" if offer.get("category") == "Free" else ""
    return f"{currency} {price}".strip()


def _bare(name: str) -> str:
    for prefix in _PREFIXES:
        name = name.removeprefix(prefix)
    return name


def _first(value: Any) -> dict[str, Any]:
    if isinstance(value, list):
        value = next((each for each in value if isinstance(each, Mapping)), None)
    if not isinstance(value, Mapping):
        return {}
    return {_bare(key): inner for key, inner in value.items()}


def _plain(value: Any) -> Any:
    """A text, a list of texts, or texts by language; a node is its name."""
    if isinstance(value, list):
        tagged = [
            each for each in value if isinstance(each, Mapping) and "@language" in each
        ]
        if tagged:
            return _by_language(tagged)
        return [_name(each) for each in value]
    return _name(value)


def _by_language(values: list[Any]) -> dict[str, Any]:
    """Several texts of a language are a list; a single one keeps its lines."""
    found: dict[str, list[str]] = {}
    for each in values:
        language = str(each["@language"])[:2].lower()
        found.setdefault(language, []).append(str(each.get("@value", "")))
    return {
        language: texts if len(texts) > 1 else texts[0]
        for language, texts in found.items()
    }


def _name(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    if "@language" in value:
        return _by_language([value])
    for key in ("name", "@value", "termCode", "alternateName", "@id", "url"):
        if key in value:
            return value[key]
    return None
