"""What a course is called in lists and letters."""

from collections.abc import Mapping
from typing import Any


def title_of(content: Mapping[str, Any]) -> str:
    """The title in Indonesian, or in English where it has no other."""
    title = content.get("title") or {}
    return title.get("id") or title.get("en") or "-"
