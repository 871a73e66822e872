"""`python -m bench.soak [--minutes 10]`: races, kills and sweeps at their large size.

The tests that `make test` runs in seconds run here with SOAK=1: more workers' rounds,
more kills, thousands of steps. Everything happens on this machine's loopback, against
databases of the tests' own. Each part has its share of the time, and what an earlier
one left over; what takes longer is stopped and named. The first failure ends a part.
"""

import argparse
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
# For a test run to take down what it has started, after it was asked to stop.
PATIENCE_SECONDS = 60
PASSED, FAILED, STOPPED = "held", "FAILED", "stopped: the time was over"


@dataclass(frozen=True)
class Part:
    """Something to repeat: what it shows, and the tests that do."""

    title: str
    tests: tuple[str, ...]


# The shortest first, and last the sweep that takes whatever time is left.
PARTS = (
    Part(
        "Keys act once, codes, refresh tokens and proofs work once",
        (
            "tests/openapi/test_idempotency.py",
            "tests/partners/oauth/test_races.py",
            "tests/partners/oauth/test_spent_ids.py",
            "tests/partners/oauth/test_served_races.py",
        ),
    ),
    Part(
        "Vouchers, certificates and quotas are used up once",
        (
            "tests/vouchers/learning/test_redeemed_once.py",
            "tests/vouchers/learning/test_races.py",
            "tests/vouchers/certificates/test_races.py",
            "tests/marketplace/programme/test_quota_race.py",
            "tests/marketplace/programme/test_races.py",
        ),
    ),
    Part(
        "The books hold, whoever spends and whoever is killed",
        ("tests/core/ledger", "tests/core/test_budget_race.py"),
    ),
    Part(
        "Orders are whole or not there, and like their model",
        ("tests/marketplace/orders",),
    ),
    Part(
        "Killed web processes and workers lose and double nothing",
        (
            "tests/faults",
            "tests/marketplace/programme/test_kill.py",
            "tests/marketplace/payments/db/test_workers.py",
        ),
    ),
    Part(
        "No parameter can be used to speak to the database",
        ("tests/contract/test_injection.py",),
    ),
    Part(
        "Generated requests find no fault",
        ("tests/contract/test_bad_input.py", "tests/contract/test_schemathesis.py"),
    ),
)


def main() -> None:
    """Run every part and say how each ended; exits with 1 if one did not hold."""
    parser = argparse.ArgumentParser(prog="bench.soak", description=__doc__)
    parser.add_argument("--minutes", type=int, default=10)
    ends_at = time.monotonic() + parser.parse_args().minutes * 60
    outcomes = []
    for number, part in enumerate(PARTS):
        left = ends_at - time.monotonic()
        outcomes.append(run(part, seconds=max(left, 1) / (len(PARTS) - number)))
    print()
    for part, outcome in zip(PARTS, outcomes, strict=True):
        print(f"{part.title}: {outcome}")
    sys.exit(FAILED in outcomes)


def run(part: Part, *, seconds: float) -> str:
    """Run a part until it is through or its share of the time is over."""
    print(f"\n{part.title} (for {seconds:.0f} seconds at most) …", flush=True)
    tests = subprocess.Popen(
        [sys.executable, "-m", "pytest", "-q", "-x", "-n", "2", *part.tests],
        cwd=ROOT,
        env=os.environ | {"SOAK": "1"},
    )
    try:
        return PASSED if tests.wait(timeout=seconds) == 0 else FAILED
    except subprocess.TimeoutExpired:
        stop(tests)
        return STOPPED
    except KeyboardInterrupt:
        stop(tests)
        raise


def stop(tests: "subprocess.Popen[bytes]") -> None:
    """As Ctrl-C would, so that servers and databases of the tests are taken down."""
    tests.send_signal(signal.SIGINT)
    try:
        tests.wait(timeout=PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        tests.kill()
        tests.wait()


if __name__ == "__main__":
    main()
