"""Why a demo does not start, or stops."""


class DemoStopped(Exception):
    """The demo cannot go on; the message says why and what to do about it."""
