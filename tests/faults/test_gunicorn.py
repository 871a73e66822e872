"""Granian serves; gunicorn is the tested second choice (design, section 10)."""

import os
import subprocess
import sys
import time

import httpx
from sqlalchemy import Engine

from core.unit_of_work import unit_of_work
from tests import factories
from tests.marketplace.orders.conftest import make_shop
from tests.serving import ROOT, free_port


def test_gunicorn_with_threads_serves_the_same_application(committed: Engine):
    with unit_of_work("test") as session:
        shop = make_shop(session)
    port = free_port()
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "--worker-class", "gthread"),
            *("--workers", "2", "--threads", "4", "--reuse-port"),
            *("--no-control-socket", "--bind", f"127.0.0.1:{port}", "wsgi:app"),
        ],
        cwd=ROOT,
        env=os.environ
        | {
            "MARKETPLACE_ENV": "test",
            "DATABASE_URL": committed.url.render_as_string(hide_password=False),
            "LOG_LEVEL": "WARNING",
        },
        stderr=subprocess.DEVNULL,
    )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as http:
            _wait_until_ready(http)
            response = http.post(
                "/v1/orders",
                json=shop.body(),
                headers=factories.authorization(shop.token, "key-1"),
            )
    finally:
        process.terminate()
        process.wait(timeout=20)

    assert response.status_code == 201


def _wait_until_ready(http: httpx.Client) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            if http.get("/readyz").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise TimeoutError("gunicorn did not become ready.")
