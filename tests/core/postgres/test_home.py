"""The folders of a server, when several programs look for them at the same moment."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

import core.postgres.home as homes
from core.postgres.account import Account, server_account
from core.postgres.home import open_home

STARTERS = 8


def folders_found_at_once(directory: Path, account: Account) -> set[Path]:
    """The folder of each of several starters that are let go together."""
    barrier = Barrier(STARTERS)

    def start(_: int) -> Path:
        barrier.wait(timeout=30)
        home = open_home(directory, account, major=18, throwaway=True)
        assert account.can_enter(home.folder)
        return home.folder

    with ThreadPoolExecutor(STARTERS) as pool:
        return set(pool.map(start, range(STARTERS)))


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """A place for homes under closed folders that this test alone uses."""
    place = tmp_path / "elsewhere"
    monkeypatch.setattr(homes, "ELSEWHERE", place)
    return place


@pytest.mark.race
def test_starters_of_one_new_folder_find_one_home(tmp_path):
    account = Account(*_ids_of_the_server(), dropped=False)
    for number in range(50):
        assert len(folders_found_at_once(tmp_path / str(number), account)) == 1
        shutil.rmtree(tmp_path / str(number))


@pytest.mark.race
def test_starters_below_a_closed_folder_find_one_home_elsewhere(tmp_path, elsewhere):
    closed = tmp_path / "closed"
    for number in range(50):
        account = _Stranger(closed)
        found = folders_found_at_once(closed / str(number), account)

        assert [elsewhere in folder.parents for folder in found] == [True]
        shutil.rmtree(elsewhere)


class _Stranger(Account):
    """An account to which one folder is closed, whoever runs the test."""

    def __init__(self, closed: Path) -> None:
        super().__init__(*_ids_of_the_server(), dropped=True)
        object.__setattr__(self, "closed", closed)

    def can_enter(self, folder: Path) -> bool:
        return self.closed not in folder.parents


def _ids_of_the_server() -> tuple[int, int]:
    account = server_account()
    return account.uid, account.gid
