"""Alembic's entry: the metadata of every floor, and the caller's connection."""

from typing import Any

from alembic import context
from sqlalchemy import Connection, create_engine, pool

import marketplace.models  # noqa: F401 (imported for the tables that it defines)
from core.database import Base


def belongs_to_us(_: Any, name: str | None, kind: str, *__: Any) -> bool:
    """procrastinate owns its own tables."""
    return not (kind == "table" and (name or "").startswith("procrastinate_"))


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_object=belongs_to_us,
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    engine = create_engine(
        context.config.get_main_option("sqlalchemy.url") or "",
        poolclass=pool.NullPool,
    )
    with engine.connect() as connection:
        run(connection)
