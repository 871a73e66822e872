"""python -m core.postgres: looking after servers, and lending a database."""

import subprocess
import sys

from core.postgres import ensure_server
from core.postgres.__main__ import main
from core.postgres.postmaster import runs_server
from tests.core.postgres.conftest import ROOT


def test_a_leftover_server_is_shown_and_stopped(directory, capsys):
    server = ensure_server(directory / "inside")

    assert main(["status", str(directory)]) == 0
    assert f"runs as process {server.pid} on 127.0.0.1:{server.port}" in (
        capsys.readouterr().out
    )

    assert main(["stop", str(directory)]) == 0
    assert "does not run" in capsys.readouterr().out
    assert not runs_server(server.pid, server.log.parent / "data")
    server.stop()


def test_removing_leaves_nothing_behind(directory, capsys):
    ensure_server(directory).stop()

    assert main(["remove", str(directory)]) == 0

    assert "removed" in capsys.readouterr().out
    assert main(["status", str(directory)]) == 0
    assert capsys.readouterr().out == ""


def test_a_command_is_lent_an_empty_database_and_its_status_is_kept(directory):
    python = sys.executable
    look = (
        "import os, psycopg, sys;"
        "url = os.environ['DATABASE_URL'].replace('+psycopg', '');"
        "rows = psycopg.connect(url).execute("
        "\"SELECT count(*) FROM pg_tables WHERE schemaname = 'public'\").fetchone();"
        "sys.exit(40 + rows[0])"
    )

    done = subprocess.run(
        [python, "-m", "core.postgres", "run", directory, python, "-c", look],
        cwd=ROOT,
        check=False,
    )

    assert done.returncode == 40
