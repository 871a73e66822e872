"""Bringing a database up to date, and checking that models and migrations agree."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

LOCATION = Path(__file__).parents[1] / "marketplace" / "migrations"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(LOCATION))
    return config


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Apply every migration that the database does not have."""
    config = _config()
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.commit()


def downgrade(engine: Engine, revision: str) -> None:
    """Take migrations back, down to `revision` (`base` for all)."""
    config = _config()
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)
        connection.commit()


def check(engine: Engine) -> None:
    """Fail when the models say something that no migration does."""
    config = _config()
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.check(config)


def revise(engine: Engine, message: str, number: str) -> None:
    """Write a new migration from the difference; read it before you commit it."""
    config = _config()
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.revision(config, message, autogenerate=True, rev_id=number)
