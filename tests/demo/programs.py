"""Running the demo and the walkthrough as people do: as programs."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from marketplace.demo.state import State, running_demo

ROOT = Path(__file__).parents[2]
PEOPLE = 50
START_SECONDS = 180
LEAVE_SECONDS = 40


@dataclass
class DemoProgram:
    """`make demo` in a folder of its own, on free ports, with few people."""

    folder: Path
    port: int = 0
    process: subprocess.Popen[bytes] | None = None
    family: list[psutil.Process] = field(default_factory=list)

    @property
    def log(self) -> Path:
        return self.folder / "demo.log"

    @property
    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def environment(self) -> dict[str, str]:
        inherited = {
            name: value for name, value in os.environ.items() if name != "DATABASE_URL"
        }
        return inherited | {
            "DEMO_FOLDER": str(self.folder),
            "DEMO_PORT": str(self.port),
            "DEMO_PAYMENT_PORT": "0",
            "DEMO_PEOPLE": str(PEOPLE),
        }

    def start(self) -> State:
        """Start it, and wait until it has said that it is ready."""
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "marketplace.demo"],
                cwd=ROOT,
                env=self.environment(),
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_SECONDS
        while "Ctrl-C stops everything" not in self.said:
            assert self.process.poll() is None, self.said
            assert time.monotonic() < deadline, self.said
            time.sleep(0.2)
        self.family = psutil.Process(self.process.pid).children(recursive=True)
        state = running_demo(self.folder)
        assert state is not None
        return state

    def end(self, number: signal.Signals) -> int:
        """Send a signal, and wait for the end of the demo; its exit status."""
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(timeout=LEAVE_SECONDS)

    def left_behind(self) -> list[str]:
        """The programs of the demo that are still there, except its database."""
        servers = [one for one in self.family if not _is_postgres(one)]
        _, alive = psutil.wait_procs(servers, timeout=LEAVE_SECONDS)
        return [" ".join(one.cmdline()) for one in alive]

    def walk(self) -> subprocess.CompletedProcess[str]:
        """`make walkthrough` through this demo."""
        return subprocess.run(
            [sys.executable, "-m", "marketplace.walkthrough"],
            cwd=ROOT,
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )


def _is_postgres(process: psutil.Process) -> bool:
    try:
        return process.name().startswith("postgres")
    except psutil.NoSuchProcess:
        return False
