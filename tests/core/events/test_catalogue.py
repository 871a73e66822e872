"""All events together: documented for partners, and free of personal data."""

from dataclasses import fields
from pathlib import Path

import pytest

from core.events import Event
from core.events.publishing import TOPICS

PAGE = Path(__file__).parents[3] / "docs" / "rules" / "events-and-webhooks.md"

PERSONAL = ("nik", "name", "email", "phone", "birth", "address", "mother")


@pytest.fixture
def events(app) -> list[type[Event]]:
    """Every kind of event that the application knows; tests may have made others."""
    return [
        event
        for _, event in sorted(TOPICS.items())
        if not event.__module__.startswith("tests.")
    ]


def sent(event: type[Event]) -> list[str]:
    hidden = event.private | {"occurred_at", "audience"}
    return [field.name for field in fields(event) if field.name not in hidden]


def test_every_event_stands_in_the_documentation(events):
    page = PAGE.read_text(encoding="utf-8")

    for event in events:
        members = ", ".join(f"`{name}`" for name in sent(event))
        assert f"| `{event.topic}` | {members} |" in page


def test_no_event_carries_personal_data(events):
    """WH-08, by the names of what is sent."""
    for event in events:
        for name in sent(event):
            words = name.split("_")
            assert not set(words) & set(PERSONAL), f"{event.topic}: {name}"


def test_every_event_names_the_thing_that_it_is_about(events):
    for event in events:
        assert event.object_field in {field.name for field in fields(event)}, event
