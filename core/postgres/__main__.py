"""Look after our own servers, or lend a command an empty database.

python -m core.postgres status|stop|remove FOLDER
python -m core.postgres run FOLDER COMMAND...
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from core.postgres.account import server_account
from core.postgres.errors import PostgresUnavailable
from core.postgres.home import Home, homes, remove_home
from core.postgres.locks import exclusive
from core.postgres.postmaster import running_postmaster
from core.postgres.server import ensure_server, stop_home


def main(arguments: list[str] | None = None) -> int:
    """The exit status: that of the command for `run`, else 1 when something failed."""
    parser = argparse.ArgumentParser(
        prog="python -m core.postgres",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("action", choices=["status", "stop", "remove", "run"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args(arguments)
    try:
        if options.action == "run":
            return _run(options.folder, options.command)
        for home in homes(options.folder, server_account()):
            _look_after(options.action, home)
    except PostgresUnavailable as trouble:
        print(trouble, file=sys.stderr)
        return 1
    return 0


def _run(folder: Path, command: list[str]) -> int:
    """Run a command whose DATABASE_URL names an empty, throw-away database."""
    with ensure_server(folder, throwaway=True) as server:
        name = f"run_{os.getpid()}"
        server.drop_database(name)
        server.create_database(name)
        try:
            done = subprocess.run(
                command,
                env=os.environ | {"DATABASE_URL": server.url(name)},
                check=False,
            )
        finally:
            server.drop_database(name)
    return done.returncode


def _look_after(action: str, home: Home) -> None:
    """Show, stop or remove a server, whoever is using it."""
    with exclusive(home.start_lock):
        if action != "status":
            stop_home(home, remove=False)
        if action == "remove":
            remove_home(home)
    print(f"{home.folder}: {_state(home)}")


def _state(home: Home) -> str:
    if not home.folder.exists():
        return "removed"
    if server := running_postmaster(home.data):
        return f"runs as process {server.pid} on 127.0.0.1:{server.port}"
    return "does not run"


if __name__ == "__main__":
    sys.exit(main())
