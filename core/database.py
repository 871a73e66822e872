"""The database: base class of all models, column types and the engine."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    DateTime,
    Engine,
    MetaData,
    String,
    Text,
    Uuid,
    create_engine,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase

from core.settings import Settings

# Whole units of the deployment's currency (rupiah for IDR), never a fraction.
Amount = Annotated[int, "Amount"]
Json = dict[str, Any]

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every model of every floor; instants carry a time zone."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)
    type_annotation_map = {  # noqa: RUF012 (SQLAlchemy reads it as a plain dict)
        Amount: BigInteger(),
        datetime: DateTime(timezone=True),
        str: Text(),
        UUID: Uuid(),
        Json: JSONB(),
        list[str]: JSONB(),
    }


def one_of(column: str, values: type) -> str:
    """The CHECK that holds a text column to the members of a StrEnum."""
    members = ", ".join(f"'{value}'" for value in values)  # type: ignore[attr-defined]
    return f"{column} IN ({members})"


def make_engine(settings: Settings) -> Engine:
    """An engine with a bounded pool that fails fast when all are taken.

    `prepare_threshold` None serves PgBouncer's transaction pooling (design, section
    10). A statement may run for 30 s and wait for a lock for 10 s at most, so that no
    request hangs (requirements SC-05 and FT-05).
    """
    return create_engine(
        settings.database_url,
        pool_size=settings.database_pool_size,
        max_overflow=0,
        pool_timeout=2,
        pool_pre_ping=settings.database_pre_ping,
        connect_args={
            "prepare_threshold": settings.database_prepare_threshold,
            "options": "-c statement_timeout=30s -c lock_timeout=10s"
            " -c idle_in_transaction_session_timeout=60s -c timezone=UTC",
            "connect_timeout": 5,
        },
    )


__all__ = ["Amount", "Base", "Json", "String", "make_engine", "one_of"]
