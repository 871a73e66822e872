"""Sending a part of an organisation's log to one of its endpoints once more.

An owner asks for a range of sequences or of time, for types, for events or for what was
given up. A job makes the deliveries bit by bit and remembers how far it came, so that
it can be killed and begun again at any point.
"""

from partners.webhooks.replays.models import Replay, ReplayStatus

__all__ = ["Replay", "ReplayStatus"]
