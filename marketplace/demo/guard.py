"""Ends the demo's processes when the demo itself is killed: `python -m …demo.guard`.

The demo tells it on standard input whom to `watch` and whom to `forget`. The end of
that input, whatever the reason, means that the demo is gone: even kill -9 closes it.
"""

import os
import signal
import sys
import time
from collections.abc import Iterable

PATIENCE_SECONDS = 10.0
PAUSE_SECONDS = 0.1


def main() -> None:
    """Listen until the demo is gone; then end the groups that it left."""
    groups = listen(sys.stdin)
    _signal_all(groups, signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and _signal_all(groups, 0):
        time.sleep(PAUSE_SECONDS)
    _signal_all(groups, signal.SIGKILL)


def listen(lines: Iterable[str]) -> set[int]:
    """The process groups to end, once the lines are over."""
    groups: set[int] = set()
    for line in lines:
        order, _, group = line.partition(" ")
        if order == "watch":
            groups.add(int(group))
        else:
            groups.discard(int(group))
    return groups


def _signal_all(groups: Iterable[int], number: int) -> int:
    """Send a signal to each group (0 only looks); how many are still there."""
    there = 0
    for group in groups:
        try:
            os.killpg(group, number)
        except ProcessLookupError:
            continue
        there += 1
    return there


if __name__ == "__main__":
    main()
