"""Where files lie, and how they are sealed (requirement SC-09)."""

import os
import stat
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from core.files.errors import FileGone
from core.files.sealing import new_file_key, open_file, seal_file
from core.files.store import FolderStore
from core.privacy.vault import Unreadable


def later() -> datetime:
    return datetime.now(UTC) + timedelta(minutes=1)


@pytest.fixture
def store(tmp_path):
    return FolderStore(tmp_path / "files")


def test_what_was_put_is_there_under_a_name_that_nobody_can_guess(store, tmp_path):
    first, second = store.put(b"deed"), store.put(b"deed")

    assert store.get(first) == b"deed"
    assert first != second
    assert len(first) == 64
    assert int(first, 16) >= 0
    (path,) = tmp_path.rglob(first)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_what_is_not_there_is_said_to_be_gone(store):
    key = store.put(b"deed")

    store.delete(key)
    store.delete(key)

    with pytest.raises(FileGone):
        store.get(key)


def test_old_files_can_be_listed(store, tmp_path):
    old, new = store.put(b"old"), store.put(b"new")
    (path,) = tmp_path.rglob(old)
    os.utime(path, (1_600_000_000, 1_600_000_000))

    assert set(store.keys(before=datetime(2021, 1, 1, tzinfo=UTC))) == {old}
    assert set(store.keys(before=later())) == {old, new}


def test_a_file_opens_with_its_own_key_for_its_own_row():
    row, key = uuid4(), new_file_key()
    sealed = seal_file(b"deed", key=key, row=row)

    assert b"deed" not in sealed
    assert open_file(sealed, key=key, row=row) == b"deed"
    for content, other_key, other_row in (
        (sealed, new_file_key(), row),
        (sealed, key, uuid4()),
        (sealed[:-1] + bytes([sealed[-1] ^ 1]), key, row),
        (b"", key, row),
    ):
        with pytest.raises(Unreadable):
            open_file(content, key=other_key, row=other_row)
