"""Every text of a page exists in Indonesian, and the compiled catalogue is current."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_every_text_of_the_pages_is_translated():
    """`make translations` collects the texts and says which are missing."""
    check = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "translations"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert check.returncode == 0, check.stdout
