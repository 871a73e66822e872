"""Each organisation's own log of events: GET /v1/events, and what webhooks carry.

The relay numbers all events; here each organisation gets a log of those that concern
it, with numbers of its own and without gaps, and a version for each object in it
(decision 14). A reader who has read up to a number has read all up to it, and a
receiver sees by a missing number that it has missed something.
"""

from partners.feed.models import FeedEntry

__all__ = ["FeedEntry"]
