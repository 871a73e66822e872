"""`make demo` and `make walkthrough`, as programs and over real HTTP."""

import signal
from subprocess import CompletedProcess
from urllib.parse import urlsplit

import pytest

from marketplace.demo.state import running_demo
from tests.demo.programs import DemoProgram

pytestmark = pytest.mark.slow


def test_a_demo_is_walked_through_killed_started_again_and_walked_through_again(
    demo_program: DemoProgram,
):
    """Steps 2 to 10 of the main job. kill -9 leaves no process that keeps the port, and
    no data that breaks the next start; each walk brings its own people."""
    port = urlsplit(demo_program.start().web).port
    assert port is not None
    assert_as_promised(demo_program.walk())

    assert demo_program.end(signal.SIGKILL) == -signal.SIGKILL
    assert demo_program.left_behind() == []

    demo_program.port = port
    demo_program.start()
    assert "Made up: 0 people are new." in demo_program.said
    assert_as_promised(demo_program.walk())

    assert demo_program.end(signal.SIGINT) == 0
    assert demo_program.left_behind() == []
    assert running_demo(demo_program.folder) is None


def assert_as_promised(walk: CompletedProcess[str]) -> None:
    assert walk.returncode == 0, walk.stdout[-3000:] + walk.stderr[-2000:]
    assert "trial balance IDR: 0" in walk.stdout
    assert "Every step was as promised" in walk.stdout
