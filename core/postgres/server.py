"""Our own PostgreSQL server: started when needed, shared, stopped by the last user."""

import atexit
import os
import signal
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

import psycopg
from psycopg import sql

from core.postgres.account import server_account
from core.postgres.binaries import Binaries, find_binaries
from core.postgres.cluster import SUPERUSER, make_cluster
from core.postgres.home import Home, open_home, reachable
from core.postgres.launch import await_answer, launch, reap_children
from core.postgres.locks import UserLock, exclusive
from core.postgres.postmaster import Postmaster, running_postmaster

TEMPLATE_BUSY_SECONDS = 10.0


class Server:
    """One program's share in a running server. Leaving the block, or stop(), ends it.

    Several programs that name the same directory share one server; the last one to
    leave stops it. A program that is killed leaves without a word: the server then
    goes on, and the next program to start takes it over.
    """

    def __init__(
        self, home: Home, postmaster: Postmaster, users: UserLock, *, throwaway: bool
    ) -> None:
        self.port = postmaster.port
        self.pid = postmaster.pid
        self.log = home.log
        self._home = home
        self._users = users
        self._throwaway = throwaway
        self._owner = os.getpid()
        atexit.register(self.stop)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def socket_directory(self) -> Path:
        """For libpq's `host`, where a Unix socket is wanted instead of TCP."""
        return self._home.sockets

    def url(self, database: str = "marketplace") -> str:
        """The address of a database, with user and password, for SQLAlchemy."""
        secret = quote(self._home.secret(), safe="")
        return (
            f"postgresql+psycopg://{SUPERUSER}:{secret}"
            f"@127.0.0.1:{self.port}/{quote(database, safe='')}"
        )

    def create_database(self, name: str, template: str | None = None) -> bool:
        """Make a database unless there is one; True if it was made now.

        `template` is copied whole. Somebody still connected to it is waited for, for
        ten seconds, before psycopg.errors.ObjectInUse is raised.
        """
        command = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
        if template is not None:
            command += sql.SQL(" TEMPLATE {}").format(sql.Identifier(template))
        deadline = time.monotonic() + TEMPLATE_BUSY_SECONDS
        while True:
            try:
                self._run(command)
            except (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
                return False
            except psycopg.errors.ObjectInUse:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
            else:
                return True

    def drop_database(self, name: str) -> None:
        """Remove a database if it is there, with everybody still connected to it."""
        self._run(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(
                sql.Identifier(name)
            )
        )

    def stop(self) -> None:
        """Leave; the last one out stops the server. Calling it again does nothing.

        A throw-away server's data is removed.
        """
        # A forked child inherits this object, but not the right to stop the server.
        if os.getpid() != self._owner:
            return
        with exclusive(self._home.start_lock):
            if self._users.release():
                stop_home(self._home, remove=self._throwaway)
        atexit.unregister(self.stop)

    def _run(self, command: sql.Composed) -> None:
        with psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            user=SUPERUSER,
            password=self._home.secret(),
            dbname="postgres",
            autocommit=True,
        ) as connection:
            connection.execute(command)


def ensure_server(
    directory: Path,
    *,
    throwaway: bool = False,
    binaries: Path | None = None,
    run_as: str | None = None,
) -> Server:
    """A server for this directory: the one that runs, or one started now.

    `throwaway` is for tests: a server of its own, without the waits that make commits
    durable, whose data is removed when the last user leaves.

    POSTGRES_BIN (a folder of programs) and POSTGRES_RUN_AS (whom root becomes) stand
    in for `binaries` and `run_as`. They are read here and not in Settings because the
    server has to run before there is a database URL to make Settings from.
    Raises PostgresUnavailable, which says in a sentence what to do.
    """
    found = find_binaries(binaries or _path_from_environment())
    account = server_account(run_as or os.environ.get("POSTGRES_RUN_AS"))
    home = open_home(directory, account, major=found.major, throwaway=throwaway)
    _stop_on_termination()
    with exclusive(home.start_lock):
        postmaster = _adopt(home) or _start(found, home, throwaway=throwaway)
        users = UserLock(home.users_lock)
    return Server(home, postmaster, users, throwaway=throwaway)


def stop_home(home: Home, *, remove: bool) -> None:
    """Stop a home's server if it runs. Call it while holding the start lock."""
    if postmaster := running_postmaster(home.data):
        postmaster.stop()
    reap_children()
    if remove:
        home.remove_data()


def _adopt(home: Home) -> Postmaster | None:
    reap_children()
    postmaster = running_postmaster(home.data)
    if postmaster is None or not await_answer(home, postmaster):
        return None
    return postmaster


def _start(found: Binaries, home: Home, *, throwaway: bool) -> Postmaster:
    programs = reachable(found, home)
    # Without fsync a crash of the machine may have ruined what is left of tests.
    if throwaway:
        home.remove_data()
    if not home.data.exists():
        make_cluster(programs, home, throwaway=throwaway)
    home.hand_over_data()
    return launch(programs, home, throwaway=throwaway)


def _path_from_environment() -> Path | None:
    folder = os.environ.get("POSTGRES_BIN")
    return Path(folder) if folder else None


def _stop_on_termination() -> None:
    """Let SIGTERM and SIGHUP end the program as Ctrl-C does, through its exit hooks.

    By default they end it at once, and the server would stay behind. Programs that
    handle or ignore them by themselves are left alone.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)
