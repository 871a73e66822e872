"""Node and the libraries of tests/interop/js, for tests driven from JavaScript."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.node import BIN, libraries, run


@pytest.fixture(scope="session")
def node_libraries() -> Path:
    """The folder with the locked libraries installed, once for all workers."""
    return libraries()


@pytest.fixture
def run_node(node_libraries: Path) -> Callable[..., Any]:
    """Run a script of tests/interop/js with one JSON argument; what it prints last.

    A script reads its argument by `input()` of harness.mjs, and ends with `done(...)`;
    if it fails, so does the test, with what it said.
    """

    def run_script(script: str, argument: Any, *, timeout: float = 60) -> Any:
        command = [
            *(sys.executable, BIN / "node"),
            *(node_libraries / script, json.dumps(argument)),
        ]
        done = run(command, timeout=timeout)
        if done.returncode != 0:
            pytest.fail(f"{script} failed:\n{done.stdout}\n{done.stderr}")
        return json.loads(done.stdout.strip().splitlines()[-1])

    return run_script
