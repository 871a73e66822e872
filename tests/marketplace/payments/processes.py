"""Starting the programs that stand in for payment partners, as own processes."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[3]
READY = re.compile(rb"http://127\.0\.0\.1:\d+")


@dataclass(frozen=True)
class Simulator:
    """A running simulated partner, and its dial and ledger."""

    url: str
    process: subprocess.Popen[bytes]
    http: httpx.Client

    def break_down(self, **faults: Any) -> None:
        self.http.post("/_faults", json=faults).raise_for_status()

    def repair(self) -> None:
        state = self.http.get("/_faults").json()
        counts = dict.fromkeys(state["about"], 0)
        self.break_down(**counts, slow_seconds=0, refuse=[], fail=[])

    def paid_for(self, order_id: str) -> dict[str, int]:
        return self.orders().get(order_id, {"payouts": 0, "amount": 0, "failed": 0})

    def orders(self) -> dict[str, dict[str, int]]:
        return self.http.get("/_ledger").json()["orders"]

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(10)


@contextmanager
def running_simulator(*options: str) -> Iterator[Simulator]:
    command = ["-m", "marketplace.payments.simulator", "--settle-seconds", "0.2"]
    with (
        running([*command, *options]) as (url, process),
        httpx.Client(base_url=url) as http,
    ):
        yield Simulator(url, process, http)


@contextmanager
def running(
    arguments: list[str], **environment: str
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Run Python on the arguments until the block ends; gives the address it prints."""
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1", **environment},
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        address = None
        while address is None:
            line = process.stdout.readline()
            assert line, "The program ended before it was ready."
            address = READY.search(line)
        yield address[0].decode(), process
    finally:
        process.kill()
        process.wait(10)
        process.stdout.close()
