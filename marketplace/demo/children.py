"""The demo's processes: started, watched and stopped together."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import IO

from marketplace.demo.errors import DemoStopped
from marketplace.demo.options import ROOT

STOP_SECONDS = 15.0
PAUSE_SECONDS = 0.1
LAST_LINES = 15


@dataclass(frozen=True)
class Child:
    """A process that runs, and the file into which it speaks."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    def check(self) -> None:
        """Raise DemoStopped with its last words if it has ended."""
        status = self.process.poll()
        if status is not None:
            raise DemoStopped(
                f"The {self.name} ended by itself (status {status}). Its last words,"
                f" from {self.log}:\n{last_lines(self.log)}"
            )


class Children:
    """All processes of a demo, with the guard that ends them if we are killed."""

    def __init__(self, folder: Path, *, patience: float = STOP_SECONDS) -> None:
        self._folder = folder
        self._patience = patience
        self._children: list[Child] = []
        self._guard: subprocess.Popen[str] | None = None

    def start(
        self, name: str, command: Sequence[str], environment: Mapping[str, str]
    ) -> Child:
        """Start a Python module with arguments, in a process group of its own.

        So Ctrl-C in the terminal reaches the demo alone, which stops them in order.
        """
        log = self._folder / f"{name.replace(' ', '-')}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", *command],
                cwd=ROOT,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        child = Child(name, process, log)
        self._children.append(child)
        self._tell_guard("watch", process.pid)
        return child

    def await_answer(
        self, child: Child, is_ready: Callable[[], bool], *, seconds: float
    ) -> None:
        """Wait until it is ready. Raises DemoStopped if it ends or takes too long."""
        deadline = monotonic() + seconds
        while not is_ready():
            child.check()
            if monotonic() > deadline:
                raise DemoStopped(
                    f"The {child.name} does not answer after {seconds:.0f} seconds. Its"
                    f" last words, from {child.log}:\n{last_lines(child.log)}"
                )
            sleep(PAUSE_SECONDS)

    def check(self) -> None:
        """Raise DemoStopped when one of them has ended."""
        for child in self._children:
            child.check()

    def stop(self) -> None:
        """Ask all to stop, the last started first; kill those that do not."""
        for child in reversed(self._children):
            child.process.terminate()
        deadline = monotonic() + self._patience
        for child in reversed(self._children):
            try:
                child.process.wait(max(0.0, deadline - monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(child.process.pid, signal.SIGKILL)
                child.process.wait()
            self._tell_guard("forget", child.process.pid)
        self._children.clear()
        if self._guard is not None:
            _input_of(self._guard).close()
            self._guard.wait()
            self._guard = None

    def _tell_guard(self, order: str, group: int) -> None:
        if self._guard is None:
            self._guard = subprocess.Popen(
                [sys.executable, "-m", "marketplace.demo.guard"],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                text=True,
                start_new_session=True,
            )
        told = _input_of(self._guard)
        told.write(f"{order} {group}\n")
        told.flush()


def last_lines(log: Path) -> str:
    """The end of what a process said."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join(lines[-LAST_LINES:]) or "(nothing)"


def _input_of(process: subprocess.Popen[str]) -> IO[str]:
    if process.stdin is None:
        raise ValueError("The process was started without a pipe.")
    return process.stdin
