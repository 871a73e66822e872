"""Every route says who may call it (SC-04), and the service tells how it is."""

import re

import pytest
from flask import Flask

from core import unit_of_work
from marketplace.blueprints import SCOPES
from openapi.api import undeclared_routes
from openapi.security import public


def handlers(app: Flask):
    """Each route with its method and what handles it."""
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            view_class = getattr(view, "view_class", None)
            handler = getattr(view_class, method.lower(), view) if view_class else view
            yield rule, method, handler


def test_every_route_declares_who_may_call_it(app):
    assert undeclared_routes(app) == []


def test_a_route_that_declares_nothing_is_found():
    app = Flask("careless", static_folder=None)
    app.add_url_rule("/open", "open", lambda: "", methods=["GET", "POST"])
    app.add_url_rule("/fine", "fine", public("for this test")(lambda: ""))

    assert undeclared_routes(app) == ["GET /open", "POST /open"]


def test_every_scope_that_a_route_asks_for_exists(app):
    asked = {
        handler.access[1]
        for _, _, handler in handlers(app)
        if handler.access[0] == "scope"
    }

    assert asked <= set(SCOPES)


def test_every_public_route_says_why(app):
    for rule, _, handler in handlers(app):
        if handler.access[0] == "public":
            assert len(handler.access[1]) > 10, rule


def test_no_scoped_route_answers_without_a_token(app, client):
    """SC-04, by walking the routes: the first thing that each does is to refuse."""
    for rule, method, handler in handlers(app):
        if handler.access[0] != "scope":
            continue
        path = re.sub(
            r"<uuid:[^>]+>", "01900000-0000-7000-8000-000000000001", rule.rule
        )
        path = re.sub(r"<int:[^>]+>", "1", path)
        path = re.sub(r"<[^>]+>", "x", path)

        response = client.open(path, method=method, json={})

        assert response.status_code == 401, f"{method} {rule.rule}"


def test_a_process_that_runs_is_alive(client):
    response = client.get("/healthz")

    assert (response.status_code, response.json) == (200, {"status": "ok"})


def test_a_process_with_its_database_is_ready(client):
    response = client.get("/readyz")

    assert (response.status_code, response.json) == (200, {"status": "ready"})


def test_a_process_without_its_database_is_alive_and_not_ready(client, monkeypatch):
    monkeypatch.setattr(unit_of_work, "_new_reader", _nowhere())

    ready, alive = client.get("/readyz"), client.get("/healthz")

    assert ready.status_code == 503
    assert ready.json["type"] == "/problems/database-unavailable"
    assert "Retry-After" in ready.headers
    assert alive.status_code == 200


def _nowhere():
    from sqlalchemy import create_engine
    from sqlalchemy.orm import sessionmaker

    engine = create_engine(
        "postgresql+psycopg://nobody@127.0.0.1:1/none",
        connect_args={"connect_timeout": 2},
    )
    return sessionmaker(engine)


def test_the_metrics_count_requests_by_route_and_hold_no_ids(client):
    identity = "01900000-0000-7000-8000-00000000abcd"
    client.get("/healthz")
    client.get(f"/v1/webhook-endpoints/{identity}")

    metrics = client.get("/metrics")

    assert metrics.status_code == 200
    assert 'route="/healthz"' in metrics.text
    assert 'route="/v1/webhook-endpoints/<uuid:endpoint_id>"' in metrics.text
    assert identity not in metrics.text


@pytest.mark.parametrize("path", ["/openapi.json", "/docs", "/problems"])
def test_the_documentation_is_public(client, path):
    with client.get(path) as response:
        assert response.status_code == 200
