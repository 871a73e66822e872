"""Requests whose process is killed on the way: run as a program by a test.

Each line of standard input is a JSON document: the `path` and `body` of what is posted,
the `token` and the `key` to send it with, and the `fatal` step. For each, a process is
forked that sends it and kills itself at that step: before and after every statement,
before every commit, and after the last one, before the answer leaves; 0 is the last of
these. Each line of standard output is how that process ended: as os.wait has it, or 0
when it was answered with success.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from flask import Flask
from sqlalchemy import event

from core.settings import Settings
from marketplace.app import create_app
from openapi import idempotency
from tests.factories import authorization


def main() -> None:
    app = create_app(Settings.from_environment())
    say("ready")
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            send_and_die(app, **json.loads(line))
        say(os.waitpid(child, 0)[1])


def say(what: object) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


def send_and_die(
    app: Flask, *, path: str, body: Any, token: str, key: str, fatal: int
) -> None:
    """Send it; die at the fatal step, or leave with 0 when it is answered."""
    watch(app, steps_until(fatal), is_last=fatal == 0)
    response = app.test_client().post(
        path, json=body, headers=authorization(token, key)
    )
    os._exit(0 if response.status_code in (200, 201) else 1)


def steps_until(fatal: int) -> Callable[..., None]:
    taken = 0

    def step(*_: Any) -> None:
        nonlocal taken
        taken += 1
        if taken == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    return step


def watch(app: Flask, step: Callable[..., None], *, is_last: bool) -> None:
    engine = app.extensions["platform"].engine
    for moment in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(engine, moment, step)
    really_respond = idempotency._respond

    def respond(answer: Any) -> Any:
        if is_last:
            os.kill(os.getpid(), signal.SIGKILL)
        step()
        return really_respond(answer)

    idempotency._respond = respond


if __name__ == "__main__":
    main()
