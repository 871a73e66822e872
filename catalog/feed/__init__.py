"""The catalogue feed: what each platform sells, as numbered changes it can follow.

A snapshot, the changes after a number, and a checksum of the whole by which a platform
proves that it missed nothing. Not to be confused with partners/feed, the log of events.
"""

from catalog.feed.events import CatalogChanged
from catalog.feed.models import (
    CatalogChange,
    CatalogFeed,
    CatalogHold,
    CatalogMark,
    CatalogRefresh,
)

__all__ = [
    "CatalogChange",
    "CatalogChanged",
    "CatalogFeed",
    "CatalogHold",
    "CatalogMark",
    "CatalogRefresh",
]
