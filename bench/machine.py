"""What a measurement runs on: a PostgreSQL of its own and Granian, both real."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, create_engine

from core import migrations
from core.postgres import ensure_server

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / ".postgres" / "bench"


@contextmanager
def database(name: str) -> Iterator[Engine]:
    """A migrated, empty database on a server that syncs each commit to the disk."""
    given = os.environ.get("BENCH_DATABASE_URL")
    if given:
        engine = create_engine(given)
        migrations.upgrade(engine)
        yield engine
        engine.dispose()
        return
    with ensure_server(FOLDER) as server:
        server.drop_database(name)
        server.create_database(name)
        engine = create_engine(server.url(name))
        migrations.upgrade(engine)
        try:
            yield engine
        finally:
            engine.dispose()
            server.drop_database(name)


@contextmanager
def granian(target: str, **environment: str) -> Iterator[int]:
    """A WSGI application on two workers of four threads; its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"),
            *("--host", "127.0.0.1", "--port", str(port)),
            *("--workers", "2", "--blocking-threads", "4", target),
        ],
        cwd=ROOT,
        env=os.environ | environment,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait_for(port)
        yield port
    finally:
        _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=10)


def pgbench_program() -> str:
    """Where pgbench is; ends the program with what to install when it is nowhere."""
    found = shutil.which("pgbench")
    if found is None:
        raise SystemExit(
            "pgbench was not found: install PostgreSQL's contrib programs"
            " (Debian: apt-get install postgresql-contrib, macOS: brew install"
            " postgresql), then run `make bench` again."
        )
    return found


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError("The server did not start.")
