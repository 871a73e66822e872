import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.demo.programs import ROOT, DemoProgram


@pytest.fixture
def demo_folder(request: pytest.FixtureRequest) -> Iterator[Path]:
    """A folder that the database server's account can enter, unlike pytest's own."""
    folder = ROOT / ".postgres" / f"demo-{request.node.name[:30]}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    yield folder
    subprocess.run(
        [sys.executable, "-m", "core.postgres", "remove", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def demo_program(demo_folder: Path) -> Iterator[DemoProgram]:
    program = DemoProgram(demo_folder)
    yield program
    if program.process is not None and program.process.poll() is None:
        program.end(signal.SIGKILL)
