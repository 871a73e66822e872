"""Real servers, started, shared, killed and started again."""

import os
import signal
import socket
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import psycopg
import pytest

from core.postgres import Server, ensure_server
from core.postgres.postmaster import runs_server

ROOT = Path(__file__).parents[3]


def query(server: Server, statement: str, database: str = "postgres"):
    """Run a statement over TCP with the server's own address; its first value."""
    address = server.url(database).replace("+psycopg", "")
    with psycopg.connect(address, autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchone()[0] if cursor.description else None


def home_of(server: Server) -> Path:
    return server.log.parent


def program(directory: Path, then: str) -> list[str]:
    """A Python program of its own that holds the server of a directory.

    It takes signals as a program in a terminal does, also where the tests were started
    in the background, which ignores some of them for whatever it starts.
    """
    source = f"""
        import signal, sys, time
        from pathlib import Path
        from core.postgres import ensure_server
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
        server = ensure_server(Path({str(directory)!r}))
        print(server.pid, server.log.parent / "data", flush=True)
        {then}
    """
    return [sys.executable, "-c", textwrap.dedent(source)]


def server_of(process: subprocess.Popen[str]) -> tuple[int, Path]:
    """The pid and the data folder of the server that such a program holds."""
    pid, data = process.stdout.readline().split()
    return int(pid), Path(data)


def holder(directory: Path) -> subprocess.Popen[str]:
    """Such a program, waiting to be ended."""
    return subprocess.Popen(
        program(directory, "time.sleep(300)"),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def end(process: subprocess.Popen[str], number: signal.Signals) -> int:
    process.send_signal(number)
    status = process.wait(timeout=60)
    process.stdout.close()
    return status


def test_the_server_runs_inside_the_block_and_not_after_it(directory):
    with ensure_server(directory) as server:
        assert query(server, "SELECT 1") == 1

    assert not runs_server(server.pid, home_of(server) / "data")
    with pytest.raises(psycopg.OperationalError):
        query(server, "SELECT 1")


def test_the_server_is_reached_only_from_here_and_only_with_its_password(directory):
    with ensure_server(directory) as server:
        wrong = {"host": "127.0.0.1", "port": server.port, "user": "marketplace"}
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(**wrong, password="guessed", dbname="postgres")

        assert query(server, "SHOW listen_addresses") == "127.0.0.1"
        assert query(server, "SHOW password_encryption") == "scram-sha-256"
        assert query(server, "SHOW data_checksums") == "on"
        assert query(server, "SHOW fsync") == "on"
        home = home_of(server)
        for private, mode in (("password", 0o600), ("data", 0o700), ("socket", 0o700)):
            assert stat.S_IMODE((home / private).stat().st_mode) == mode


def test_text_is_unicode_and_sorts_by_code_point(directory):
    with ensure_server(directory) as server:
        assert query(server, "SHOW server_encoding") == "UTF8"
        assert query(server, "SELECT lower('É')") == "é"
        assert query(server, "SELECT 'a' > 'Z'") is True


def test_the_unix_socket_takes_connections_too(directory):
    with (
        ensure_server(directory) as server,
        psycopg.connect(
            server.url("postgres").replace("+psycopg", ""),
            host=str(server.socket_directory),
        ) as connection,
    ):
        assert connection.info.host == str(server.socket_directory)


def test_a_database_is_made_once_and_copied_from_a_template(directory):
    with ensure_server(directory, throwaway=True) as server:
        assert server.create_database("first") is True
        assert server.create_database("first") is False
        query(server, "CREATE TABLE kept AS SELECT 7 AS value", "first")

        assert server.create_database("second", template="first") is True

        assert query(server, "SELECT value FROM kept", "second") == 7
        server.drop_database("second")
        with pytest.raises(psycopg.OperationalError, match="does not exist"):
            query(server, "SELECT 1", "second")


def test_a_throwaway_server_skips_the_waits_and_leaves_no_data(directory):
    with ensure_server(directory, throwaway=True) as server:
        assert query(server, "SHOW fsync") == "off"
        assert query(server, "SHOW synchronous_commit") == "off"

    left = sorted(path.name for path in home_of(server).iterdir())
    assert left == [".made", "start.lock", "users.lock"]


def test_two_starters_share_a_server_that_the_last_one_stops(directory):
    first = ensure_server(directory)
    second = ensure_server(directory)
    assert second.pid == first.pid
    assert second.url() == first.url()

    first.stop()
    assert query(second, "SELECT 1") == 1

    second.stop()
    assert not runs_server(second.pid, home_of(second) / "data")


def test_programs_that_start_at_once_share_a_server(directory):
    processes = [
        subprocess.Popen(
            program(directory, "sys.stdin.readline()"),
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    try:
        servers = {server_of(process) for process in processes}
        for process in processes:
            process.communicate("\n", timeout=60)
    finally:
        for process in processes:
            process.kill()
            process.communicate()

    assert len(servers) == 1
    assert [process.returncode for process in processes] == [0, 0, 0, 0]
    assert not runs_server(*servers.pop())


def test_a_program_leaves_a_shared_server_without_a_word(directory):
    """Python complains of children that run on; this one is meant to."""
    first = subprocess.Popen(
        [sys.executable, "-W", "error", *program(directory, "input()")[1:]],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    server_pid, data = server_of(first)
    with ensure_server(directory):
        _, complaints = first.communicate("\n", timeout=60)

        assert (first.returncode, complaints) == (0, "")
        assert runs_server(server_pid, data)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_program_that_is_told_to_end_stops_its_server(directory, number):
    process = holder(directory)
    server_pid, data = server_of(process)

    status = end(process, number)

    assert status == -signal.SIGINT
    assert not runs_server(server_pid, data)


def test_ctrl_c_in_the_terminal_does_not_reach_the_server(directory):
    with ensure_server(directory) as server:
        assert os.getpgid(server.pid) != os.getpgrp()
        assert os.getsid(server.pid) != os.getsid(0)


def test_a_killed_program_leaves_a_server_that_the_next_one_takes_over(directory):
    process = holder(directory)
    server_pid, data = server_of(process)
    end(process, signal.SIGKILL)
    assert runs_server(server_pid, data)

    with ensure_server(directory) as server:
        assert server.pid == server_pid
        assert query(server, "SELECT 1") == 1

    assert not runs_server(server_pid, data)


def test_a_killed_server_comes_back_with_every_committed_row(directory):
    first = ensure_server(directory)
    first.create_database("marketplace")
    query(first, "CREATE TABLE kept AS SELECT 7 AS value", "marketplace")
    os.kill(first.pid, signal.SIGKILL)

    with ensure_server(directory) as second:
        assert second.pid != first.pid
        assert second.url() == first.url()
        assert query(second, "SELECT value FROM kept", "marketplace") == 7

        first.stop()
        assert query(second, "SELECT 1") == 1


def test_a_program_and_its_server_killed_together_come_back(directory):
    process = holder(directory)
    server_pid, _data = server_of(process)
    os.kill(server_pid, signal.SIGKILL)
    end(process, signal.SIGKILL)

    with ensure_server(directory) as server:
        assert server.pid != server_pid
        assert query(server, "SELECT 1") == 1


def test_a_leftover_pid_file_that_names_a_stranger_does_not_keep_it_down(directory):
    with ensure_server(directory) as server:
        data = home_of(server) / "data"
        lines = (data / "postmaster.pid").read_text().split("\n")
    lines[0] = str(os.getpid())
    (data / "postmaster.pid").write_text("\n".join(lines))
    lock = home_of(server) / "socket" / f".s.PGSQL.{server.port}.lock"
    lock.write_text("\n".join(lines))

    with ensure_server(directory) as again:
        assert query(again, "SELECT 1") == 1
        assert again.port == server.port


def test_a_half_made_cluster_is_made_anew(directory):
    with ensure_server(directory) as server:
        home = home_of(server)
    (home / "data").rename(home / "data.unfinished")
    (home / "data.unfinished" / "PG_VERSION").unlink()

    with ensure_server(directory) as again:
        assert query(again, "SELECT 1") == 1


def test_a_port_that_was_taken_is_exchanged(directory):
    with ensure_server(directory) as server:
        port = server.port

    with socket.create_server(("127.0.0.1", port)), ensure_server(directory) as again:
        assert again.port != port
        assert query(again, "SELECT 1") == 1
