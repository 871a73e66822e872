"""A platform with one course and one client, for measurements of access."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Engine, update

import marketplace.models  # noqa: F401 (the mappers need every table)
from bench import machine, orders_data
from core import unit_of_work
from core.privacy import Vault
from partners.oauth import Client, ClientSecret, Token

CLIENT_ID = "bench-platform"
SECRET = "bench-secret-of-the-platform"  # noqa: S105 (known to this measurement alone)
# Where the twin without a guard is, of the operation that calls are measured with.
OPEN = "/open/courses"
SCOPES = ["catalog:read", "orders:write"]


@dataclass(frozen=True)
class Stand:
    """The address of the database, and what requests name."""

    database_url: str
    course: UUID
    bearer: str


@contextmanager
def standing(name: str) -> Iterator[Stand]:
    """A database with the rows, for the length of a block."""
    with machine.database(name) as engine:
        course = _fill(engine)
        url = engine.url.render_as_string(hide_password=False)
        yield Stand(url, course, orders_data.token_of(0))


def _fill(engine: Engine) -> UUID:
    vault = Vault({"bench": b"d" * 32}, b"i" * 32)
    unit_of_work.configure(unit_of_work.make_sessions(engine, vault))
    with unit_of_work.unit_of_work("bench.fill") as session:
        shop = orders_data.fill(session, 1)
        session.execute(update(Token).values(scopes=SCOPES))
        session.execute(
            update(Client).values(scopes=SCOPES, grant_types=["client_credentials"])
        )
        client = session.get_one(Client, shop["client"])
        session.add(
            ClientSecret(
                client_id=client.id,
                secret_hash=hashlib.sha256(SECRET.encode()).digest(),
                created_at=client.created_at,
            )
        )
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as plain:
        plain.exec_driver_sql("VACUUM ANALYZE")
    return shop["course"]
