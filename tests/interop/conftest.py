"""Node and the libraries of tests/interop/js, for tests driven from JavaScript."""

import fcntl
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

JS = Path(__file__).parent / "js"
BIN = Path(sys.executable).parent


@pytest.fixture(scope="session")
def node_libraries() -> Path:
    """The folder with the locked libraries installed, once for all workers."""
    stamp = JS / "node_modules" / ".installed"
    wanted = hashlib.sha256((JS / "package-lock.json").read_bytes()).hexdigest()
    with (JS / ".install.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not stamp.exists() or stamp.read_text() != wanted:
            done = _run([BIN / "npm", "ci", "--ignore-scripts"], timeout=300)
            if done.returncode != 0:
                pytest.fail(f"npm ci failed in {JS}:\n{done.stderr[-2000:]}")
            stamp.write_text(wanted)
    return JS


@pytest.fixture
def run_node(node_libraries: Path) -> Callable[..., Any]:
    """Run a script of tests/interop/js with one JSON argument; what it prints last.

    A script reads its argument by `input()` of harness.mjs, and ends with `done(...)`;
    if it fails, so does the test, with what it said.
    """

    def run(script: str, argument: Any, *, timeout: float = 60) -> Any:
        command = [BIN / "node", node_libraries / script, json.dumps(argument)]
        done = _run(command, timeout=timeout)
        if done.returncode != 0:
            pytest.fail(f"{script} failed:\n{done.stdout}\n{done.stderr}")
        return json.loads(done.stdout.strip().splitlines()[-1])

    return run


def _run(command: list[Any], *, timeout: float) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command],
        cwd=JS,
        env=os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"},
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
