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
_ADDRESS = ("streetAddress", "addressLocality", "addressRegion", "postalCode")
_OF_AN_INSTANCE = (
    "courseMode", "inLanguage", "timeRequired", "courseWorkload", "startDate",
    "endDate", "maximumAttendeeCapacity",
)  # fmt: skip
_PREFIXES = ("schema:", "https://schema.org/", "http://schema.org/")


def is_course(item: Mapping[str, Any]) -> bool:
    """Whether the node says that it is a schema.org Course."""
    stated = item.get("@type", "")
    types = stated if isinstance(stated, list) else [stated]
    return any(_bare(each) == "Course" for each in types if isinstance(each, str))


def flattened_courses(
    item: Mapping[str, Any], named: Mapping[str, Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """A row for each instance of the course that says when it starts, as a list has
    for each run; a single row where none or one does. `named` are other nodes of the
    file by the @id by which it means them."""
    node = {_bare(key): _meant(value, named) for key, value in item.items()}
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
    """The course with what all of its offers and instances say, as one row: where they
    differ it holds all of it, of which no reader of cells takes the first."""
    node = {_bare(key): value for key, value in item.items()}
    instances = _nodes(node.pop("hasCourseInstance", None))
    offers = _nodes(node.pop("offers", None))
    offers += [offer for each in instances for offer in _nodes(each.get("offers"))]
    node |= _by_code(node)
    row = {
        key: _plain(value)
        for key, value in node.items()
        if not key.startswith("@context")
    }
    row["provider"] = _provider(node.get("provider"))
    row["price"] = _price(offers, is_free=node.get("isAccessibleForFree") is True)
    row["priceCurrency"] = ""
    row["@id"] = _address(node.get("@id"))
    for key in (*_OF_AN_INSTANCE, *_OF_THE_RUN):
        row.setdefault(key, _said_by(instances, key))
    places = [place for each in instances for place in _listed(each.get("location"))]
    row["location"] = "; ".join(dict.fromkeys(filter(None, map(_place, places))))
    row["class_link"] = row["class_link"] or _online(places)
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


def _said_by(instances: list[dict[str, Any]], key: str) -> Any:
    found: list[Any] = []
    for each in instances:
        value = _plain(each.get(key))
        if value is not None and value not in found:
            found.append(value)
    if not found:
        return None
    return _alone(found)


def _provider(value: Any) -> str | None:
    """Its name, which another node may hold that is not in the file."""
    for node in _nodes(value):
        return str(node["name"]) if "name" in node else None
    return str(value) if value else None


def _price(offers: list[dict[str, Any]], *, is_free: bool) -> str:
    """The price with its currency before it, as a cell would say it; all of them where
    offers differ, or where a price stands beside a word that says that it is free."""
    stated = [price for offer in offers if (price := _price_of(offer))]
    if is_free and not any(price == "Free" or _is_nothing(price) for price in stated):
        stated.append("Free")
    return " | ".join(dict.fromkeys(stated))


def _is_nothing(price: str) -> bool:
    return not price.strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ 0.,")


def _price_of(offer: Mapping[str, Any]) -> str:
    inner = _first(offer.get("priceSpecification"))
    said = inner | {name: value for name, value in offer.items() if value is not None}
    price, currency = said.get("price"), said.get("priceCurrency", "")
    if price is None and said.get("lowPrice") is not None:
        lowest, highest = said["lowPrice"], said.get("highPrice")
        price = lowest if lowest == highest else f"{lowest} - {highest or ''}"
    if price is None:
        return "Free" if said.get("category") == "Free" else ""
    return f"{currency} {price}".strip()


def _meant(value: Any, named: Mapping[str, Mapping[str, Any]], depth: int = 3) -> Any:
    """The node that an @id stands for; what the file does not hold stays as it is."""
    if isinstance(value, list):
        return [_meant(each, named, depth) for each in value]
    if not named or not isinstance(value, Mapping) or not depth:
        return value
    if value.keys() == {"@id"}:
        value = named.get(str(value["@id"]), value)
    return {name: _meant(inner, named, depth - 1) for name, inner in value.items()}


def _address(stated: Any) -> str | None:
    """An @id that is a web address; others are names within the file."""
    text = stated if isinstance(stated, str) else ""
    return text if text.startswith(("https://", "http://")) else None


def _place(value: Any) -> str:
    """A place with its address, as a cell would say it; online there is none."""
    if not isinstance(value, Mapping):
        return str(value or "")
    node = _first(value)
    if _type(node) == "VirtualLocation":
        return ""
    address = node.get("address")
    parts = [node.get("name"), address]
    if isinstance(address, Mapping):
        lines = _first(address)
        parts[1:] = [lines.get(name) for name in _ADDRESS]
    return ", ".join(dict.fromkeys(str(each) for each in parts if each))


def _online(places: list[Any]) -> str | None:
    nodes = (_first(each) for each in places if _type(each) == "VirtualLocation")
    return next((str(node["url"]) for node in nodes if node.get("url")), None)


def _nodes(value: Any) -> list[dict[str, Any]]:
    return [_first(each) for each in _listed(value) if isinstance(each, Mapping)]


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
