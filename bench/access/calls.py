"""An authorised call beside the same call without a guard, on one server."""

from bench import load, machine
from bench.access.stand import OPEN, Stand, standing
from bench.results import Figure, Figures

ROUNDS = 9
EACH = 500
WARM_UP = 200


def measure() -> Figures:
    """Both in turns, so that what else the machine does falls on both."""
    with (
        standing("access_calls") as stand,
        machine.granian(
            "bench.access.served:app",
            DATABASE_URL=stand.database_url,
            LOG_LEVEL="WARNING",
            DATABASE_POOL_SIZE="4",
        ) as port,
    ):
        guarded, open_ = _requests(stand)
        _send(port, guarded, WARM_UP)
        _send(port, open_, WARM_UP)
        rounds = [
            (_send(port, guarded, EACH), _send(port, open_, EACH))
            for _ in range(ROUNDS)
        ]
    ratios = sorted(with_.per_second / without.per_second for with_, without in rounds)
    without = sorted(open_.per_second for _, open_ in rounds)[ROUNDS // 2]
    return {
        "auth.call_vs_open": Figure(
            ratios[ROUNDS // 2],
            "ratio",
            ROUNDS * EACH,
            f"of {without:,.0f}/s of the same call without a guard",
        )
    }


def _requests(stand: Stand) -> tuple[bytes, bytes]:
    bearer = {"Authorization": f"Bearer {stand.bearer}"}
    return (
        load.request("GET", f"/v1/courses/{stand.course}", bearer),
        load.request("GET", f"{OPEN}/{stand.course}", {}),
    )


def _send(port: int, one: bytes, times: int) -> load.Load:
    done = load.send(port, [one] * times)
    if set(done.statuses) != {200}:
        raise SystemExit(f"Not every course was shown: {dict(done.statuses)}")
    return done
