"""Starting the server's main process, and waiting until it answers."""

import atexit
import subprocess
import time
from pathlib import Path

import psycopg

from core.postgres.binaries import Binaries
from core.postgres.cluster import SUPERUSER, environment, settings
from core.postgres.errors import PostgresFailed
from core.postgres.home import Home, free_port
from core.postgres.postmaster import Postmaster, clear_leftovers, running_postmaster

# Recovery after a kill reads what was written since the last checkpoint.
ANSWER_SECONDS = 60.0
# A killed server's processes may need some seconds to disappear.
RETRY_SECONDS = 20.0
PASSING_TROUBLES = (
    "already exists",  # the killed server's lock file names a process not yet gone
    "still in use",  # its backends still hold the shared memory
    "Address already in use",
    "could not create any TCP/IP sockets",
)
LOG_LIMIT_BYTES = 10_000_000

# Servers may outlive the object that started them; kept here, they are not collected
# with a ResourceWarning, and can be reaped when they end.
_CHILDREN: list["subprocess.Popen[bytes]"] = []


@atexit.register
def _leave_to_others() -> None:
    """A server that other programs still use outlives this one, on purpose: without an
    answer to how it ended, Python would complain about it on the way out."""
    for child in _CHILDREN:
        if child.poll() is None:
            child.returncode = 0


def launch(binaries: Binaries, home: Home, *, throwaway: bool) -> Postmaster:
    """Start the server and wait until it answers.

    What a kill -9 leaves behind passes within seconds, so those refusals are tried
    again; a port that was taken is exchanged. Raises PostgresFailed with the end of
    the server's log.
    """
    deadline = time.monotonic() + RETRY_SECONDS
    port = home.last_port() or free_port()
    while True:
        clear_leftovers(home.data)
        home.make_private(home.sockets)
        began = _begin_log(home.log)
        process = _spawn(binaries, home, port=port, throwaway=throwaway)
        if _comes_up(process, home, port):
            home.remember_port(port)
            return Postmaster(home.data, process.pid, port)
        said = _read_from(home.log, began)
        passing = any(trouble in said for trouble in PASSING_TROUBLES)
        if not passing or time.monotonic() > deadline:
            raise PostgresFailed(f"The database server did not start: {said[-2000:]}")
        if "TCP/IP" in said or "Address already in use" in said:
            port = free_port()
        time.sleep(0.3)


def await_answer(home: Home, postmaster: Postmaster) -> bool:
    """Wait until a server that somebody else started answers; False if it goes away."""
    deadline = time.monotonic() + ANSWER_SECONDS
    while postmaster.is_alive():
        if answers(home, postmaster.port):
            return True
        _check_time(deadline)
    return False


def answers(home: Home, port: int) -> bool:
    """Whether the server accepts a sign-in with our secret."""
    try:
        psycopg.connect(
            host="127.0.0.1",
            port=port,
            user=SUPERUSER,
            password=home.secret(),
            dbname="postgres",
            connect_timeout=5,
        ).close()
    except psycopg.OperationalError:
        return False
    return True


def _spawn(
    binaries: Binaries, home: Home, *, port: int, throwaway: bool
) -> "subprocess.Popen[bytes]":
    options = [
        f"--{name}={value}"
        for name, value in settings(port=port, throwaway=throwaway).items()
    ]
    with home.log.open("ab") as log:
        process = subprocess.Popen(
            # The data folder comes last; running_postmaster relies on it.
            [str(binaries.postgres), *options, "-D", str(home.data)],
            cwd="/",
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            # Ctrl-C in the terminal reaches the program, which then stops the server.
            start_new_session=True,
            **home.account.run_options(),
        )
    _CHILDREN.append(process)
    return process


def _comes_up(process: "subprocess.Popen[bytes]", home: Home, port: int) -> bool:
    deadline = time.monotonic() + ANSWER_SECONDS
    while process.poll() is None:
        # Another program may answer on the port: ask whether ours got that far.
        if running_postmaster(home.data) and answers(home, port):
            return True
        _check_time(deadline)
    return False


def reap_children() -> None:
    """Take notice of our own servers that have ended, so that none stays a zombie."""
    _CHILDREN[:] = [child for child in _CHILDREN if child.poll() is None]


def _check_time(deadline: float) -> None:
    if time.monotonic() > deadline:
        raise PostgresFailed(
            f"The database server did not answer within {ANSWER_SECONDS:.0f} seconds."
        )
    time.sleep(0.02)


def _begin_log(log: Path) -> int:
    """Where this start's lines begin; a log grown too long is begun anew."""
    if not log.exists():
        return 0
    if log.stat().st_size > LOG_LIMIT_BYTES:
        log.unlink()
        return 0
    return log.stat().st_size


def _read_from(log: Path, offset: int) -> str:
    with log.open("rb") as file:
        file.seek(offset)
        return file.read().decode(errors="replace").strip()
