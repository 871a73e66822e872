"""Serving the application for real: Granian in processes of its own, on loopback."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil

ROOT = Path(__file__).parents[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class WebServer:
    """Granian workers with four threads each; two of them, as in production."""

    database_url: str
    port: int = field(default_factory=free_port)
    environment: dict[str, str] = field(default_factory=dict)
    workers: int = 2
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, *, timeout: float = 60) -> None:
        """Start, and wait until it says that it is ready."""
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"),
                *("--host", "127.0.0.1", "--port", str(self.port)),
                *("--workers", str(self.workers)),
                *("--blocking-threads", "4", "wsgi:app"),
            ],
            cwd=ROOT,
            env=os.environ
            | {
                "MARKETPLACE_ENV": "test",
                "DATABASE_URL": self.database_url,
                "PUBLIC_URL": self.url,
                "LOG_LEVEL": "WARNING",
            }
            | self.environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            try:
                if httpx.get(f"{self.url}/readyz", timeout=2).status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.05)
        raise TimeoutError("The web server did not become ready.")

    def kill(self) -> None:
        """kill -9 of the server and of every worker of it."""
        assert self.process is not None
        family = psutil.Process(self.process.pid).children(recursive=True)
        for member in [psutil.Process(self.process.pid), *family]:
            member.send_signal(signal.SIGKILL)
        self.process.wait(timeout=10)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self.kill()


@contextmanager
def serving(
    database_url: str, *, workers: int = 2, **environment: str
) -> Iterator[WebServer]:
    """A web server for the length of a block."""
    server = WebServer(database_url, environment=environment, workers=workers)
    try:
        server.start()
        yield server
    finally:
        server.stop()
