"""sqlmap against what people type into the API (SC-07).

It runs as a process of its own and speaks HTTP over loopback, within bounds: two
parameters in CI; under SOAK=1 all that are named here, at sqlmap's third level.
"""

import subprocess
import sys
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode

import httpx
import pytest
from flask import Flask, request
from sqlalchemy import Engine, text
from werkzeug.serving import make_server

from core.unit_of_work import unit_of_work
from partners.organisations import Kind
from tests.factories import make_client, make_course, make_organisation, make_token
from tests.serving import free_port, serving
from tests.soak import SOAK

pytestmark = [pytest.mark.slow]

NOTHING_FOUND = "do not appear to be injectable"
# Each with a value that is taken: what is refused at the door never comes near a query.
COURSES = {
    "query": "kue",
    "category": "gaya-hidup",
    "mode": "webinar",
    "level": "beginner",
    "language": "id",
    "platform": "pintar",
    "place": "32.73",
    "min_price": "1000",
    "max_price": "500000",
    "starts_from": "2026-03-02",
    "starts_until": "2026-05-02",
    "access": "captions",
    "skill": "http://data.europa.eu/esco/skill/1",
    "occupation": "7512",
    "evening": "true",
    "sort": "price",
    "near": "32.73.01",
    "limit": "20",
}
TAKEN = {
    "/v1/courses": COURSES,
    "/v1/course-facets": {"query": "kue", "facet": "mode", "price_step": "50000"},
    "/v1/skills": {"query": "bake", "code": COURSES["skill"], "limit": "5"},
    "/v1/occupations": {"query": "baker", "under": "75", "code": "7512"},
    "/v1/competence-units": {"query": "kue", "code": "A.01TPG01.001.1"},
    "/v1/regions/districts": {"regency": "32.73", "limit": "5"},
    "/v1/events": {"types": "course.changed", "limit": "5"},
}
IN_CI = {"/v1/courses": {name: COURSES[name] for name in ("query", "platform")}}


def attack(address: str, name: str, value: str, folder: Path, *options: str) -> str:
    """What sqlmap prints of this parameter of an address, beginning with the value."""
    level = "3" if SOAK else "1"
    run = subprocess.run(
        [
            *(sys.executable, "-m", "sqlmap.sqlmap"),
            *("-u", f"{address}?{urlencode({name: value})}", "-p", name),
            *("--level", level, "--dbms", "PostgreSQL"),
            # Not by waiting: a busy machine is slow by itself.
            *("--technique", "BEU", "--batch", "--disable-coloring"),
            *("--output-dir", str(folder), "--flush-session", "--ignore-code", "*"),
            *options,
        ],
        capture_output=True,
        text=True,
        timeout=1200 if SOAK else 240,
        check=False,
    )
    return run.stdout + run.stderr


def test_sc_07_no_parameter_can_be_used_to_speak_to_the_database(
    committed: Engine, tmp_path: Path
):
    with unit_of_work("test") as session:
        make_course(session, title="Membuat kue")
        platform = make_organisation(session, Kind.DIGITAL_PLATFORM)
        client = make_client(session, platform, ["catalog:read", "events:read"])
        bearer = make_token(session, client)
    headers = {"Authorization": f"Bearer {bearer}"}

    with serving(committed.url.render_as_string(hide_password=False)) as server:
        for path, names in (TAKEN if SOAK else IN_CI).items():
            for name, value in names.items():
                address, said = server.url + path, f"Authorization: Bearer {bearer}"
                usual = httpx.get(address, params={name: value}, headers=headers)
                printed = attack(address, name, value, tmp_path, "--headers", said)

                assert usual.status_code == 200, usual.text
                assert NOTHING_FOUND in printed, printed[-5_000:]


def test_sc_07_the_attack_has_teeth_it_finds_a_query_of_text(
    committed: Engine, tmp_path: Path
):
    naive = Flask("naive")

    @naive.get("/courses")
    def courses() -> dict[str, int]:
        query = f"SELECT count(*) FROM pg_class WHERE oid = {request.args['id']}"
        with committed.connect() as connection:
            return {"found": connection.scalar(text(query)) or 0}

    server = make_server("127.0.0.1", free_port(), naive, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        address = f"http://127.0.0.1:{server.server_port}/courses"
        printed = attack(address, "id", "1", tmp_path)
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()

    assert "Parameter: id (GET)" in printed, printed[-5_000:]
