"""Where files lie: a folder for now, behind an interface that an object store can take.

A file is put there before the transaction that refers to it, so that a rollback leaves
an orphan and never a row without a file; orphans are swept later.
"""

import os
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol, cast

from core.files.errors import FileGone

KEY_LETTERS = 64


class Store(Protocol):
    """Keeps contents under keys of its own choice (256 random bits, in hexadecimal)."""

    def put(self, content: bytes) -> str:
        """Keep the content, for good once this returns; its key."""

    def get(self, key: str) -> bytes:
        """The content, or FileGone."""

    def delete(self, key: str) -> None:
        """Forget the content. What is not there is forgotten already."""

    def keys(self, *, before: datetime) -> Iterator[str]:
        """The keys of what was put there before an instant."""


class FolderStore:
    """Files in a folder that only this program's user may enter."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, content: bytes) -> str:
        key = secrets.token_hex(KEY_LETTERS // 2)
        path = self._path(key)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = path.with_suffix(".unfinished")
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)
        return key

    def get(self, key: str) -> bytes:
        try:
            return self._path(key).read_bytes()
        except FileNotFoundError as error:
            raise FileGone from error

    def delete(self, key: str) -> None:
        self._path(key).unlink(missing_ok=True)

    def keys(self, *, before: datetime) -> Iterator[str]:
        for path in self._folder.glob("??/*"):
            changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            if changed < before:
                yield path.name

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / key


class _Unconfigured:
    def __getattr__(self, name: str) -> Store:
        raise RuntimeError("Call core.files.store.configure() before using files.")


_store: Store | _Unconfigured = _Unconfigured()


def configure(store: Store) -> None:
    """Set where this process keeps files; once per process, or per test."""
    global _store
    _store = store


def store() -> Store:
    """Where this process keeps files."""
    # Without configure() it answers every question with what is missing.
    return cast(Store, _store)
