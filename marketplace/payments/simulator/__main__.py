"""Run the simulated payment partner: `python -m marketplace.payments.simulator`."""

import argparse
import json
import os
import signal
import sys
import threading
import time
from types import FrameType

from werkzeug.serving import WSGIRequestHandler, make_server

from marketplace.payments.simulator.accounts import Accounts
from marketplace.payments.simulator.app import Partner, create_app
from marketplace.payments.simulator.events import Events
from marketplace.payments.simulator.execution import Execution
from marketplace.payments.simulator.faults import COUNTED, Faults
from marketplace.payments.simulator.idempotency import Keys
from marketplace.payments.simulator.payouts import Payouts
from marketplace.payments.simulator.store import Store

HOST = "127.0.0.1"
SECRET_KEY = "sk_test_simulator"  # noqa: S105 -- opens nothing but this simulator
WEBHOOK_SECRET = "whsec_simulator"  # noqa: S105 -- as above
PAUSE_SECONDS = 0.1


class _QuietHandler(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing about ordinary requests: a demo shows its own story."""


def main() -> None:
    """Serve on the loopback address until told to stop."""
    options = _options()
    partner, events = _assemble(options)
    server = make_server(
        HOST,
        options.port,
        create_app(partner),
        threaded=True,
        request_handler=_QuietHandler,
    )
    threading.Thread(
        target=_settle_and_deliver, args=(partner.payouts, events), daemon=True
    ).start()
    signal.signal(signal.SIGTERM, _leave)
    print(f"payment simulator ready on http://{HOST}:{server.server_port}", flush=True)
    server.serve_forever()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m marketplace.payments.simulator",
        description="A simulated payment partner with a Stripe-style payout API. "
        "The secrets come from SIMULATOR_SECRET_KEY and SIMULATOR_WEBHOOK_SECRET.",
        epilog="Faults: "
        + "; ".join(f"{name}: {text}" for name, text in COUNTED.items()),
    )
    parser.add_argument("--port", type=int, default=0, help="0 takes a free port")
    parser.add_argument("--webhook-url", help="where callbacks go; without it, nowhere")
    parser.add_argument("--state", default=":memory:", help="a file that survives us")
    parser.add_argument(
        "--settle-seconds", type=float, default=1.0, help="how long payouts pend"
    )
    parser.add_argument(
        "--faults", default="{}", help="as posted to /_faults: '{\"lost_answer\": 1}'"
    )
    return parser.parse_args()


def _assemble(options: argparse.Namespace) -> tuple[Partner, Events]:
    store, faults = Store(options.state), Faults()
    faults.set(json.loads(options.faults))
    events = Events(
        store,
        faults,
        clock=time.time,
        url=options.webhook_url,
        secret=os.environ.get("SIMULATOR_WEBHOOK_SECRET", WEBHOOK_SECRET),
    )
    accounts = Accounts(store, time.time)
    payouts = Payouts(
        store,
        accounts,
        events,
        faults,
        clock=time.time,
        settle_seconds=options.settle_seconds,
    )
    execution = Execution(store, Keys(store, time.time), faults)
    secret_key = os.environ.get("SIMULATOR_SECRET_KEY", SECRET_KEY)
    return Partner(store, accounts, payouts, faults, execution, secret_key), events


def _settle_and_deliver(payouts: Payouts, events: Events) -> None:
    while True:
        if not payouts.settle_due() + events.deliver_due():
            time.sleep(PAUSE_SECONDS)


def _leave(_: int, __: FrameType | None) -> None:
    sys.exit(0)


if __name__ == "__main__":
    main()
