"""Tokens per second, beside a bare route of the same server."""

import base64
import json
from urllib.parse import urlencode

from bench import load, machine
from bench.access.stand import CLIENT_ID, SECRET, standing
from bench.results import Figure, Figures

ROUNDS = 9
EACH = 300
WARM_UP = 200


def measure() -> Figures:
    """The token endpoint and the bare route in turns, each on a server of its own."""
    with (
        standing("access_tokens") as stand,
        machine.granian(
            "wsgi:app",
            DATABASE_URL=stand.database_url,
            LOG_LEVEL="WARNING",
            DATABASE_POOL_SIZE="4",
        ) as platform,
        machine.granian("bench.bare:app") as bare,
    ):
        _send(platform, _token_request(), WARM_UP)
        _send(bare, _bare_request(), WARM_UP)
        rounds = [
            (
                _send(platform, _token_request(), EACH),
                _send(bare, _bare_request(), EACH),
            )
            for _ in range(ROUNDS)
        ]
    ratios = sorted(tokens.per_second / bare.per_second for tokens, bare in rounds)
    limit = sorted(bare.per_second for _, bare in rounds)[ROUNDS // 2]
    return {
        "token.vs_bare_route": Figure(
            ratios[ROUNDS // 2],
            "ratio",
            ROUNDS * EACH,
            f"of {limit:,.0f}/s of a bare Flask JSON route",
        )
    }


def _token_request() -> bytes:
    pair = base64.b64encode(f"{CLIENT_ID}:{SECRET}".encode()).decode()
    headers = {
        "Authorization": f"Basic {pair}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    form = urlencode({"grant_type": "client_credentials", "scope": "catalog:read"})
    return load.request("POST", "/oauth/token", headers, form.encode())


def _bare_request() -> bytes:
    body = json.dumps({"platform_reference": "INV-1", "padding": "x" * 200}).encode()
    return load.request("POST", "/bare", {"Content-Type": "application/json"}, body)


def _send(port: int, one: bytes, times: int) -> load.Load:
    done = load.send(port, [one] * times)
    if set(done.statuses) != {200}:
        raise SystemExit(f"Not every request was answered well: {dict(done.statuses)}")
    return done
