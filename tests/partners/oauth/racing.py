"""Ten at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

WORKERS = 10


def at_once(work: Callable[[int], Any]) -> list[Any]:
    """Run `work` in ten threads that start together."""
    barrier = Barrier(WORKERS)

    def start(number: int) -> Any:
        barrier.wait()
        return work(number)

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(start, range(WORKERS)))
