"""Making a server's data folder, and its settings."""

import os
import shutil
import subprocess

from core.postgres.binaries import Binaries
from core.postgres.errors import PostgresFailed
from core.postgres.home import Home, write_private

SUPERUSER = "marketplace"

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    # Relative to the data folder: a socket's path may have 107 characters at most,
    # and a checkout can lie deeper than that.
    "unix_socket_directories": "../socket",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "8MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    # Disks are solid-state; compiling our short queries costs more than it saves.
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # The log may be shown to anyone, so it names no values of failed statements.
    "log_error_verbosity": "terse",
    "log_parameter_max_length_on_error": "0",
}

# For tests: a power failure may ruin the data, which nobody wants back anyway.
THROWAWAY_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


def make_cluster(binaries: Binaries, home: Home, *, throwaway: bool) -> None:
    """Create the data folder, whole or not at all.

    Sign-in needs the generated password, pages carry checksums, and text sorts by
    code point, so that an index means the same on every machine.
    Raises PostgresFailed with initdb's own words.
    """
    home.make_private(home.unfinished_data)
    password_file = home.folder / "initdb.password"
    write_private(password_file, home.make_secret())
    home.account.give(password_file)
    try:
        done = subprocess.run(
            [
                str(binaries.initdb),
                f"--pgdata={home.unfinished_data}",
                f"--username={SUPERUSER}",
                f"--pwfile={password_file}",
                "--auth=scram-sha-256",
                "--data-checksums",
                "--encoding=UTF8",
                *_locale(binaries),
                *(["--no-sync"] if throwaway else []),
            ],
            cwd="/",
            env=environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            **home.account.run_options(),
        )
    finally:
        password_file.unlink()
    if done.returncode != 0:
        shutil.rmtree(home.unfinished_data, ignore_errors=True)
        raise PostgresFailed(f"initdb could not make {home.data}: {done.stderr}")
    home.unfinished_data.rename(home.data)


def settings(*, port: int, throwaway: bool) -> dict[str, str]:
    """The server's settings, given on its command line."""
    chosen = SETTINGS | {"port": str(port)}
    return chosen | THROWAWAY_SETTINGS if throwaway else chosen


def environment() -> dict[str, str]:
    """Our environment without PGDATA, PGPORT and kin, which would reach the server."""
    kept = {name: v for name, v in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C", "TZ": "UTC"}


def _locale(binaries: Binaries) -> list[str]:
    # From 17 on PostgreSQL brings C.UTF-8 itself; before, the system has to.
    if binaries.major >= 17:
        return ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return ["--locale=C.UTF-8"]
