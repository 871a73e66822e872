"""The server's main process: who it is, whether it lives, how it is stopped."""

import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from core.postgres.errors import PostgresFailed

FAST_STOP_SECONDS = 30.0
IMMEDIATE_STOP_SECONDS = 10.0


@dataclass(frozen=True)
class Postmaster:
    """A running server, as its postmaster.pid names it."""

    data: Path
    pid: int
    port: int

    def is_alive(self) -> bool:
        return runs_server(self.pid, self.data)

    def stop(self) -> None:
        """Fast shutdown: sessions are cut off, everything committed is on disk.

        A server that does not leave in time gets the immediate shutdown, from which
        the next start recovers. Raises PostgresFailed if even that does not help.
        """
        for number, seconds in (
            (signal.SIGINT, FAST_STOP_SECONDS),
            (signal.SIGQUIT, IMMEDIATE_STOP_SECONDS),
        ):
            self._send(number)
            if self._gone_within(seconds):
                return
        raise PostgresFailed(
            f"The database server (process {self.pid}) did not stop; end it by hand."
        )

    def _send(self, number: signal.Signals) -> None:
        if self.is_alive():
            os.kill(self.pid, number)

    def _gone_within(self, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while self.is_alive():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.02)
        return True


def running_postmaster(data: Path) -> Postmaster | None:
    """The live server of this data folder; None when there is only a leftover."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return None
    # Written line by line while the server starts: pid, data, start time, port.
    if len(lines) < 4 or not (lines[0].isdigit() and lines[3].isdigit()):
        return None
    found = Postmaster(data, int(lines[0]), int(lines[3]))
    return found if found.is_alive() else None


def clear_leftovers(data: Path) -> None:
    """Remove the pid file of a server that is gone.

    PostgreSQL asks only whether any process has the pid it finds there, so that a
    zombie under a slow init, or a stranger with a reused pid, keeps it from starting.
    We know better. Backends that outlive their postmaster are still noticed, by the
    shared memory that they hold.
    """
    pid_file = data / "postmaster.pid"
    try:
        first = pid_file.read_text().split("\n", 1)[0]
    except FileNotFoundError:
        return
    if not (first.isdigit() and runs_server(int(first), data)):
        pid_file.unlink(missing_ok=True)


def runs_server(pid: int, data: Path) -> bool:
    """Whether this process is the server of this data folder, and not a zombie."""
    arguments = _command_line(pid)
    return str(data) in arguments


def _command_line(pid: int) -> list[str]:
    """A process's arguments; none for one that is gone or a zombie."""
    if Path("/proc/self/cmdline").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_text().split("\0")
        except (FileNotFoundError, ProcessLookupError):
            return []
    # macOS has no /proc. Arguments with spaces come apart, so the last one, which
    # start_postmaster makes the data folder, is taken from the end of the line.
    listed = subprocess.run(
        ["ps", "-o", "command=", "-p", str(pid)],
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    _, separator, folder = listed.partition(" -D ")
    return [folder] if separator else []
