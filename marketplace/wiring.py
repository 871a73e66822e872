"""Who hears of which event, and which jobs exist.

The one place where an upper floor subscribes to a lower one. Called by the web
process, by workers and by commands alike.
"""


def wire() -> None:
    """Subscribe every in-transaction subscriber; calling it again has no effect."""
