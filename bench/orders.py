"""Orders per second through HTTP, beside two limits measured in the same run.

The limits: a Flask route that only answers JSON, on the same server; and pgbench
running the same SQL statements on the same database. What bounds the figure, and why,
stands in docs/operations/performance.md.
"""

import json
import re
import subprocess
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, func, select

import marketplace.models  # noqa: F401 (the mappers need every table)
from bench import load, machine, orders_data, statements
from bench.results import OUT, Figure, Figures, draw
from core import unit_of_work
from core.ledger.proof import prove
from core.privacy import Vault
from core.unit_of_work import snapshot
from marketplace.orders import Order

BUYERS = 3000
WARM_UP = 200
CLIENTS = 8
SCRIPT = Path(__file__).parent / "orders.sql"


def measure() -> Figures:
    """Orders, the bare route and pgbench, one after the other."""
    program = machine.pgbench_program()
    with machine.database("orders") as engine:
        shop = _prepare(engine, BUYERS)
        orders = _orders(engine, shop)
        _prove(engine, BUYERS)
    bare = _bare()
    with machine.database("orders_pgbench") as engine:
        shop = _prepare(engine, BUYERS + 1)
        _check_script(engine, shop)
        limit = _pgbench(program, engine)
    bars = {
        "bare Flask JSON route": bare.per_second,
        "pgbench, same SQL": limit,
        "orders over HTTP": orders.per_second,
    }
    draw("Orders beside their limits", bars, "per second", OUT / "orders.png")
    return _figures(orders, bare, limit)


def _figures(orders: load.Load, bare: load.Load, limit: float) -> Figures:
    count = len(orders.latencies)
    return {
        "orders.per_second": Figure(
            orders.per_second, "1/s", count, "committed and synced, 8 connections"
        ),
        "orders.p95_ms": Figure(
            orders.percentile(0.95), "ms", count, "time to the whole answer"
        ),
        "orders.vs_bare_route": Figure(
            orders.per_second / bare.per_second,
            "ratio",
            len(bare.latencies),
            f"of {bare.per_second:,.0f}/s of a bare Flask JSON route",
        ),
        "orders.vs_pgbench": Figure(
            orders.per_second / limit,
            "ratio",
            BUYERS,
            f"of {limit:,.0f}/s of pgbench with the same SQL",
        ),
    }


def _prepare(engine: Engine, buyers: int) -> dict[str, UUID]:
    vault = Vault({"bench": b"d" * 32}, b"i" * 32)
    unit_of_work.configure(unit_of_work.make_sessions(engine, vault))
    with unit_of_work.unit_of_work("bench.fill") as session:
        shop = orders_data.fill(session, buyers)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as plain:
        plain.exec_driver_sql("VACUUM ANALYZE")
    return shop


def _body(shop: dict[str, UUID], number: int) -> dict[str, Any]:
    return {
        "offering_id": str(shop["offering"]),
        "schedule_id": str(shop["schedule"]),
        "price": {"amount": orders_data.PRICE, "currency": "IDR"},
        "platform_reference": f"INV-{number}",
    }


def _headers(number: int) -> dict[str, str]:
    return {
        "Authorization": f"Bearer {orders_data.token_of(number)}",
        "Idempotency-Key": f"key-{number}",
    }


def _check_script(engine: Engine, shop: dict[str, UUID]) -> None:
    """The last buyer, whom pgbench leaves out, shows what an order sends."""
    heard = statements.of_order(
        engine.url.render_as_string(hide_password=False),
        "/v1/orders",
        _body(shop, BUYERS),
        _headers(BUYERS),
    )
    statements.compare(heard, statements.of_script(SCRIPT))


def _requests(shop: dict[str, UUID], numbers: range) -> list[bytes]:
    made = []
    for number in numbers:
        body = _body(shop, number)
        headers = _headers(number) | {"Content-Type": "application/json"}
        made.append(
            load.request("POST", "/v1/orders", headers, json.dumps(body).encode())
        )
    return made


def _orders(engine: Engine, shop: dict[str, UUID]) -> load.Load:
    url = engine.url.render_as_string(hide_password=False)
    requests = _requests(shop, range(BUYERS))
    with machine.granian(
        "wsgi:app", DATABASE_URL=url, LOG_LEVEL="WARNING", DATABASE_POOL_SIZE="4"
    ) as port:
        load.send(port, requests[:WARM_UP], CLIENTS)
        result = load.send(port, requests[WARM_UP:], CLIENTS)
    if set(result.statuses) != {201}:
        raise SystemExit(f"Not every order was placed: {dict(result.statuses)}")
    return result


def _bare() -> load.Load:
    body = json.dumps({"platform_reference": "INV-1", "padding": "x" * 200}).encode()
    headers = {"Content-Type": "application/json"}
    one = load.request("POST", "/bare", headers, body)
    with machine.granian("bench.bare:app") as port:
        load.send(port, [one] * WARM_UP, CLIENTS)
        return load.send(port, [one] * (BUYERS * 5), CLIENTS)


def _pgbench(program: str, engine: Engine) -> float:
    """Transactions per second of the script; each client takes its own buyers."""
    each = BUYERS // CLIENTS
    url = engine.url
    done = subprocess.run(
        [
            *(program, "--no-vacuum", "--file", str(SCRIPT), "--jobs", "2"),
            *("--client", str(CLIENTS), "--transactions", str(each)),
            *("--protocol", "prepared", "-D", f"each={each}", "-D", "done=0"),
            *("-h", str(url.host), "-p", str(url.port), "-U", str(url.username)),
            str(url.database),
        ],
        capture_output=True,
        text=True,
        check=False,
        env={"PGPASSWORD": str(url.password), "PATH": "/usr/bin:/bin"},
    )
    found = re.search(r"tps = ([\d.]+) \(without", done.stdout)
    failed = re.search(r"number of failed transactions: (\d+)", done.stdout)
    if found is None or (failed and failed.group(1) != "0") or "ERROR" in done.stderr:
        raise SystemExit(f"pgbench failed: {done.stderr[-800:]} {done.stdout[-400:]}")
    return float(found.group(1))


def _prove(engine: Engine, expected: int) -> None:
    """What was fast was also right."""
    with snapshot("bench.prove") as session:
        placed = session.scalar(select(func.count()).select_from(Order))
        if placed != expected or not prove(session).holds:
            raise SystemExit(f"{placed} orders of {expected}, or the books do not hold")
