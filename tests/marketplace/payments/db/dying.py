"""A worker that is killed at the worst moment: run as a program by a test.

Arguments: the database's address, the payment partner's, and `before` or `after`: it
kills itself just before or just after the partner has carried out the payment.
"""

import os
import signal
import sys

from core.clock import now
from core.settings import Settings
from marketplace.app import make_platform
from marketplace.payments import steps
from tests.marketplace.payments.making import make_client


def main() -> None:
    database_url, partner_url, moment = sys.argv[1:]
    make_platform(Settings.from_environment({"DATABASE_URL": database_url}))
    really_converse = steps.converse

    def converse_and_die(*args, **kwargs):
        if moment == "after":
            really_converse(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)

    steps.converse = converse_and_die
    steps.step_payment(make_client(partner_url), at=now())


if __name__ == "__main__":
    main()
