"""The documents of requirements that ship with the program.

A document that was in force is never changed: applications are pinned to its version.
A change is a new file with the next version.
"""

from datetime import date
from functools import cache
from pathlib import Path

from partners.onboarding.errors import KindNotOnOffer
from partners.onboarding.reading import BadRequirement, read_requirement
from partners.onboarding.requirement import Requirement

FOLDER = Path(__file__).parent / "requirements"


@cache
def shipped_requirements() -> dict[tuple[str, int], Requirement]:
    """Every document, by kind and version; BadRequirement if one is not usable."""
    found: dict[tuple[str, int], Requirement] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        if path.name.startswith("common."):
            continue
        document = read_requirement(path)
        if path.name != f"{document.kind}.{document.version}.toml":
            raise BadRequirement(f"{path.name} does not say what it holds")
        found[document.kind, document.version] = document
    return found


def requirement_in_force(kind: str, *, on: date) -> Requirement:
    """The newest version that is in force on a day; raises KindNotOnOffer."""
    versions = [
        document
        for (of, _), document in shipped_requirements().items()
        if of == kind and document.since <= on
    ]
    if not versions:
        raise KindNotOnOffer(kind=kind)
    return max(versions, key=lambda document: document.version)


def requirement_of(kind: str, version: int) -> Requirement:
    """The version that an application was begun under."""
    return shipped_requirements()[kind, version]


def kinds_on_offer(*, on: date) -> list[str]:
    """The kinds for which an organisation can apply on a day."""
    return sorted(
        {kind for (kind, _), each in shipped_requirements().items() if each.since <= on}
    )
