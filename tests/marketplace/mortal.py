"""A program that sends requests and is killed on the way (`dying.py`)."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine

from tests import factories
from tests.serving import ROOT


class Mortal:
    """The program as it runs."""

    def __init__(self, program: "subprocess.Popen[str]") -> None:
        self.program = program

    def send(self, **request: Any) -> int:
        """How the process that sent it ended; 0 if it was not killed."""
        assert self.program.stdin is not None
        assert self.program.stdout is not None
        self.program.stdin.write(json.dumps(request) + "\n")
        self.program.stdin.flush()
        return int(self.program.stdout.readline())


@pytest.fixture
def mortal(committed: Engine) -> Iterator[Mortal]:
    """The program, on the database of this test."""
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.marketplace.dying"],
        cwd=ROOT,
        env=os.environ
        | {
            "MARKETPLACE_ENV": "test",
            "DATABASE_URL": committed.url.render_as_string(hide_password=False),
            "LOG_LEVEL": "WARNING",
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
        yield Mortal(program)
    finally:
        program.communicate(timeout=30)


def retry(app: Flask, *, path: str, body: Any, token: str, key: str) -> Any:
    """As an honest client does: again, until the server has noticed the death."""
    while True:
        answer = app.test_client().post(
            path, json=body, headers=factories.authorization(token, key)
        )
        if answer.status_code != 409:
            return answer
