"""PD-01: kill -9 in the middle of sealing anew leaves every value readable."""

import base64
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core import unit_of_work
from core.privacy.tasks import reseal_pass
from tests.core.privacy.keys import (
    AFTER,
    BEFORE,
    INDEX,
    NEW,
    OLD,
    ROTATED,
    contents,
    fill,
    values_under,
)
from tests.soak import sized

ROOT = Path(__file__).parents[3]
ROWS = sized(6, 60)
KILLS = sized(5, 50)


def _base64(key: bytes) -> str:
    return base64.b64encode(key).decode()


def killed_pass(address: str, dice: random.Random) -> None:
    """Start a pass in a process of its own, and kill it somewhere on its way."""
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("resealing.py"))],
        cwd=ROOT,
        env=os.environ
        | {
            "PYTHONPATH": str(ROOT),
            "MARKETPLACE_ENV": "test",
            "DATABASE_URL": address,
            "DATA_KEYS": f"new:{_base64(NEW)},old:{_base64(OLD)}",
            "INDEX_KEY": _base64(INDEX),
            "LOG_LEVEL": "ERROR",
        },
        stdout=subprocess.PIPE,
    )
    try:
        for _ in range(dice.randint(1, 2 * ROWS)):
            process.stdout.readline()
        time.sleep(dice.random() / 200)
    finally:
        process.kill()
        process.communicate()


@pytest.mark.race
@pytest.mark.slow
def test_pd_01_killed_while_sealing_anew_every_value_still_opens(committed, issuer, at):
    dice = random.Random(5)
    unit_of_work.configure(unit_of_work.make_sessions(committed, BEFORE, issuer))
    with unit_of_work.unit_of_work("test") as session:
        for _ in range(ROWS):
            fill(session, at)
        before = contents(session, BEFORE)
    address = committed.url.render_as_string(hide_password=False)
    unit_of_work.configure(unit_of_work.make_sessions(committed, ROTATED, issuer))

    under_way = []
    for _ in range(KILLS):
        killed_pass(address, dice)
        with unit_of_work.unit_of_work("test") as session:
            assert contents(session, ROTATED) == before
            under_way.append(values_under(session, "new"))
    assert any(0 < count < len(before) for count in under_way)

    list(reseal_pass())
    with unit_of_work.unit_of_work("test") as session:
        assert contents(session, AFTER) == before
