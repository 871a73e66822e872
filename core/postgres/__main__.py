"""python -m core.postgres status|stop|remove FOLDER: look after leftover servers."""

import argparse
import sys
from pathlib import Path

from core.postgres.account import server_account
from core.postgres.errors import PostgresUnavailable
from core.postgres.home import Home, homes, remove_home
from core.postgres.locks import exclusive
from core.postgres.postmaster import running_postmaster
from core.postgres.server import stop_home


def main(arguments: list[str] | None = None) -> int:
    """Show, stop or remove the servers of a folder, whoever is using them."""
    parser = argparse.ArgumentParser(
        prog="python -m core.postgres", description=__doc__
    )
    parser.add_argument("action", choices=["status", "stop", "remove"])
    parser.add_argument("folder", type=Path)
    options = parser.parse_args(arguments)
    try:
        for home in homes(options.folder, server_account()):
            _act(options.action, home)
    except PostgresUnavailable as trouble:
        print(trouble, file=sys.stderr)
        return 1
    return 0


def _act(action: str, home: Home) -> None:
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
