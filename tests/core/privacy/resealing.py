"""A program that seals everything anew, a row at a time, to be killed on the way.

Started with the settings of the platform in the environment.
"""

import sys

import marketplace.models  # noqa: F401 (the tables with sealed columns)
from core.privacy.tasks import reseal_pass
from core.settings import Settings
from marketplace.app import make_platform


def main() -> None:
    make_platform(Settings.from_environment())
    for chunk in reseal_pass(limit=1):
        sys.stdout.write(f"{chunk.resealed}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
