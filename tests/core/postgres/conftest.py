"""A folder for a real server, and the certainty that nothing of it stays."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture
def directory(tmp_path: Path):
    """A folder for one server, which is stopped whatever the test did to it."""
    folder = tmp_path / "server"
    yield folder
    subprocess.run(
        [sys.executable, "-m", "core.postgres", "remove", folder],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
