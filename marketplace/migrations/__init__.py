"""The database's history, one linear chain (Alembic)."""
