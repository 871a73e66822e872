"""A real PostgreSQL for every test.

One server and one migrated template database for the whole run; each worker process
has a copy of the template, and each test a transaction on it that is rolled back. A
test that needs committed rows (races, processes) asks for `committed` and gets a
database of its own.
"""

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.orm import Session, sessionmaker

from core import context, migrations, unit_of_work
from core.postgres import ensure_server
from core.privacy import Vault
from core.settings import Settings
from core.signing import Issuer
from marketplace.app import create_app
from tests.audiences import told_too_many

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / ".postgres" / "tests"


@pytest.fixture
def at() -> datetime:
    """The instant at which a test happens: a Monday morning in Jakarta."""
    return datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def nobody_acts() -> None:
    """Each test starts outside any request: what a former one set is forgotten."""
    context.begin(context.Context())


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """A server where databases can be made: DATABASE_URL's, or one of our own.

    The tests make databases of their own there and leave the named one alone.
    """
    given = os.environ.get("DATABASE_URL")
    if given:
        yield (
            make_url(given)
            .set(drivername="postgresql+psycopg")
            .render_as_string(hide_password=False)
        )
        return
    with ensure_server(FOLDER, throwaway=True) as server:
        yield server.url("postgres")


@pytest.fixture(scope="session")
def template(server_url: str) -> str:
    """The migrated database that all others are copies of; made once per history."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    name = f"template_{_history()}"
    with (FOLDER / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _exists(server_url, name):
            _create(server_url, f"{name}_new")
            engine = create_engine(_at(server_url, f"{name}_new"))
            migrations.upgrade(engine)
            engine.dispose()
            _administer(server_url, f'ALTER DATABASE "{name}_new" RENAME TO "{name}"')
    return name


@pytest.fixture(scope="session")
def make_database(server_url: str, template: str) -> Iterator[Callable[[str], str]]:
    """Make a database from the template; its address. Dropped at the end."""
    made: list[str] = []

    def make(name: str) -> str:
        full = f"{name}_{os.getpid()}_{len(made)}"
        _create(server_url, full, template)
        made.append(full)
        return _at(server_url, full)

    yield make
    for name in made:
        _administer(server_url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def settings(make_database: Callable[[str], str]) -> Settings:
    return make_settings(make_database("tests"))


def make_settings(database_url: str, **environment: str) -> Settings:
    """Settings of a test deployment on the given database."""
    return Settings.from_environment(
        {
            "MARKETPLACE_ENV": "test",
            "DATABASE_URL": database_url,
            "ALLOW_PRIVATE_WEBHOOKS": "true",
            "LOG_LEVEL": "WARNING",
            "FILES_FOLDER": str(FOLDER / "files"),
            **environment,
        }
    )


@pytest.fixture(scope="session")
def app(settings: Settings) -> Flask:
    return create_app(settings)


@pytest.fixture(scope="session")
def engine(app: Flask) -> Iterator[Engine]:
    engine = app.extensions["platform"].engine
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def vault(app: Flask) -> Vault:
    return cast(Vault, app.extensions["platform"].vault)


@pytest.fixture(scope="session")
def issuer(app: Flask) -> Issuer:
    return cast(Issuer, app.extensions["platform"].issuer)


@pytest.fixture
def session(engine: Engine, vault: Vault, issuer: Issuer) -> Iterator[Session]:
    """The test's transaction; every unit of work of the test runs inside it."""
    with engine.connect() as connection:
        transaction = connection.begin()
        sessions = sessionmaker(
            connection,
            expire_on_commit=False,
            join_transaction_mode="create_savepoint",
            info={"vault": vault, "issuer": issuer},
        )
        unit_of_work.configure(sessions)
        with sessions() as session:
            yield session
            session.flush()
            assert told_too_many(session) == []
            # What the database checks at commit is checked here, before the rollback.
            connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
        transaction.rollback()


@pytest.fixture
def client(app: Flask, session: Session) -> FlaskClient:
    """HTTP inside the test's transaction; what a request commits is rolled back."""
    return app.test_client()


@pytest.fixture
def committed(
    make_database: Callable[[str], str], vault: Vault, issuer: Issuer
) -> Iterator[Engine]:
    """A database of the test's own, where rows are really committed: for races."""
    engine = create_engine(
        make_database("committed"), pool_size=40, max_overflow=0, pool_timeout=30
    )
    unit_of_work.configure(unit_of_work.make_sessions(engine, vault, issuer))
    yield engine
    engine.dispose()


def _history() -> str:
    """A short name for the migrations as they are now."""
    digest = hashlib.sha256()
    for path in sorted((ROOT / "marketplace" / "migrations").rglob("*.[ps][yq]*")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _at(url: str, name: str) -> str:
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def _administer(url: str, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def _exists(url: str, name: str) -> bool:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = connection.scalar(
            text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name}
        )
    engine.dispose()
    return bool(found)


def _create(url: str, name: str, template: str | None = None) -> None:
    _administer(url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    source = f' TEMPLATE "{template}"' if template else ""
    _administer(url, f'CREATE DATABASE "{name}"{source}')
