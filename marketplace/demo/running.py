"""A demo from its first step to its last."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import monotonic, sleep

from marketplace.demo.children import Children
from marketplace.demo.database import database_on, fill, start_server
from marketplace.demo.errors import DemoStopped
from marketplace.demo.keys import Keys, keys_in
from marketplace.demo.options import Options
from marketplace.demo.ports import HOST, take_port
from marketplace.demo.state import (
    State,
    answers,
    forget_state,
    running_demo,
    write_state,
)
from marketplace.demo.ways_in import accounts_of, clients

READY_SECONDS = 60.0
WATCH_SECONDS = 1.0
CALLBACKS = "/v1/payment-partner/callbacks"

Say = Callable[[str], None]


@dataclass(frozen=True)
class Demo:
    """A demo that runs, and the seconds that it took to start."""

    state: State
    took: float
    _children: Children

    def watch(self) -> None:
        """Stay until a process ends by itself, which raises DemoStopped."""
        while True:
            self._children.check()
            sleep(WATCH_SECONDS)


@contextmanager
def demo(options: Options, say: Say) -> Iterator[Demo]:
    """A demo for the length of a block; everything is stopped at its end.

    Each step is told through `say`. Raises DemoStopped with what to do about it.
    """
    began = monotonic()
    options.folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        stack.enter_context(_alone(options.folder))
        web = f"http://{HOST}:{take_port(options.port, 'DEMO_PORT')}"
        partner_port = take_port(options.payment_port, "DEMO_PAYMENT_PORT")
        partner = f"http://{HOST}:{partner_port}"
        keys = keys_in(options.folder)
        database_url = options.database_url
        if database_url is None:
            say("Starting a PostgreSQL server of its own.")
            server = stack.enter_context(start_server(options))
            database_url = database_on(server, keys)
        environment = _environment(
            keys, options, database_url=database_url, web=web, partner=partner
        )
        seeded = fill(environment, people=options.people, say=say)
        children = Children(options.folder)
        stack.callback(say, "Stopped.")
        stack.callback(children.stop)
        stack.callback(say, "Stopping …")
        _start_all(children, environment, web, partner, options.folder, say)
        state = State(
            web=web,
            payment_partner=partner,
            database_url=database_url,
            accounts=accounts_of(seeded),
            clients=clients(),
        )
        stack.callback(forget_state, options.folder)
        write_state(options.folder, state)
        yield Demo(state, monotonic() - began, children)


def _start_all(
    children: Children,
    environment: dict[str, str],
    web: str,
    partner: str,
    folder: Path,
    say: Say,
) -> None:
    say(f"Starting a simulated payment partner on {partner}.")
    simulator = children.start(
        "payment partner",
        [
            *("marketplace.payments.simulator", "--port", partner.rpartition(":")[2]),
            *("--state", str(folder / "payment-partner.sqlite")),
            *("--webhook-url", web + CALLBACKS),
        ],
        environment,
    )
    say(f"Starting the web server on {web}.")
    server = children.start(
        "web server",
        [
            *("granian", "--interface", "wsgi", "--no-ws", "--host", HOST),
            *("--port", web.rpartition(":")[2]),
            *("--workers", "2", "--blocking-threads", "4", "wsgi:app"),
        ],
        environment,
    )
    say("Starting a worker.")
    children.start("worker", ["flask", "--app", "wsgi", "jobs", "work"], environment)
    for child, address in (
        (simulator, f"{partner}/_faults"),
        (server, f"{web}/readyz"),
    ):
        children.await_answer(child, partial(answers, address), seconds=READY_SECONDS)
    children.check()


def _environment(
    keys: Keys, options: Options, *, database_url: str, web: str, partner: str
) -> dict[str, str]:
    """The variables of every process: ours, unless they are about addresses."""
    return {
        **keys.as_settings(),
        "LOG_LEVEL": "WARNING",
        **os.environ,
        "MARKETPLACE_ENV": "development",
        "DATABASE_URL": database_url,
        "PUBLIC_URL": web,
        "PAYMENT_URL": partner,
        "ALLOW_PRIVATE_WEBHOOKS": "true",
        "MAIL_FOLDER": str(options.folder / "mail"),
        "FILES_FOLDER": str(options.folder / "files"),
        "SIMULATOR_SECRET_KEY": os.environ.get("PAYMENT_KEY", keys.payment_key),
        "SIMULATOR_WEBHOOK_SECRET": os.environ.get(
            "PAYMENT_WEBHOOK_SECRET", keys.payment_webhook_secret
        ),
    }


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One demo per folder. The lock goes with its holder, however that ends."""
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            running = running_demo(folder)
            where = f" on {running.web}" if running else ", or is starting"
            raise DemoStopped(f"A demo already runs from {folder}{where}.") from error
        yield
