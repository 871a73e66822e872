"""The schemas of all versions of all topics, of those before too.

The file is committed. `make openapi` adds what is new to it; it never changes what a
version says, for a partner may rely on that already.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from core.database import Json
from core.events import Event, published_events
from core.events.schemas import data_schema, shape_of

FILE = Path(__file__).parents[2] / "openapi" / "event-schemas.json"


class SchemaChanged(Exception):
    """An event class tells something else under a version that was given before."""


@dataclass(frozen=True)
class Version:
    """One version of a topic: what it is about, whom it is told to (empty: nobody), and
    the JSON schema of its data."""

    topic: str
    version: int
    object: str
    told_to: str
    data: Json

    @property
    def is_current(self) -> bool:
        """Whether events are still written so."""
        return any(
            event.topic == self.topic and event.version == self.version
            for event in published_events()
        )


def read_history() -> list[Version]:
    """What the committed file says."""
    versions = [Version(**item) for item in json.loads(FILE.read_text("utf-8"))]
    return sorted(versions, key=_place)


def current_versions() -> list[Version]:
    """What the classes say."""
    return [_version_of(event) for event in published_events()]


def brought_up_to_date(
    history: Iterable[Version], current: Iterable[Version]
) -> list[Version]:
    """The history with the current versions added, and their words as they are now.

    Raises SchemaChanged for a version that is known with another shape.
    """
    known = {(item.topic, item.version): item for item in history}
    for item in current:
        before = known.get((item.topic, item.version), item)
        if _shape(before) != _shape(item):
            raise SchemaChanged(
                f"{item.topic} no longer fits its version {item.version}: raise"
                " `version` in its class, so that partners can tell them apart."
            )
        known[item.topic, item.version] = item
    return sorted(known.values(), key=_place)


def rendered(history: Iterable[Version]) -> str:
    """The file's text."""
    items = [asdict(item) for item in history]
    return json.dumps(items, indent=1, ensure_ascii=False) + "\n"


def _version_of(event: type[Event]) -> Version:
    return Version(
        topic=event.topic,
        version=event.version,
        object=event.object_type(),
        told_to=event.told_to,
        data=data_schema(event),
    )


def _shape(item: Version) -> object:
    return item.object, shape_of(item.data)


def _place(item: Version) -> tuple[str, int]:
    return item.topic, item.version
