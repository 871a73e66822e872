"""The command lines of the demo and its walkthrough, which take variables alone."""

import argparse
from typing import NoReturn

from marketplace.demo.options import Options

_VARIABLES = f"""\
variables:
  DEMO_PORT          where it listens; 0 takes any free port ({Options.port})
  DEMO_PAYMENT_PORT  where the simulated payment partner does ({Options.payment_port})
  DEMO_PEOPLE        how many people are made up ({Options.people})
  DEMO_FOLDER        where it keeps its files (.demo)
  DATABASE_URL       an empty database of your own, instead of one that it brings
"""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Refuse in a sentence that says what can be given instead."""
        self.exit(
            2,
            f"{self.prog} takes no arguments ({message}). It is told by variables what"
            " to do: --help lists them.\n",
        )


def take_no_arguments(program: str, purpose: str, given: list[str] | None) -> None:
    """Print the help that is asked for, or refuse what cannot be; both exit.

    `given` None are the arguments of this process.
    """
    _Parser(
        prog=program,
        description=purpose,
        epilog=_VARIABLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    ).parse_args(given)
