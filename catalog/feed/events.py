"""Facts about the catalogue feed."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from core.events import NOBODY, Event
from core.events.fields import Described, code, count


@dataclass(frozen=True, kw_only=True)
class CatalogChanged(Event):
    """What your platform sells has changed: read /v1/catalog/changes after the last
    number that you have. Told at most once a minute, for all changes until then."""

    topic = "catalog.changed"
    object_field = "organisation_id"
    told_to = "the platform itself"

    organisation_id: UUID
    sequence: Annotated[int, count("The last number of your feed.", example=4711)]
    items: Annotated[int, count("How many courses the set has.", example=1200)]
    checksum: Annotated[
        str,
        Described(
            "The checksum of the set at this number, in hex.",
            "0f" * 32,
            pattern="[0-9a-f]{64}",
        ),
    ]


@dataclass(frozen=True, kw_only=True)
class CatalogRemovalsHeld(Event):
    """The set of a platform would have become empty or sharply smaller."""

    topic = "catalog.removals_held"
    object_field = "hold_id"
    told_to = NOBODY

    hold_id: UUID
    cause: Annotated[str, code("Why they wait.", "shrunk")]
    removals: Annotated[int, count("How many courses would leave.", example=300)]
