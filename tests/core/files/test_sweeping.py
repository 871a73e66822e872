"""Which files are swept: those that no row of any domain refers to."""

from datetime import timedelta

from sqlalchemy import Column, MetaData, Table, Text, insert

from core.clock import now
from core.database import Base
from core.files import sweeping
from core.files.store import FolderStore, configure, store
from core.files.sweeping import IN_STORE, stored_columns, sweep_files


def test_every_column_that_holds_keys_of_the_store_says_so():
    """A column that does not would lose its files in the first night."""
    named = {
        (table.name, column.name)
        for table in Base.metadata.tables.values()
        for column in table.columns
        if "store_key" in column.name
    }

    assert named == {(each.table.name, each.name) for each in stored_columns()}
    assert ("onboarding_files", "store_key") in named


def test_a_file_that_any_domain_knows_is_kept(session, tmp_path, monkeypatch):
    before = store()
    configure(FolderStore(tmp_path))
    another = Table(
        "files_of_another", MetaData(), Column("held", Text, info={IN_STORE: True})
    )
    another.create(session.connection())
    monkeypatch.setattr(
        sweeping, "stored_columns", lambda: [*stored_columns(), another.c.held]
    )
    kept = store().put(b"kept")
    store().put(b"an orphan")
    session.execute(insert(another).values(held=kept))

    early = sweep_files(session, at=now())
    swept = sweep_files(session, at=now() + timedelta(days=2))
    left = list(store().keys(before=now() + timedelta(days=2)))
    configure(before)

    assert (early, swept, left) == (0, 1, [kept])
