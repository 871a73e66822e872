"""`python -m marketplace.seed`: fill the database at DATABASE_URL for a demo."""

import sys

from core.clock import now
from core.settings import Settings
from marketplace.app import make_platform
from marketplace.seed.run import seed


def main() -> None:
    """Seed, and tell each step on standard output."""
    settings = Settings.from_environment()
    platform = make_platform(settings)
    try:
        seed(settings, at=now(), say=_say)
    finally:
        platform.engine.dispose()


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
