"""Node and the libraries of tests/interop/js, as they are locked there."""

import fcntl
import hashlib
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

JS = Path(__file__).parent / "interop" / "js"
BIN = Path(sys.executable).parent


@cache
def libraries() -> Path:
    """The folder with the locked libraries installed, once for all workers."""
    stamp = JS / "node_modules" / ".installed"
    wanted = hashlib.sha256((JS / "package-lock.json").read_bytes()).hexdigest()
    with (JS / ".install.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not stamp.exists() or stamp.read_text() != wanted:
            # By the interpreter, as a command of a folder that was moved has lost it.
            npm = [sys.executable, BIN / "npm", "ci", "--ignore-scripts"]
            done = run(npm, timeout=300)
            assert done.returncode == 0, (
                f"npm ci failed in {JS}:\n{done.stderr[-2000:]}"
            )
            stamp.write_text(wanted)
    return JS


def run(command: list[Any], *, timeout: float) -> subprocess.CompletedProcess[str]:
    """A command in that folder, with this environment's programs before others."""
    return subprocess.run(
        [str(part) for part in command],
        cwd=JS,
        env=os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"},
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
