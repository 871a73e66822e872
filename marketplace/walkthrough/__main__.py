"""`make walkthrough`: walk through the running demo, or through one started for it."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from time import monotonic

import httpx
from oauthlib.oauth2 import OAuth2Error
from requests.exceptions import RequestException
from rich.console import Console

from marketplace.demo.arguments import take_no_arguments
from marketplace.demo.errors import DemoStopped
from marketplace.demo.options import Options
from marketplace.demo.running import demo
from marketplace.demo.state import State, running_demo
from marketplace.walkthrough.chapters import (
    books,
    called_off,
    catalogue,
    certificate,
    copying,
    high_security,
    incentive,
    learning,
    linking,
    ordering,
    programme,
    single_purchase,
    too_dear,
    webhooks,
)
from marketplace.walkthrough.chapters.listening import listeners
from marketplace.walkthrough.promises import BrokenPromise
from marketplace.walkthrough.receiver import Receiver
from marketplace.walkthrough.screen import Screen
from marketplace.walkthrough.stage import Stage
from marketplace.walkthrough.talking import Api

# What shells say of a program that Ctrl-C ended.
INTERRUPTED = 130

# oauthlib refuses plain http otherwise; the demo is on the loopback address.
os.environ.setdefault("OAUTHLIB_INSECURE_TRANSPORT", "1")


def main(arguments: list[str] | None = None) -> int:
    """The exit status: 0 when every step was as promised."""
    take_no_arguments("python -m marketplace.walkthrough", __doc__, arguments)
    console = Console(highlight=False)
    screen = Screen(console)
    began = monotonic()
    try:
        with _running(Options.from_environment(), console) as state:
            _walk(state, screen)
    except (BrokenPromise, httpx.HTTPError, RequestException, OAuth2Error) as error:
        screen.fail(str(error))
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED
    except DemoStopped as error:
        screen.fail(f"The demo did not start. {error}")
        return 1
    screen.finish(
        f"Every step was as promised ({monotonic() - began:.0f} seconds):"
        " from sign-in to incentive."
    )
    return 0


def _walk(state: State, screen: Screen) -> None:
    api = Api(state.web, screen)
    with Receiver() as receiver:
        stage = Stage(state, screen, api, receiver)
        with listeners(stage) as listening:
            newcomer = programme.walk(stage)
            link = linking.walk(stage, newcomer)
            high_security.walk(stage, newcomer)
            choice = catalogue.walk(stage)
            copying.walk(stage, choice)
            ordering.walk(stage, link, choice)
            order = single_purchase.walk(stage, newcomer, choice)
            too_dear.walk(stage, choice)
            called_off.walk(stage, choice)
            completion = learning.walk(stage, newcomer, choice, order)
            certificate.walk(stage, newcomer, completion)
            incentive.walk(stage, newcomer, choice)
            webhooks.walk(stage, listening, order)
        books.walk(stage)
        newcomer.browser.close()
    api.close()


@contextmanager
def _running(options: Options, console: Console) -> Iterator[State]:
    """The demo that runs already, or one of our own on whatever ports are free."""
    state = running_demo(options.folder)
    if state is not None:
        console.print(f"Walking through the demo on {state.web}.")
        yield state
        return
    console.print("No demo runs; starting one for the walk.")
    free = replace(options, port=0, payment_port=0)
    with demo(free, lambda line: console.print(f"· {line}", soft_wrap=True)) as own:
        yield own.state


if __name__ == "__main__":
    sys.exit(main())
