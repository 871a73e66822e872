"""Whom the server runs as. PostgreSQL refuses root, so root drops its rights."""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.postgres.errors import PostgresUnavailable


@dataclass(frozen=True)
class Account:
    """An ordinary user of this machine; `dropped` where we are root and become it."""

    uid: int
    gid: int
    dropped: bool

    def run_options(self) -> dict[str, Any]:
        """Arguments for subprocess that make the program run as this account."""
        if not self.dropped:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def give(self, path: Path) -> None:
        """Make the account the owner of a file or folder of ours."""
        if self.dropped:
            os.chown(path, self.uid, self.gid)

    def can_enter(self, folder: Path) -> bool:
        """Whether the account may walk down to this folder, by its parents' modes."""
        if not self.dropped:
            return True
        folder = folder.resolve()
        return all(self._may_pass(step) for step in (folder, *folder.parents))

    def _may_pass(self, folder: Path) -> bool:
        status = folder.stat()
        if status.st_uid == self.uid:
            return bool(status.st_mode & 0o100)
        if status.st_gid == self.gid:
            return bool(status.st_mode & 0o010)
        return bool(status.st_mode & 0o001)


def server_account(run_as: str | None = None) -> Account:
    """Ourselves; as root an existing ordinary user: `run_as`, postgres or nobody.

    No user is created and no folder's rights are widened for it.
    Raises PostgresUnavailable when root finds no such user.
    """
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), dropped=False)
    for name in [run_as] if run_as else ["postgres", "nobody"]:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Account(entry.pw_uid, entry.pw_gid, dropped=True)
    raise PostgresUnavailable(
        "PostgreSQL does not run as root: set POSTGRES_RUN_AS to the name of an"
        " ordinary user of this machine."
    )
