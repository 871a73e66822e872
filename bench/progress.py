"""A line for each step of a measurement, so that one sees that it goes on."""

from time import monotonic

_BEGAN = monotonic()


def step(what: str) -> None:
    """Say what is done next, and how long it is since the program began."""
    minutes, seconds = divmod(round(monotonic() - _BEGAN), 60)
    print(f"  {minutes:3}:{seconds:02} {what}", flush=True)
