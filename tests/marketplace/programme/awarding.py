"""A worker in a process of its own that makes awards until it is killed.

Started as `python awarding.py <batch id>` with the settings in the environment.
"""

import sys
from uuid import UUID

from core.clock import now
from core.settings import Settings
from core.unit_of_work import unit_of_work
from marketplace.app import make_platform
from marketplace.programme.services.award import award_next


def main() -> None:
    make_platform(Settings.from_environment())
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    done = 1
    while done:
        with unit_of_work("awarding") as session:
            done = award_next(session, batch_id=UUID(sys.argv[1]), at=now(), limit=5)


if __name__ == "__main__":
    main()
