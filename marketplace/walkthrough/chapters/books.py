"""The proof that no rupiah was made or lost."""

import os
import subprocess
import sys

from marketplace.demo.options import ROOT
from marketplace.walkthrough.promises import promise
from marketplace.walkthrough.stage import Stage

COMMAND = ("flask", "--app", "wsgi", "ledger", "prove")


def walk(stage: Stage) -> None:
    """Prove the books over the whole database, while it is in use."""
    stage.screen.chapter(
        "The books are proved",
        "The operator's command reads every entry and posting in one snapshot: the"
        " trial balance is zero, and every stored balance equals its postings.",
    )
    done = subprocess.run(
        [sys.executable, "-m", *COMMAND],
        cwd=ROOT,
        env=os.environ
        | {"DATABASE_URL": stage.demo.database_url, "LOG_LEVEL": "WARNING"},
        capture_output=True,
        text=True,
        check=False,
    )
    stage.screen.say(f"$ {' '.join(COMMAND)}\n{done.stdout.strip()}")
    promise(done.returncode == 0, f"The books do not hold. {done.stderr[-500:]}")
    stage.screen.learned("The books hold.")
